import { describe, expect, it } from 'vitest';
import { readValue } from '../../../src/text/redact/read-value.ts';

/** What stands behind `x=`, how much of it is the value, what the value is, and its quotes. */
const values: readonly (readonly [behind: string, read: string, text: string, quote: string])[] = [
  // In quotes.
  ['"a b" c', '"a b"', 'a b', '"'],
  ["'a b' c", "'a b'", 'a b', "'"],
  ['""', '""', '', '"'],
  ['"a\\"b" c', '"a\\"b"', 'a\\"b', '"'],
  ['"a\\\\" c', '"a\\\\"', 'a\\\\', '"'],
  ['"a\\\\\\"b" c', '"a\\\\\\"b"', 'a\\\\\\"b', '"'],
  ['"a\'b" c', '"a\'b"', "a'b", '"'],
  ['"a', '"a', 'a', ''],
  ['"', '"', '', ''],
  // In JSON within JSON.
  ['\\"a b\\",', '\\"a b\\"', 'a b', '\\"'],
  ['\\"a\\\\\\"b\\" c', '\\"a\\\\\\"b\\"', 'a\\\\\\"b', '\\"'],
  ['\\\\\\"a\\\\\\" b', '\\\\\\"a\\\\\\"', 'a', '\\\\\\"'],
  ['\\\\\\\\\\\\\\"a\\\\\\\\\\\\\\" b', '\\\\\\\\\\\\\\"a\\\\\\\\\\\\\\"', 'a', '\\\\\\\\\\\\\\"'],
  ['\\"a b', '\\"a b', 'a b', ''],
  ['\\"a"b\\"c', '\\"a"b\\"', 'a"b', '\\"'],
  // Joined, as shells do, and SQL's quote in quotes.
  ['"a"b c', '"a"b', 'a"b', ''],
  ['"a"$b c', '"a"$b', 'a"$b', ''],
  ['"a"\'b c\'d e', '"a"\'b c\'d', "a\"'b c'd", ''],
  ["'it''s' c", "'it''s'", "it''s'", ''],
  ['"a","b"', '"a"', 'a', '"'],
  ['"a"=b', '"a"', 'a', '"'],
  ['""b', '""', '', '"'],
  // Marked, and for several lines.
  ["N'a b' c", "N'a b'", 'a b', "'"],
  ['r"a b" c', 'r"a b"', 'a b', '"'],
  ["br'a b' c", "br'a b'", 'a b', "'"],
  ["q'a", 'q', 'q', ''],
  ['"""a\n"b""" c', '"""a\n"b"""', 'a\n"b', '"""'],
  ["'''a b''' c", "'''a b'''", 'a b', "'''"],
  ['"""a b', '"""a b', 'a b', ''],
  // Lists.
  ['["a", "b"] c', '["a", "b"]', '["a", "b"]', ''],
  ['[a, b] c', '[a, b]', '[a, b]', ''],
  ['["a]", b] c', '["a]", b]', '["a]", b]', ''],
  ['[ \\"a\\" ] c', '[ \\"a\\" ]', '[ \\"a\\" ]', ''],
  ['["a', '["a', '["a', ''],
  ['[redacted] c', '[redacted]', '[redacted]', ''],
  ['[redacted]b c', '[redacted]b', '[redacted]b', ''],
  // Bare.
  ['a b', 'a', 'a', ''],
  ['a\nb', 'a', 'a', ''],
  ['a&b', 'a', 'a', ''],
  ['a;b', 'a', 'a', ''],
  ['a|b', 'a', 'a', ''],
  ['a"b', 'a', 'a', ''],
  ['a, b', 'a', 'a', ''],
  ['a,b=c', 'a', 'a', ''],
  ['a,b:c', 'a', 'a', ''],
  ['a,b c', 'a,b', 'a,b', ''],
  ['a) b', 'a', 'a', ''],
  ['a)b c', 'a)b', 'a)b', ''],
  ['a)', 'a', 'a', ''],
  ['a)}]', 'a', 'a', ''],
  ['a}}b c', 'a}}b', 'a}}b', ''],
  ['a<b c', 'a<b', 'a<b', ''],
  ['a`', 'a', 'a', ''],
  ['a\\"b', 'a', 'a', ''],
  ['a\\n b', 'a', 'a', ''],
  ['a\\nb=c', 'a', 'a', ''],
  ['a\\nb c', 'a\\nb', 'a\\nb', ''],
  ['a\\n', 'a', 'a', ''],
  ['a\\b c', 'a\\b', 'a\\b', ''],
  ['$(a b) c', '$(a b)', '$(a b)', ''],
  ['$(a b)c d', '$(a b)c', '$(a b)c', ''],
  ['!!str a b', '!!str a', '!!str a', ''],
  ['! a b', '! a', '! a', ''],
  ['&x a b', '&x a', '&x a', ''],
  ['&x', '', '', ''],
];

describe('a value', () => {
  it.each(values)('%j', (behind, read, text, quote) => {
    for (const before of ['', 'x=', '"x": ']) {
      const end = before.length + read.length;
      expect(readValue(before + behind, before.length)).toEqual({ end, text, quote });
    }
  });

  it.each([
    '',
    '{',
    '{"a":1}',
    '[]',
    '[ ]',
    '[{',
    '[ {"a":1}]',
    '[["a"]]',
    ' a',
    '\na',
    ',a',
    ';a',
    '|a',
    ')a',
    ']a',
    '}a',
    '<a',
    '>a',
    '& a',
    '&',
  ])('none begins at %j', (behind) => {
    expect(readValue(`x=${behind}`, 2)).toBeUndefined();
  });
});
