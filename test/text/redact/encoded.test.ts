import { describe, expect, it } from 'vitest';
import { leniently, redactEncoded } from '../../../src/text/redact/encoded.ts';
import { redactText } from '../../../src/text/redact/text.ts';
import { marked } from './marked.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const url64 = (text: string): string => Buffer.from(text).toString('base64url');
const percent = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const times = (count: number, encode: (text: string) => string, text: string): string =>
  Array.from({ length: count }).reduce<string>(encode, text);

describe('what is encoded', () => {
  it.each([
    `a «${base64('export DB_PASSWORD=hunter2')}» b`,
    `«${base64('{"auths":{"r":{"auth":"x"}}}')}»`,
    `x=«${base64('mysql -u root -phunter2 db')}»;y`,
    `«${url64('??>>?? password=hunter2 ??>>')}»`,
    `«${times(3, base64, 'password=hunter2 and more')}»`,
    `«${base64(percent('password=hunter2'))}»`,
    `«${base64('password=hunter2\n\t\r and e').replace(/=+$/, '')}»`,
    `data:x;base64,«${base64('-----BEGIN PRIVATE KEY-----\nMIIB\n')}»`,
    `echo «${base64('password=hunter2')}» | base64 -d`,
  ])('%s', (text) => {
    const { given, shown } = marked(text);
    expect(redactText(given)).toBe(shown);
  });

  it.each([
    ['password%3Dhunter2', 'password=[redacted]'],
    ['a password%3Dhunter2&user%3Du b', 'a password=[redacted]&user=u b'],
    ['password%253Dhunter2', 'password=[redacted]'],
    ['password%25253Dhunter2', 'password=[redacted]'],
    [percent('password=hunter2'), 'password=[redacted]'],
    ['"password%3Dhunter2" 100%', '"password=[redacted]" 100%'],
    [`x%20${base64('password=hunter2')}`, 'x [redacted]'],
  ])('%s', (given, shown) => {
    expect(redactText(given)).toBe(shown);
  });

  it.each([
    base64('nothing that is a secret here'),
    base64('password=hunter2').slice(0, 19),
    base64('\u0000\u0001 password=hunter2'),
    base64('é password=hunter2'),
    `${percent('a b c d e f g')}`,
    'a%2Fb 100% %zz',
    'password%3D',
  ])('nothing in %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('asks of what was decoded', () => {
    const asked: string[] = [];
    const judge = (text: string): string => {
      asked.push(text);
      return text;
    };
    const text = `a%20b "c%2Fd" ${base64('a text of some length')} e%f`;
    expect(redactEncoded(text, judge)).toBe(text);
    expect(asked).toEqual(['a b', 'c/d', 'a text of some length']);
  });

  it.each<[string, string]>([
    ['a%20b', 'a b'],
    ['%C3%A9', 'é'],
    ['%c3%a9', 'é'],
    ['%E9', 'é'],
    ['a%zz%20', 'a%zz '],
    ['%', '%'],
    ['%41%C3', 'AÃ'],
  ])('leniently %s', (text, decoded) => {
    expect(leniently(text)).toBe(decoded);
  });
});
