/** `DISSECT`: patterns, what they take out of texts, and those that are none. */
import { describe, expect, it } from 'vitest';
import { compileDissect } from '../../../../src/query/esql/dissect/dissect.ts';
import { DissectError, parseDissect } from '../../../../src/query/esql/dissect/pattern.ts';

function dissect(pattern: string, text: string, separator?: string): Record<string, string> | undefined {
  const fields = compileDissect(pattern, separator).match(text);
  return fields === undefined ? undefined : { ...fields };
}

describe('a text', () => {
  it.each([
    ['%{a} %{b}', 'foo bar', { a: 'foo', b: 'bar' }],
    ['%{a},%{b}:%{c}', 'x,y:z', { a: 'x', b: 'y', c: 'z' }],
    ['%{a} %{b}', 'foo bar baz', { a: 'foo', b: 'bar baz' }],
    ['%{a} %{b} end', 'foo bar end', { a: 'foo', b: 'bar' }],
    ['%{a} %{b} end', 'foo bar', undefined],
    ['%{a}.', 'foo.bar', { a: 'foo' }],
    ['[%{a}] %{b}', '[x] y', { a: 'x', b: 'y' }],
    ['[%{a}] %{b}', 'x] y', undefined],
    ['Connected to %{ip}', 'Connected to 10.1.0.1', { ip: '10.1.0.1' }],
    ['Connected to %{ip}', 'Connected to ', undefined],
    ['%{a}', '', undefined],
    ['%{a} %{}', 'x y z', { a: 'x' }],
    ['%{b} %{?c} %{d}', 'foo bar baz', { b: 'foo', d: 'baz' }],
    ['%{b->} %{c}', 'foo           bar', { b: 'foo', c: 'bar' }],
    ['%{->} %{c}', 'foo    bar', { c: 'bar' }],
    ['%{a},%{b},%{c},%{d}', 'foo,,,', { a: 'foo', b: '', c: '', d: '' }],
    ['%{a},%{b},%{c}', 'foo,,bar', { a: 'foo', b: '', c: 'bar' }],
    ['%{a} %{b}', 'foo  bar', { a: 'foo', b: '' }],
    ['%{a},%{b}', 'foo,', { a: 'foo', b: '' }],
    ['%{a} %{a}', 'x y', { a: 'y' }],
    ['%{a} %{+a} %{+a}', 'foo bar baz', { a: 'foobarbaz' }],
    ['%{a} %{+a/2} %{+a/1}', 'foo bar baz', { a: 'foobazbar' }],
    ['%{+a/3} %{+a/1} %{+a/2}', 'c a b', { a: 'abc' }],
    ['{%{?k}=%{v}}', '{code=L-1}', { v: 'L-1' }],
    ['%{{?k}=%{v}}', '{code=L-1}', { v: 'L-1' }],
    ['%{a}\n%{b}', 'x\ny', { a: 'x', b: 'y' }],
    ['%{a}ü%{b}', 'xüy', { a: 'x', b: 'y' }],
    ['%{__proto__} %{b}', 'x y', JSON.parse('{"__proto__":"x","b":"y"}')],
  ] as const)('by %j of %j', (pattern, text, fields) => {
    expect(dissect(pattern, text)).toEqual(fields);
  });

  it('is put together again with a separator', () => {
    expect(dissect('%{+b} %{c} %{+b} %{d} %{+b}', 'foo 1 bar 2 baz', ',')).toEqual({
      b: 'foo,bar,baz',
      c: '1',
      d: '2',
    });
  });

  it('gives the names of the pattern in its order, each once', () => {
    expect(compileDissect('%{b} %{?x} %{a} %{+b} %{}').names).toEqual(['b', 'a']);
  });
});

describe('a pattern', () => {
  it.each([
    ['no keys', 'this pattern takes nothing out of a text', 0],
    ['%{a', 'this key is never closed', 0],
    ['%{a}%{b}', 'nothing stands between two keys', 4],
    ['%{} %{?a}', 'this pattern takes nothing out of a text', 0],
    ['%{*a} %{&a}', 'reference keys, as in `%{*a}`, are not supported', 0],
    ['%{a} %{b/1}', '`%{b/1}` has an order but appends nothing', 5],
    ['%{+}', '`%{+}` appends to nothing', 0],
    ['%{a+b}', '`%{a+b}` is no key', 0],
  ])('%j is refused', (pattern, message, at) => {
    expect(() => parseDissect(pattern)).toThrow(DissectError);
    expect(() => parseDissect(pattern)).toThrow(expect.objectContaining({ message, at }));
  });
});
