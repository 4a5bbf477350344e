/** EQL queries of other test suites beside a checkout (../shared/data), with the events each must return. */
import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import type { EqlOptions } from '../../reference/eql.ts';
import { sharedData } from '../../shared-data.ts';

export interface Case {
  readonly name: string;
  readonly query: string;
  readonly suite?: string;
  readonly dataset?: string;
  readonly expected_event_ids?: readonly number[];
  readonly alternatives?: readonly (readonly number[])[] | null;
  readonly join_keys?: readonly (string | null)[] | null;
  readonly expect_error?: boolean;
  readonly needs_types?: Readonly<Record<string, string>> | null;
}

interface Setting {
  readonly options: EqlOptions;
  readonly id: string;
}

export function settingOf(dataset: string): Setting {
  const eventCategoryField = 'event_type';
  if (dataset === 'data') {
    const id = 'serial_event_id';
    return { id, options: { eventCategoryField, timestampField: 'timestamp', tiebreakerField: id } };
  }
  const id = dataset === 'sample' ? 'id' : 'sequence';
  return { id, options: { eventCategoryField, timestampField: '@timestamp' } };
}

/** Types that the index of a data set gives fields, where their values do not show them. */
export const indexTypes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'extra-data': { date_tags: 'date', optional_field_mapping_only: 'keyword' },
};

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function readLines(path: string): readonly JsonObject[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as JsonObject);
}

/** A suite's cases; none where it is absent. */
export interface Suite {
  readonly name: string;
  readonly isHere: boolean;
  readonly cases: readonly {
    readonly of: Case;
    readonly dataset: string;
    readonly documents: readonly JsonObject[];
  }[];
}

function endgame(casesFile: string, dataFile: string, dataset: string): Suite {
  const [path, data] = [sharedData(casesFile), sharedData(dataFile)];
  const documents = data === undefined ? [] : (readJson(data) as readonly JsonObject[]);
  const cases = path === undefined ? [] : (readJson(path) as readonly Case[]);
  return {
    name: casesFile,
    isHere: path !== undefined && data !== undefined,
    cases: cases.map((of) => ({ of, dataset, documents })),
  };
}

function elasticsearch(): Suite {
  const folder = sharedData('elasticsearch-cases/eql');
  const cases = folder === undefined ? [] : (readJson(`${folder}/cases.json`) as readonly Case[]);
  return {
    name: 'elasticsearch-cases/eql',
    isHere: folder !== undefined,
    cases: cases.map((of) => {
      const dataset = of.dataset ?? '';
      return { of, dataset, documents: readLines(`${folder}/datasets/${dataset}.ndjson`) };
    }),
  };
}

export const suites: readonly Suite[] = [
  endgame('eql/cases.json', 'eql/data.json', 'data'),
  endgame('eql/extra-cases.json', 'eql/extra-data.json', 'extra-data'),
  elasticsearch(),
];
