/** `GROK`: named patterns, what they take out of texts, and those that are none. */
import { describe, expect, it } from 'vitest';
import { definitions } from '../../../../src/query/esql/grok/definitions.ts';
import { expandGrok, GrokError } from '../../../../src/query/esql/grok/expand.ts';
import { compileGrok } from '../../../../src/query/esql/grok/grok.ts';
import type { EsqlValue } from '../../../../src/query/esql/value.ts';

function grok(pattern: string, text: string, warnings: string[] = []): Record<string, EsqlValue> | undefined {
  const fields = compileGrok(expandGrok(pattern).expression)(text, (reason) => warnings.push(reason));
  return fields === undefined ? undefined : { ...fields };
}

describe('a text', () => {
  it.each([
    ['%{WORD:b} .*', 'foo bar', { b: 'foo' }],
    ['%{NUMBER:b:int} .*', 'foo bar', undefined],
    ['%{NUMBER:a:int} %{NUMBER:b:float} %{NUMBER:c}', '42 2.5 7', { a: 42, b: 2.5, c: '7' }],
    ['%{NUMBER:a:float}', '0.1', { a: 0.10000000149011612 }],
    ['%{NUMBER:a:int}', '1.5', {}],
    ['%{NUMBER:a:long}', '9223372036854775807', { a: 9223372036854775807n }],
    ['%{WORD:a:boolean}', 'True', { a: true }],
    ['%{WORD:a}?\\s*%{WORD:b}?', 'one', { a: 'one' }],
    ['%{WORD:n} %{WORD:n}', 'two words', { n: ['two', 'words'] }],
    ['Ge(?<part>[a-z]{2})gi', 'Georgi', { part: 'or' }],
    ['(?<Esql.caller>[0-9]{3}):', 'a:123:', { 'Esql.caller': '123' }],
    ['(?<n:int>[0-9]+)', 'a12', { n: 12 }],
    ['%{DATA:a}&', 'x\ny&', { a: 'y' }],
    ['^%{WORD:a}$', 'x y\nz', { a: 'z' }],
    ['%{WORD:__proto__}', 'x', JSON.parse('{"__proto__":"x"}')],
    ['%{GREEDYDATA:a}', '', { a: '' }],
  ] as const)('by %s of %j', (pattern, text, fields) => {
    expect(grok(pattern, text)).toEqual(fields);
  });

  it.each([
    ['BASE16NUM', '0xff', '0xff'],
    ['COMMONMAC', 'at 00:1A:2b:3c:4d:5e', '00:1A:2b:3c:4d:5e'],
    ['DATESTAMP', '29/02/2024-10:00:59', '29/02/2024-10:00:59'],
    ['EMAILADDRESS', 'to user+x@mail.example.com.', 'user+x@mail.example.com.'],
    ['HOSTPORT', 'example.com:443', 'example.com:443'],
    ['HTTPDATE', '[10/Oct/2000:13:55:36 -0700]', '10/Oct/2000:13:55:36 -0700'],
    ['IP', 'a 10.0.0.25 b', '10.0.0.25'],
    ['IPV4', 'a 10.0.0.25 b', '10.0.0.25'],
    ['IPV6', 'fe80::1:2', 'fe80::1:2'],
    ['IPV6', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['LOGLEVEL', 'a WARNING', 'WARNING'],
    ['QUOTEDSTRING', 'say "a \\" b" c', '"a \\" b"'],
    ['SYSLOGTIMESTAMP', 'Feb  3 10:00:01 host', 'Feb  3 10:00:01'],
    ['TIMESTAMP_ISO8601', '2023-01-23T12:15:00.123+01:00 x', '2023-01-23T12:15:00.123+01:00'],
    ['UNIXPATH', 'in /var/run/secrets x', '/var/run/secrets'],
    ['URI', 'get https://u:p@example.com:8443/a/b?c=d#e', 'https://u:p@example.com:8443/a/b?c=d#e'],
    ['URIPATHPARAM', '/a?b=c d', '/a?b=c'],
    ['UUID', 'x 123e4567-e89b-12d3-a456-426614174000', '123e4567-e89b-12d3-a456-426614174000'],
    ['WINPATH', 'C:\\Windows\\cmd.exe', 'C:\\Windows\\cmd.exe'],
  ])('has its first %s', (name, text, found) => {
    expect(grok(`%{${name}:x}`, text)).toEqual({ x: found });
  });

  it('that does not fit a column’s type is told', () => {
    const warnings: string[] = [];
    expect(grok('%{NUMBER:a:int}', '99999999999', warnings)).toEqual({});
    expect(warnings).toEqual(['[99999999999] out of [integer] range']);
  });
});

describe('a pattern', () => {
  it('names columns with their types', () => {
    const { outputs } = expandGrok('%{IP:ip} %{NUMBER:num:int} %{WORD:ip} %{NUMBER:share:float}');
    expect(outputs).toEqual([
      { name: 'ip', type: 'keyword' },
      { name: 'num', type: 'integer' },
      { name: 'share', type: 'double' },
    ]);
  });

  it.each([
    ['%{NOSUCH:a}', '`%{NOSUCH}` is no pattern'],
    ['%{constructor}', '`%{constructor}` is no pattern'],
    ['%{WORD:a:date}', '`date` is no type of a `GROK` pattern'],
    ['%{WORD:a} %{INT:a:int}', '`a` is both keyword and integer'],
    ['(?<a>b', 'Unclosed group near index 6'],
    ['(?<a>b)\\1', 'Back-references are not supported near index 7'],
  ])('%s is refused', (pattern, message) => {
    expect(() => expandGrok(pattern)).toThrow(GrokError);
    expect(() => expandGrok(pattern)).toThrow(expect.objectContaining({ message }));
  });

  it.each(Object.keys(definitions))('%s is one', (name) => {
    expect(() => expandGrok(`%{${name}:x}`)).not.toThrow();
  });
});
