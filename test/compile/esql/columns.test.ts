/** The columns of results, by the cases of test/cases/esql-columns.toml and of other suites. */
import { readFileSync } from 'node:fs';
import toml from '@iarna/toml';
import { describe, expect, it } from 'vitest';
import { documentSchema } from '../../../src/compile/esql/check/schema.ts';
import { sharedData } from '../../shared-data.ts';
import { columnsOf, planned, planOf } from './planned.ts';

interface Group {
  readonly rule: string;
  readonly cases: readonly { readonly query: string; readonly columns: readonly string[] }[];
}

const { group: groups } = toml.parse(
  readFileSync(new URL('../../cases/esql-columns.toml', import.meta.url), 'utf8'),
) as unknown as { group: readonly Group[] };

describe.each(groups.map((group) => [group.rule, group] as const))('%s', (_rule, group) => {
  it.each(group.cases.map((of) => [of.query, of] as const))('%s', (query, { columns }) => {
    expect(columnsOf(planOf(query))).toEqual(columns);
  });
});

interface Case {
  readonly name: string;
  readonly dataset: string | null;
  readonly query: string;
  readonly columns: readonly string[];
  readonly expect_error?: boolean;
}

const folder = sharedData('elasticsearch-cases/esql');
describe.skipIf(folder === undefined)('of Elasticsearch’s suite', () => {
  const cases =
    folder === undefined ? [] : (JSON.parse(readFileSync(`${folder}/cases.json`, 'utf8')) as Case[]);
  it.each(cases.map((of) => [of.name, of] as const))(
    '%s',
    (_name, { dataset, query, columns, expect_error }) => {
      const types =
        dataset === null ? {} : JSON.parse(readFileSync(`${folder}/datasets/${dataset}.types.json`, 'utf8'));
      const { plan, problems } = planned(query, documentSchema(types));
      const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
      if (expect_error === true) expect(errors).not.toEqual([]);
      else expect(plan === undefined ? errors : columnsOf(plan)).toEqual(columns);
    },
  );
});
