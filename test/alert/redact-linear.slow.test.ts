/** Texts are the attacker's: redaction must not take longer than their length says. */
import { analyse } from 'scslre';
import { describe, expect, it } from 'vitest';
import { redactEvent } from '../../src/source/audit/redact.ts';
import { redactText } from '../../src/text/redact/text.ts';
import { redactUri } from '../../src/text/redact/uri.ts';
import { redactWords } from '../../src/text/redact/words.ts';
import { anywhere, eventWith, places, tokens } from './planted.ts';
import { workOf } from './work.ts';

const folder = '/src/';

/** What an expression or a loop might begin at again and again. */
const units: readonly string[] = [
  'a',
  'A',
  '0',
  '=',
  '"',
  '\\',
  '`',
  '(',
  '[',
  '{',
  '.',
  '-',
  '@',
  '%',
  '%41',
  '%2541',
  '\n',
  '\u0000',
  'é',
  ' a',
  'eyJ',
  'eyJ.',
  'Aa1',
  'A1a=',
  'x/',
  'SG.',
  'K10a',
  'www-',
  'key-',
  '\'"',
  '\\"',
  '\\n',
  '$(',
  '$(A',
  '<<< ',
  '- -',
  'Bearer ',
  'basic ',
  '-----BEGIN PRIVATE KEY-----',
  '-BEGIN PRIVATE KEY-',
  'LS0tLS1CRUdJTi',
  'cGFzc3dvcmQ9',
  'password',
  'password=',
  'password="',
  'password=\\\\\\"',
  'password=a,',
  '-password ',
  '--token a ',
  'secret: [',
  "a=['",
  'password:\n- a\n',
  'password: |\n',
  'password:\n',
  'name=',
  'name=[',
  'name="',
  'token_name=',
  'token=arn:aws:',
  'token:=',
  'authorization:',
  'authorization:"',
  'authorization:\\"\n',
  "cookie: '",
  'kind: Secret ',
  'data:',
  '://a:',
  '://',
  'user:a@tcp(',
  '@(',
  'oracle:thin:a/',
  'u:a@',
  'u:a@h:',
  '//u:a@',
  'a@b.c:d@',
  'api key ',
  'password="""',
  "password=N'",
  "password='''a",
  'a("b", "',
  'setA("',
  '<a b',
  '<a><value>',
  '<name>password</name><value>',
  '<name>',
  'user a on ',
  'setuser a >',
  'stats auth a:',
  'authorization:\\\\ a',
  '"password": {',
  'password:\n  value: a\n',
  'vault put a=',
  'set password ',
  'login a password ',
  'identified by ',
  "password '",
  '"--token",',
  'curl -u a ',
  'mysql -p',
  'mysql vault curl mc redis-cli ',
  'htpasswd a ',
  '|echo a',
  '/a?command=',
  '{"a":',
  '[',
];

/** Twice the input is twice the work, and a little for what grows in steps. */
function expectLinear(run: (size: number) => void): void {
  run(20);
  const [once, twice] = [workOf(folder, () => run(2000)), workOf(folder, () => run(4000))];
  expect(once).toBeGreaterThan(0);
  expect(twice).toBeLessThan(once * 2.3 + 2000);
}

const repeated = (unit: string, size: number): string => unit.repeat(Math.ceil(size / unit.length));

describe('the work doubles with the text', () => {
  it.each(units)('%j', (unit) => {
    expectLinear((size) => redactText(repeated(unit, size)));
    expectLinear((size) => redactText(`"${repeated(unit, size)}`));
    expectLinear((size) => redactUri(`/x?${repeated(unit, size)}`));
  });
});

describe('the work doubles with the parameters', () => {
  it.each([
    '&command=a',
    '&command=a;',
    '&c%6Fmmand=--password',
    '&token=a',
    '&',
    ';',
    '&a=%zz',
    '&command=mysql',
    '&=',
  ])('%s', (unit) => {
    expectLinear((size) => redactUri(`/x?${repeated(unit, size)}`));
  });
});

describe('the work doubles with the words', () => {
  it.each(['a', '-p', 'mysql', 'curl', '--token', '-', 'set', '--from-literal'])('%s', (word) => {
    expectLinear((size) => redactWords(Array.from({ length: size / 4 }, () => word)));
    expectLinear((size) =>
      redactWords(Array.from({ length: size / 4 }, (_, i) => (i % 2 === 0 ? 'mysql' : word))),
    );
  });
});

describe('the work doubles with the event', () => {
  const token = tokens.JWT as string;
  it.each<[string, (count: number) => object]>([
    [
      'secrets as keys',
      (count) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`${token}${i}`, 1])),
    ],
    [
      'variables',
      (count) => ({ env: Array.from({ length: count }, () => ({ name: 'DB_PASS', value: 'x' })) }),
    ],
    [
      'containers',
      (count) => ({
        containers: Array.from({ length: count }, () => ({
          image: 'redis',
          command: ['a'],
          args: ['-a', 'b'],
        })),
      }),
    ],
    [
      'JSON in JSON',
      (count) => ({
        a: JSON.stringify(JSON.stringify(JSON.stringify(Array.from({ length: count }, () => ['token=a'])))),
      }),
    ],
  ])('%s', (_, object) => {
    expectLinear((size) => redactEvent({ requestObject: object(size / 20) as never }));
  });
});

describe('expressions', () => {
  /** All that run for the planted secrets. */
  function used(): readonly RegExp[] {
    const found = new Map<string, RegExp>();
    const native = RegExp.prototype.exec;
    RegExp.prototype.exec = function (text) {
      if (!found.has(this.source)) found.set(this.source, this);
      return native.call(this, text);
    };
    try {
      for (const { event } of places) redactEvent(eventWith(event('hunter2')));
      for (const token of Object.values(tokens))
        for (const { event } of anywhere) redactEvent(eventWith(event(token)));
    } finally {
      RegExp.prototype.exec = native;
    }
    return [...found.values()];
  }

  it('do not backtrack, nor begin again where they failed', () => {
    const expressions = used();
    expect(expressions.length).toBeGreaterThan(80);
    const slow = expressions.filter((expression) => analyse(expression).reports.length > 0);
    expect(slow.map(String)).toEqual([]);
  });

  it.each([/\s+$/, /(?:a|a)*b/, /a+b/g, /\w*x\w*y/])('are found where they do: %s', (expression) => {
    expect(analyse(expression).reports.length).toBeGreaterThan(0);
  });
});
