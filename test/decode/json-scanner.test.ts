import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonScanner } from '../../src/decode/json-scanner.ts';

function scan(text: string, chunk = text.length || 1): JsonScanner & { readonly status: string } {
  const scanner = new JsonScanner();
  const bytes = Buffer.from(text);
  let status = 'more';
  for (let end = chunk; status === 'more' && end < bytes.length + chunk; end += chunk) {
    status = scanner.advance(bytes.subarray(0, end));
  }
  return Object.assign(scanner, { status });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const token = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"a"',
    '"',
    '\\',
    '\\n',
    '\\x',
    '\\u00e9',
    '\\u12',
    '0',
    '12',
    '-',
    '+',
    '.5',
    'e',
    'E+3',
  ],
  ...[
    'true',
    'false',
    'null',
    'tru',
    ' ',
    '\n',
    '\t',
    '\r',
    '\u0001',
    'é',
    '😀',
    '"k":',
    '"items":[',
    '{"k":1}',
    '[1]',
  ],
);

describe('JsonScanner', () => {
  it('agrees with JSON.parse on what is a value', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 14 }), (tokens) => {
        // A number alone has no end; white space gives it one.
        const text = `${tokens.join('')} `;
        const scanner = scan(text);
        const isWhole =
          scanner.status === 'done' && Buffer.from(text).toString('utf8', scanner.offset).trim() === '';
        expect(isWhole).toBe(isJson(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('agrees with JSON.parse on valid values, with one character changed', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.nat(),
        fc.constantFrom(...'{}[]:,"\\ 1.-e\nt'),
        (value, at, character) => {
          const text = JSON.stringify([value]);
          const place = at % text.length;
          const changed = `${text.slice(0, place)}${character}${text.slice(place + 1)}`;
          const scanner = scan(changed);
          const isWhole =
            scanner.status === 'done' && scanner.offset === Buffer.byteLength(changed.trimEnd());
          expect(isWhole).toBe(isJson(changed) && changed.trimStart() === changed);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('scans the same in chunks', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 20 }), fc.integer({ min: 1, max: 7 }), (tokens, chunk) => {
        const text = tokens.join('');
        const [once, bit] = [scan(text), scan(text, chunk)];
        const { status, offset, safe, listAt } = once;
        expect(bit).toMatchObject({ status, offset, safe, listAt });
        expect(bit.openString()).toEqual(once.openString());
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['{"kind":"EventList","items":[', 28],
    ['{"items" : [1]}', 11],
    ['{"a":{"items":[', -1],
    ['{"items":{"items":[', -1],
    ['[{"items":[', -1],
    ['{"logEvents":[1],"items":[', 13],
  ])('finds the list of %j', (text, listAt) => {
    expect(scan(text).listAt).toBe(listAt);
  });

  it('gives up at the depth that Kubernetes refuses', () => {
    expect(scan('['.repeat(10_000)).status).toBe('more');
    expect(scan('['.repeat(10_001))).toMatchObject({ status: 'broken', offset: 10_000 });
  });
});
