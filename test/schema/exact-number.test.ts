import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitDepth } from '../../src/decode/depth.ts';
import type { Json, JsonObject } from '../../src/schema/audit-event.ts';
import { isExact, longOf, parseExact } from '../../src/schema/exact-number.ts';
import { someLeaf, somePath, someValue, withoutEmpty } from '../../src/schema/visit.ts';
import { redactEvent } from '../../src/source/audit/redact.ts';

/** JSON of whole numbers of any length among other values, without blanks. */
const whole = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map(String);
const { text } = fc.letrec<{ text: string; list: string; object: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4 },
    whole,
    fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }).map(String),
    fc.string().map((each) => JSON.stringify(each)),
    fc.constantFrom('null', 'true', '1.5', '"12345678901234567890"'),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('text'), { maxLength: 4 }).map((each) => `[${each.join(',')}]`),
  object: fc
    .uniqueArray(
      fc.tuple(
        fc.string().filter((key) => !/^\d+$/.test(key)),
        tie('text'),
      ),
      { selector: ([key]) => key, maxLength: 4 },
    )
    .map((each) => `{${each.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`),
}));

describe('whole numbers of JSON', () => {
  it('keep all digits on the way through', () => {
    fc.assert(
      fc.property(text, (json) => {
        expect(JSON.stringify(parseExact(json))).toBe(json);
      }),
    );
  });

  it('are numbers as far as those are exact, and so is everything else', () => {
    const numbers = parseExact(
      '[9007199254740991,9007199254740992,1e30,12345678901234567.5,-9007199254740993]',
    );
    const exact = ['9007199254740992', '-9007199254740993'].map((digits) => JSON.rawJSON(digits));
    expect(numbers).toEqual([2 ** 53 - 1, exact[0], 1e30, 1.2345678901234568e16, exact[1]]);
    expect(parseExact('{"__proto__":9007199254740993}')).toEqual(
      JSON.parse('{"__proto__":{}}', (key, value) =>
        key === '__proto__' ? JSON.rawJSON('9007199254740993') : value,
      ),
    );
    expect(() => parseExact('{"a":9007199254740993')).toThrow(SyntaxError);
  });

  it('are values, with their digits, and no objects', () => {
    const document = parseExact('{"a":{"id":[9007199254740993,1]},"n":18446744073709551615}') as JsonObject;
    const seen: unknown[] = [];
    const see = (value: unknown): boolean => seen.push(value) < 0;
    someLeaf(document, see);
    expect(seen.splice(0)).toEqual(['9007199254740993', 1, '18446744073709551615']);
    someValue((document.a as JsonObject).id, see);
    expect(seen.splice(0)).toEqual(['9007199254740993', 1]);
    somePath(document, '', (path, value) => see([path, value]));
    expect(seen).toContainEqual(['a.id', '9007199254740993']);
    for (const copy of [withoutEmpty(document), redactEvent(document)]) expect(copy).toEqual(document);
    expect(limitDepth(document, 2)).toBe(true);
    expect(JSON.stringify(document)).toBe('{"a":{"id":[]},"n":18446744073709551615}');
  });

  it.each<readonly [string, ReturnType<typeof longOf>]>([
    ['9007199254740993', 9007199254740993n],
    ['-9223372036854775808', -(2n ** 63n)],
    ['-9223372036854775809', undefined],
    ['18446744073709551615', 2n ** 64n - 1n],
    ['18446744073709551616', undefined],
    ['0000000000000000012', 12],
    ['1234567890123456', 1234567890123456],
    ['123', undefined],
    ['9007199254740993.5', undefined],
  ])('%s is %s in 64 bits', (digits, long) => {
    expect(longOf(digits)).toBe(long);
  });
});

it('what looks like an exact number stays an object', () => {
  const document = parseExact('{"a":{"rawJSON":"9007199254740993"}}') as { readonly a: Json };
  expect(isExact(document.a)).toBe(false);
  expect(isExact(JSON.rawJSON('1'))).toBe(true);
});
