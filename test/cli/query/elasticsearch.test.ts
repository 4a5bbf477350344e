/**
 * EQL queries of Elasticsearch's and Endgame's own test suites by the command line, with the events each must find. They
 * lie beside a checkout (../shared/data) and are no part of it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { type Case, settingOf, suites } from '../../compile/eql/elasticsearch-cases.ts';
import { query } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'harrier-query-cases-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function run(of: Case, dataset: string, documents: readonly JsonObject[]) {
  const { options } = settingOf(dataset);
  const { needs_types: types } = of;
  return query(
    ...['--language', 'eql', '--format', 'document', '--output', 'ndjson'],
    ...['--event-category-field', options.eventCategoryField],
    ...(dataset === 'sample' ? [] : ['--timestamp-field', options.timestampField]),
    ...(options.tiebreakerField === undefined ? [] : ['--tiebreaker-field', options.tiebreakerField]),
    ...(types ? ['--types', written('types.json', JSON.stringify(types))] : []),
    of.query,
    // The suites of one format and of the other: lines, and an array over many lines.
    of.suite === undefined
      ? written('lines.ndjson', documents.map((document) => `${JSON.stringify(document)}\n`).join(''))
      : written('array.json', JSON.stringify(documents, null, 1)),
  );
}

interface Line {
  readonly events: readonly (JsonObject | null)[];
  readonly join_keys: readonly (string | null)[];
}

async function check(of: Case, dataset: string, documents: readonly JsonObject[]): Promise<void> {
  const { code, stdout, stderr } = await run(of, dataset, documents);
  if (of.expect_error === true) {
    expect(code).toBe(2);
    expect(stderr).toMatch(/^query:\d+:\d+: error\[/);
    expect(stdout).toBe('');
    return;
  }
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const results = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
  const { id } = settingOf(dataset);
  const ids = results.flatMap(({ events }) => events.map((event) => event?.[id] ?? -1));
  expect([of.expected_event_ids ?? [], ...(of.alternatives ?? [])]).toContainEqual(ids);
  const wanted = of.join_keys?.map((key) => (key === 'null' ? null : key));
  if (wanted !== undefined && wanted.length > 0)
    expect(results.flatMap(({ join_keys: keys }) => keys)).toEqual(wanted);
}

describe.each(suites)('the cases of $name', ({ isHere, cases }) => {
  it.skipIf(!isHere)('are there', () => {
    expect(cases.length).toBeGreaterThan(0);
  });

  it.each(cases.map((each) => [each.of.name, each] as const))('%s', (_name, { of, dataset, documents }) =>
    check(of, dataset, documents),
  );
});
