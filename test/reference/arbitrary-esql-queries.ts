/** Queries of ES|QL that mean something, and documents for them: nulls, several values, every type, what overflows. */
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/schema/audit-event.ts';
import { aggregates, type Kind, literals, templates } from './esql/templates.ts';
import type { ValueType } from './esql/value.ts';

/** Of the documents' columns; `id` is another in each document. */
export const esqlTypes: Readonly<Record<string, ValueType>> = {
  b: 'boolean',
  d: 'date',
  i: 'integer',
  id: 'integer',
  ip: 'ip',
  k: 'keyword',
  l: 'long',
  't.x': 'text',
  v: 'version',
  w: 'keyword',
  x: 'double',
};

const pools: Readonly<Record<string, readonly Json[]>> = {
  b: [true, false],
  d: [
    '2026-03-01T10:00:00.000Z',
    '2024-02-29T23:59:59.999Z',
    '1969-12-31T23:59:59.500Z',
    '2025-12-31T00:00:00.000Z',
  ],
  i: [0, 1, -1, 2, 7, 10, 2_147_483_647, -2_147_483_648],
  ip: ['10.0.0.1', '10.0.0.2', '192.168.1.1', '2001:db8::1'],
  k: [
    '',
    'a',
    'B',
    'ab',
    'é',
    '😀x',
    ' a b ',
    '10',
    '2.5',
    'true',
    'a*b',
    '\uffee',
    '-5',
    '+5',
    ' 7',
    '5.',
    '.5',
    '1e3',
    'NaN',
    '2026-03-01T10:00:00.000Z',
  ],
  l: [
    0,
    3,
    '9007199254740992',
    -4,
    2 ** 53 - 1,
    '9223372036854775807',
    '-9223372036854775808',
    '9007199254740993',
  ],
  't.x': ['Exec into pod', 'a', '', 'B'],
  v: ['1.2.3', '1.10.0', '1.9.9'],
  w: ['a', 'b', 'ab', 'B', '10.0.0.1'],
  x: [0, 0.5, -1.25, 2.5, 3, 1e300, 1e7, 2 ** -10],
};

export const esqlDocuments: fc.Arbitrary<readonly JsonObject[]> = fc
  .array(
    fc.record(
      Object.fromEntries(
        Object.entries(pools).map(([name, values]) => {
          const one = fc.constantFrom(...values);
          const list = fc.array(
            fc.oneof({ weight: 5, arbitrary: one }, { weight: 1, arbitrary: fc.constant(null) }),
            { maxLength: 3 },
          );
          return [name, fc.oneof({ weight: 3, arbitrary: one }, { weight: 1, arbitrary: list })];
        }),
      ),
      { requiredKeys: [] },
    ),
    { maxLength: 8 },
  )
  .map((all) => all.map((document, id) => ({ ...(document as JsonObject), id })));

type Columns = ReadonlyMap<string, Kind>;
type Text = fc.Arbitrary<string>;

const kinds: Readonly<Record<string, Kind>> = {
  b: 'boolean',
  d: 'date',
  ip: 'ip',
  k: 'text',
  't.x': 'text',
  v: 'version',
  w: 'text',
};
const first: Columns = new Map(Object.keys(esqlTypes).map((name) => [name, kinds[name] ?? 'number']));

const everyKind = Object.keys(templates) as readonly Kind[];

function expressionsOver(columns: Columns): Readonly<Record<Kind, Text>> {
  return fc.letrec<Record<Kind, string>>(
    (tie) =>
      Object.fromEntries(
        everyKind.map((kind) => {
          const names = [...columns].filter(([, of]) => of === kind).map(([name]) => name);
          const leaves = [
            fc.constantFrom(...literals[kind]),
            ...(names.length > 0 ? [fc.constantFrom(...names), fc.constantFrom(...names)] : []),
          ];
          const filled = fc.constantFrom(...templates[kind]).chain((template) => {
            const holes = [...template.matchAll(/\{(\w+)\}/g)].map(([, hole]) => tie(hole as Kind));
            return fc.tuple(...holes).map((parts) => {
              let index = 0;
              return template.replaceAll(/\{\w+\}/g, () => parts[index++] ?? '');
            });
          });
          return [
            kind,
            fc.oneof({ maxDepth: 3, depthSize: 'medium' }, fc.oneof(...leaves), filled, filled, filled),
          ];
        }),
      ) as Record<Kind, Text>,
  );
}

interface Step {
  readonly text: string;
  readonly columns: Columns;
}

function step(before: Columns, index: number): fc.Arbitrary<Step> {
  const of = expressionsOver(before);
  const names = [...before.keys()];
  const kind = fc.constantFrom(...everyKind);
  const name = fc.constantFrom(...names);
  const fill = (template: string): Text => {
    const holes = [...template.matchAll(/\{(\w+)\}/g)].map(([, hole]) => of[hole as Kind]);
    return fc.tuple(...holes).map((parts) => {
      let at = 0;
      return template.replaceAll(/\{\w+\}/g, () => parts[at++] ?? '');
    });
  };
  const aggregate = fc
    .tuple(fc.constantFrom(...aggregates), fc.option(of.boolean, { freq: 2 }))
    .chain(([[template, found], where]) =>
      fill(template).map((text) => ({
        text: where === null ? text : `${text} WHERE ${where}`,
        kind: found,
      })),
    );
  const grouping = fc.oneof(
    name.map((text) => ({ name: text, text, kind: before.get(text) as Kind })),
    kind.chain((found) =>
      of[found].map((text) => ({ name: `g${index}`, text: `g${index} = ${text}`, kind: found })),
    ),
  );
  const stats = fc
    .tuple(
      fc.array(aggregate, { minLength: 1, maxLength: 2 }),
      fc.uniqueArray(grouping, { maxLength: 2, selector: (each) => each.name }),
    )
    .map(([made, by]): Step => {
      const columns = made.map((each, at) => ({ ...each, name: `a${index}_${at}` }));
      const written = columns.map((each) => `${each.name} = ${each.text}`).join(', ');
      return {
        text: `STATS ${written}${by.length > 0 ? ` BY ${by.map(({ text }) => text).join(', ')}` : ''}`,
        columns: new Map([...columns, ...by].map((each) => [each.name, each.kind] as const)),
      };
    });
  const inline = fc.tuple(aggregate, of.text).map(
    ([made, text]): Step => ({
      text: `INLINE STATS a${index} = ${made.text} BY g${index} = MV_COUNT(${text})`,
      columns: new Map([...before, [`a${index}`, made.kind], [`g${index}`, 'number']]),
    }),
  );
  const evaluated = fc.tuple(kind, fc.oneof(fc.constant(`e${index}`), name)).chain(([found, called]) =>
    of[found].map(
      (text): Step => ({
        text: `EVAL ${called} = ${text}`,
        columns: new Map([...before, [called, found]]),
      }),
    ),
  );
  const direction = fc.constantFrom('', ' ASC', ' DESC', ' DESC NULLS LAST', ' NULLS FIRST');
  const key = fc
    .tuple(
      fc.oneof(
        name,
        kind.chain((found) => of[found]),
      ),
      direction,
    )
    .map((parts) => parts.join(''));
  return fc.oneof(
    { weight: 3, arbitrary: of.boolean.map((text): Step => ({ text: `WHERE ${text}`, columns: before })) },
    { weight: 5, arbitrary: evaluated },
    { weight: 3, arbitrary: stats },
    { weight: 1, arbitrary: inline },
    { weight: 1, arbitrary: name.map((each): Step => ({ text: `MV_EXPAND ${each}`, columns: before })) },
    {
      weight: 2,
      arbitrary: fc
        .array(key, { minLength: 1, maxLength: 2 })
        .map((keys): Step => ({ text: `SORT ${keys.join(', ')}`, columns: before })),
    },
    {
      weight: 1,
      arbitrary: fc.nat({ max: 4 }).map((count): Step => ({ text: `LIMIT ${count}`, columns: before })),
    },
    {
      weight: 1,
      arbitrary: fc.subarray(names, { minLength: 1 }).map(
        (kept): Step => ({
          text: `KEEP ${kept.toReversed().join(', ')}`,
          columns: new Map([...before].filter(([each]) => kept.includes(each))),
        }),
      ),
    },
    ...(names.length < 2
      ? []
      : [
          {
            weight: 1,
            arbitrary: name.map(
              (each): Step => ({
                text: `DROP ${each}`,
                columns: new Map([...before].filter(([other]) => other !== each)),
              }),
            ),
          },
        ]),
    {
      weight: 1,
      arbitrary: fc.tuple(name, fc.oneof(name, fc.constant(`r${index}`))).map(([from, to]): Step => {
        const columns = new Map([...before].filter(([each]) => each !== from && each !== to));
        return {
          text: `RENAME ${from} AS ${to}`,
          columns: new Map([...columns, [to, before.get(from) as Kind]]),
        };
      }),
    },
  );
}

function steps(before: Columns, index: number, left: number): fc.Arbitrary<readonly string[]> {
  if (left === 0) return fc.constant([]);
  return step(before, index).chain(({ text, columns }) =>
    steps(columns, index + 1, left - 1).map((rest) => [text, ...rest]),
  );
}

export const esqlQueries: fc.Arbitrary<string> = fc
  .integer({ min: 1, max: 4 })
  .chain((count) => steps(first, 0, count))
  .map((commands) => ['FROM documents', ...commands].join(' | '));
