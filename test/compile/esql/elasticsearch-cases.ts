/** ES|QL queries of Elasticsearch's test suites beside a checkout (../shared/data), with the rows each must give. */
import { readFileSync } from 'node:fs';
import type { Json } from '../../../src/schema/audit-event.ts';
import { sharedData } from '../../shared-data.ts';

export interface EsqlCase {
  readonly name: string;
  readonly query: string;
  readonly dataset?: string | null;
  /** Each may end with `:` and a type. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Json[])[];
  readonly ordered?: boolean;
  readonly ignoreOrder?: boolean;
  readonly expect_error?: boolean;
  /** What is right because of how Elasticsearch optimises a query. */
  readonly quirk?: string | null;
}

export interface EsqlSuite {
  readonly name: string;
  readonly cases: readonly EsqlCase[];
  /** The files of a data set and of its types; none for `ROW`. */
  dataOf(of: EsqlCase): { readonly data: string; readonly types?: string } | undefined;
}

function cases(path: string | undefined): readonly EsqlCase[] {
  return path === undefined ? [] : (JSON.parse(readFileSync(path, 'utf8')) as readonly EsqlCase[]);
}

function elasticsearch(): EsqlSuite {
  const folder = sharedData('elasticsearch-cases/esql');
  return {
    name: 'elasticsearch-cases/esql',
    cases: cases(folder && `${folder}/cases.json`),
    dataOf: ({ dataset }) =>
      dataset
        ? { data: `${folder}/datasets/${dataset}.ndjson`, types: `${folder}/datasets/${dataset}.types.json` }
        : undefined,
  };
}

function older(): EsqlSuite {
  const [path, folder] = [sharedData('esql/cases.json'), sharedData('elasticsearch-cases/esql/datasets')];
  const at = (name: string) => path?.replace('cases.json', name) ?? '';
  return {
    name: 'esql',
    cases: cases(path),
    dataOf: ({ query, dataset }) => {
      if (dataset) return { data: at(`${dataset}.json`) };
      return /^from hosts/i.test(query)
        ? { data: at('hosts.json'), types: `${folder}/hosts.types.json` }
        : undefined;
    },
  };
}

export const suites: readonly EsqlSuite[] = [elasticsearch(), older()];

/**
 * Rows in which ties come in the order in which a heap gave them; sorting says nothing of it
 * (https://www.elastic.co/docs/reference/query-languages/esql/commands/sort).
 */
export const ties: ReadonlySet<string> = new Set([
  'from employees | keep job_positions, emp_no | sort emp_no | mv_expand job_positions | limit 10 | sort job_positions',
]);
