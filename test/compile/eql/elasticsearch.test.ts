/**
 * EQL queries of Elasticsearch's and Endgame's own test suites, with the events each must return, against the
 * reference evaluator. They lie beside a checkout (../shared/data) and are no part of it.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseEql } from '../../../src/compile/eql/parse.ts';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { EqlRefusal } from '../../reference/eql/values.ts';
import { type EqlOptions, evaluateEql } from '../../reference/eql.ts';
import { sharedData } from '../../shared-data.ts';

interface Case {
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

function settingOf(dataset: string): Setting {
  const eventCategoryField = 'event_type';
  if (dataset === 'data') {
    const id = 'serial_event_id';
    return { id, options: { eventCategoryField, timestampField: 'timestamp', tiebreakerField: id } };
  }
  const id = dataset === 'sample' ? 'id' : 'sequence';
  return { id, options: { eventCategoryField, timestampField: '@timestamp' } };
}

/** Types that the index of a data set gives fields, where their values do not show them. */
const indexTypes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
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

function run(of: Case, dataset: string, documents: readonly JsonObject[]) {
  const parsed = parseEql(of.query);
  if ('problems' in parsed) throw new EqlRefusal(parsed.problems[0]?.message);
  const { id, options } = settingOf(dataset);
  const types = { ...indexTypes[dataset], ...of.needs_types };
  const results = evaluateEql(parsed.ast, documents, { ...options, types });
  return {
    ids: results.flatMap(({ events }) => events.map((event) => event?.[id] ?? -1)),
    keys: results.flatMap(({ joinKeys }) => joinKeys),
  };
}

function check(of: Case, dataset: string, documents: readonly JsonObject[]): void {
  if (of.expect_error === true) {
    expect(() => run(of, dataset, documents)).toThrow(EqlRefusal);
    return;
  }
  const { ids, keys } = run(of, dataset, documents);
  const right = [of.expected_event_ids ?? [], ...(of.alternatives ?? [])];
  expect(right).toContainEqual(ids);
  const wanted = of.join_keys?.map((key) => (key === 'null' ? null : key));
  if (wanted !== undefined && wanted.length > 0) expect(keys).toEqual(wanted);
}

describe('the cases of Endgame’s suites', () => {
  for (const [casesFile, dataFile, dataset] of [
    ['eql/cases.json', 'eql/data.json', 'data'],
    ['eql/extra-cases.json', 'eql/extra-data.json', 'extra-data'],
  ] as const) {
    const path = sharedData(casesFile);
    const cases = path === undefined ? [] : (readJson(path) as readonly Case[]);
    it.skipIf(path === undefined)(`of ${casesFile} are there`, () => {
      expect(cases.length).toBeGreaterThan(0);
    });
    const data = sharedData(dataFile);
    const documents = data === undefined ? [] : (readJson(data) as readonly JsonObject[]);
    it.each(cases.map((of) => [of.name, of] as const))(`${dataset}: %s`, (_name, of) =>
      check(of, dataset, documents),
    );
  }
});

describe('the cases of Elasticsearch’s suites', () => {
  const folder = sharedData('elasticsearch-cases/eql');
  const cases = folder === undefined ? [] : (readJson(`${folder}/cases.json`) as readonly Case[]);
  it.skipIf(folder === undefined)('are there', () => {
    expect(cases.length).toBeGreaterThan(0);
  });
  it.each(cases.map((of) => [of.name, of] as const))('%s', (_name, of) => {
    const dataset = of.dataset ?? '';
    check(of, dataset, readLines(`${folder}/datasets/${dataset}.ndjson`));
  });
});
