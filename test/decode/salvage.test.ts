import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { salvage } from '../../src/decode/salvage.ts';
import type { Json } from '../../src/schema/audit-event.ts';
import { decodeAll } from './collect.ts';
import { podCreated } from './events.ts';

const key = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'items', 'message', 'log', '', 'a"b\\'),
  fc.string(),
);
const tree = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.constantFrom<Json>(true, false, null, -0.5, 1e21, 12),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map(objectOf),
  ),
})).value;
const indent = fc.constantFrom<string | undefined>(undefined, ' ', '\t', '\n');

/** As JSON.parse does it: with own properties, whatever the key. */
function objectOf(members: readonly (readonly [string, Json])[]): Json {
  return JSON.parse(
    `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`,
  );
}

/** Every leaf of the part is at its place in the whole; what is open may have lost members, never gained any. */
function isPartOf(part: Json, whole: Json | undefined): boolean {
  if (typeof part !== 'object' || part === null) return part === whole;
  if (typeof whole !== 'object' || whole === null || Array.isArray(part) !== Array.isArray(whole))
    return false;
  return Object.entries(part).every(
    ([name, member]) =>
      Object.hasOwn(whole, name) && isPartOf(member, Object.entries(whole).find(([n]) => n === name)?.[1]),
  );
}

describe('salvage', () => {
  it('of a cut anywhere holds only what is in the whole, at the same place', () => {
    fc.assert(
      fc.property(
        tree,
        indent,
        fc.nat(),
        fc.constantFrom('', '[Truncated...]', '[Truncated...]\n'),
        (value, space, at, mark) => {
          const text = JSON.stringify(value, null, space);
          const cut = text.slice(0, at % (text.length + 1));
          const part = salvage(cut + mark).value;
          if (part !== undefined) expect(isPartOf(part, JSON.parse(text))).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('of the whole is the whole', () => {
    fc.assert(
      fc.property(fc.array(tree), indent, (value, space) => {
        expect(salvage(JSON.stringify(value, null, space))).toEqual({
          value: JSON.parse(JSON.stringify(value)),
          unread: '',
        });
      }),
    );
  });

  it('of any text does not throw', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"',
      '\\',
      '\\u12',
      '1',
      '-',
      '.',
      'e',
      'true',
      'nul',
      ' ',
      '\n',
      'é',
      '"a"',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
        const text = tokens.join('');
        expect(text).toContain(salvage(text).unread);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['{"a":1', {}],
    ['{"a":1,', { a: 1 }],
    ['{"a":1 ', { a: 1 }],
    ['{"a":tru', {}],
    ['{"a":true', { a: true }],
    ['{"a":"x","b":"half', { a: 'x' }],
    ['{"a":"x","b', { a: 'x' }],
    ['{"a":{"b":[1,2,3', { a: { b: [1, 2] } }],
    ['{"a":[{"b":1},{"c":2,"d":', { a: [{ b: 1 }, { c: 2 }] }],
    ['{"a":"\\ud83d\\ude00","b":"\\ud8', { a: '😀' }],
    ['{"a":[Truncated...]', {}],
    ['{"a":1,"b":[Truncated...]', { a: 1 }],
    ['{"a":1,b:2}', { a: 1 }],
    ['{"a":1,"b":"x\ny"}', { a: 1 }],
    ['[{"a":1},{"b"', [{ a: 1 }, {}]],
    ['nothing', undefined],
    ['"half', undefined],
    ['', undefined],
  ])('of %j is %j', (text, expected) => {
    expect(salvage(text).value).toEqual(expected);
  });

  it('keeps __proto__ an own property', () => {
    const part = salvage(
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"a":"ha',
    ).value as object;
    expect(Object.keys(part)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(part)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });
});

describe('a cut record', () => {
  const text = JSON.stringify(podCreated('cut'));

  it('is a partial event of the fields before the cut, wherever it is cut', async () => {
    for (let at = 1; at < text.length; at += 7) {
      const { events, undecodable } = await decodeAll(
        `${text.slice(0, at)}\n${JSON.stringify(podCreated('next'))}\n`,
      );
      expect(events.at(-1)).toMatchObject({ partial: false, position: 2, event: { auditID: 'next' } });
      if (events.length === 2) {
        expect(events[0]?.partial).toBe(true);
        expect(isPartOf(events[0]?.event ?? null, podCreated('cut'))).toBe(true);
        expect(undecodable).toEqual([]);
      } else {
        expect(undecodable).toMatchObject([{ reason: 'not-json', position: 1, excerpt: text.slice(0, at) }]);
        expect(at).toBeLessThan(text.indexOf('"level"'));
      }
    }
  });

  it('is salvaged from a wrapper that was cut with it', async () => {
    const wrapped = JSON.stringify({ log: text });
    const inText = await decodeAll(wrapped.slice(0, wrapped.indexOf('requestObject')));
    expect(inText.events).toMatchObject([
      { partial: true, event: { auditID: 'cut', responseStatus: { code: 201 } } },
    ]);
    const inObject = await decodeAll(JSON.stringify({ message: podCreated('cut') }).slice(0, 400));
    expect(inObject.events).toMatchObject([{ partial: true, event: { auditID: 'cut' } }]);
    const afterIt = await decodeAll(JSON.stringify({ log: text, kubernetes: { a: 1 } }).slice(0, -4));
    expect(afterIt.events).toMatchObject([{ partial: false, event: { auditID: 'cut' } }]);
  });

  it('that shows no event any more is undecodable', async () => {
    const { events, undecodable } = await decodeAll('{"kind":"Event","auditID":"half of an i');
    expect(events).toEqual([]);
    expect(undecodable).toMatchObject([{ reason: 'not-json', position: 1 }]);
  });
});
