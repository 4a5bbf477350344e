/** Over documents of any shape KQL finds by the command what the reference evaluator does, with types that are inferred. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseKql } from '../../../src/compile/kql/parse.ts';
import type { Json, JsonObject } from '../../../src/schema/audit-event.ts';
import type { FieldType } from '../../../src/schema/field.ts';
import { TypeInference } from '../../../src/schema/infer-types.ts';
import { typedReader } from '../../../src/schema/typed-reader.ts';
import { matchesKql } from '../../reference/kql.ts';
import { workspace } from '../workspace.ts';
import { query } from './run.ts';

const folder = workspace({ 'types.json': '{"net.ip":"ip"}' });

/** Of each field its values, and what is written of it in queries. */
const fields: Readonly<
  Record<string, { readonly values: readonly Json[]; readonly written: readonly string[] }>
> = {
  n: { values: [1, 2, -3, 40], written: ['n: 1', 'n >= 2', 'n < 0', 'n: (1 or 40)', 'n: *'] },
  x: { values: [0.5, 2], written: ['x: 0.5', 'x > 1', 'not x: *'] },
  'who.name': {
    values: ['anna', 'Anna', 'ben-1'],
    written: ['who.name: anna', 'who.name: *n*', 'who.na*: "ben-1"', 'who.name > b', 'who*: anna'],
  },
  'who.yes': { values: [true, false], written: ['who.yes: true', 'who.yes: "false"'] },
  'net.ip': {
    values: ['10.0.0.1', '2001:db8::1'],
    written: ['net.ip: 10.0.0.0/8', 'net.ip: "2001:db8:0::1"', 'net.*: 10.0.0.1'],
  },
  at: {
    values: ['2026-03-01T10:00:00Z', '2026-03-02', 1_772_400_000_000],
    written: ['at: 2026-03-01', 'at >= "2026-03-02"', 'at < now'],
  },
  mixed: { values: [1, 'one', true], written: ['mixed: 1', 'mixed: one', 'mixed: true', 'mixed: *'] },
};
const anywhere = [
  'anna',
  '1',
  '*',
  'items: { k: a and v: 1 }',
  'items: { k: b or v >= 2 }',
  'items.k: a and items.v: 1',
];

const now = Date.UTC(2026, 2, 4);
const texts = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom(...Object.values(fields).flatMap(({ written }) => written), ...anywhere),
    fc
      .tuple(tie('query'), fc.constantFrom('and', 'or', 'and not'), tie('query'))
      .map(([one, op, other]) => `(${one}) ${op} (${other})`),
  ),
})).query;

const items = fc.array(
  fc.record({ k: fc.constantFrom('a', 'b'), v: fc.constantFrom<Json>(1, 2, [1, 3]) }, { requiredKeys: [] }),
  { maxLength: 2 },
);
const documents = fc
  .array(
    fc.tuple(
      fc.record(
        Object.fromEntries(
          Object.entries(fields).map(([name, { values }]) => {
            const value = fc.constantFrom<Json>(...values);
            return [
              name,
              fc.oneof(value, value, fc.array(fc.oneof(value, fc.constant(null)), { maxLength: 3 })),
            ];
          }),
        ),
        { requiredKeys: [] },
      ),
      items,
      fc.boolean(),
    ),
    { maxLength: 8 },
  )
  .map((all) => {
    // Every field is in some document, so that it exists.
    const every = Object.fromEntries(Object.entries(fields).map(([name, { values }]) => [name, [...values]]));
    const first: JsonObject = { ...every, items: [{ k: 'c', v: 9 }] };
    return [
      first,
      ...all.map(([document, list, nested]) => ({
        ...(nested ? asObjects(document as JsonObject) : document),
        items: list,
      })),
    ];
  });

function asObjects(document: JsonObject): JsonObject {
  const objects: Record<string, Json> = {};
  for (const [name, value] of Object.entries(document)) {
    const [outer = '', inner] = name.split('.');
    objects[outer] =
      inner === undefined ? value : { ...(objects[outer] as JsonObject | undefined), [inner]: value };
  }
  return objects;
}

it('finds what the reference evaluator finds', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(texts, documents, async (text, all) => {
      const file = join(folder, 'documents.json');
      writeFileSync(file, JSON.stringify(all));
      const asked = [
        '--format',
        'document',
        '--types',
        join(folder, 'types.json'),
        '--now',
        '2026-03-04',
        text,
        file,
      ];
      const { code, stdout, stderr } = await query(...asked);
      if (code !== 0) throw new Error(stderr);
      const inference = new TypeInference();
      for (const document of all) inference.add(document as JsonObject);
      const reader = typedReader(new Map<string, FieldType>([...inference.types(), ['net.ip', 'ip']]));
      const parsed = parseKql(text);
      if ('problems' in parsed) throw new Error(text);
      const wanted = all.filter((document) => matchesKql(parsed.ast, document as JsonObject, reader, now));
      expect(stdout).toBe(wanted.map((document) => `${JSON.stringify(document)}\n`).join(''));
      found += wanted.length;
    }),
    { numRuns: 500 },
  );
  expect(found).toBeGreaterThan(200);
});
