import { describe, expect, it } from 'vitest';
import { isNamedSecret, isPlaceholder, isRandomKey, looksRandom } from '../../../src/text/redact/values.ts';

const random = 'Xk9vQ2mT7pL';
const digest = `sha256:${'0'.repeat(64)}`;

/** Names with values that are to be hidden, and values that are not. */
const named: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'password',
    [
      'x',
      'hunter2',
      random,
      'a b c',
      '/x',
      'true story',
      'Truest',
      '$x',
      '$5uper',
      '42',
      'db-AbCdEf',
      '[redacted]x',
      'arn:x',
    ],
    [
      '',
      'true',
      'False',
      ' NO ',
      'on',
      'off',
      'null',
      'nil',
      'None',
      'undefined',
      '~',
      '-',
      '[redacted]',
      '%5Bredacted%5D',
      '$DB_PASSWORD',
      '$(DB_PASSWORD)',
    ],
  ],
  [
    'password',
    [digest.slice(0, 6), 'sha256'],
    [digest, 'sha1:x', 'sha512-x', 'arn:aws:s', 'arn:aws-us-gov:s:x', 'alias/aws/ebs'],
  ],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's
  ['password', ['${a', '$(a)', '$a', '${A-b}'], ['${a}', '${A_1}', '$A_1', '$(A_1)']],
  [
    'access_key',
    ['AKIAIOSFODNN7EXAMPL', 'AKIAIOSFODNN7EXAMPLEX', 'XKIAIOSFODNN7EXAMPLE'],
    ['AKIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE'],
  ],
  ['auth', [random, 'dTpo'], ['basic', 'Bearer', 'OIDC', 'none', 'required', 'md5']],
  [
    'token_file',
    ['hunter2', 'a b', random, 'Xk9vQ2mT7pL/Xk9vQ2mT7pL x'],
    [
      '/var/run/token',
      '~/x',
      './x',
      '../x',
      'C:\\x',
      'D:/x',
      'file:x',
      'https://h/x',
      'http://h',
      'secrets/token',
      'token.txt',
    ],
  ],
  [
    'secret_name',
    [random, `TOKEN=${random}`],
    ['db', 'db-credentials', 'JTI=7ee52be0-9045-4653-aa5e-0da57b8dccdc', 'X509SHA256=0123456789abcdef'],
  ],
  ['token_ttl', [random], ['24h', '3600', 'never']],
  [
    'tls_private_key',
    ['MIIBOgIBAAJBAK', `/${random}/x`, '/a/b c', 'x.exe', 'tls.key.x/y z'],
    ['/etc/tls/tls.key', '/tls/tls.key', 'tls.key', 'x.pem', 'x.p12'],
  ],
  ['tls_private', [], ['/etc/tls/tls.key']],
  ['password', ['/etc/tls/tls.key'], []],
  ['pwd', ['hunter2', 'x/y'], ['/root', '~', '~/x', '.', './x']],
  ['OLDPWD', ['hunter2'], ['/root']],
  ['db_pwd', ['/root'], []],
  ['apikey', ['/etc/tls.key'], []],
  ['secret_keyring', ['/etc/tls.key'], []],
  ['level', [], ['hunter2', random]],
];

describe.each(named)('%s', (name, secrets, others) => {
  it.each(secrets.map((value) => [value]))('is a secret as %s', (value) => {
    expect(isNamedSecret(name, value)).toBe(true);
  });
  it.each(others.map((value) => [value]))('is none as %s', (value) => {
    expect(isNamedSecret(name, value)).toBe(false);
  });
});

describe('by itself', () => {
  it.each([random, 'Password1', 'passw0rd!', 'Correct!', 'aB3aB3aB', `aA1${'x'.repeat(509)}`])(
    'random: %s',
    (word) => {
      expect(looksRandom(word)).toBe(true);
      expect(isRandomKey(word)).toBe(true);
    },
  );

  it.each([
    'aB3aB3a',
    'password',
    'Password',
    'PASSWORD1',
    'passw0rd',
    'password!',
    '12345678',
    'aB3aB3a B',
    'aB3aB3a/B',
    'aB3aB3a\\B',
    'aB3aB3a:B',
    'aB3aB3a.B',
    'aB3[redacted]',
    `aA1${'x'.repeat(510)}`,
  ])('not random: %s', (word) => {
    expect(looksRandom(word)).toBe(false);
  });

  it.each<[string, boolean]>([
    ['0123456789abcdef', true],
    ['abcdefghijklmno1', true],
    ['abcdefghijklmn1', false],
    ['abcdefghijklmnop', false],
    ['0123456789abcde.f', false],
    ['.0123456789abcdef', false],
    ['0123456789abcdef.', false],
  ])('a key %s: %s', (word, is) => {
    expect(isRandomKey(word)).toBe(is);
  });

  it.each<[string, boolean]>([
    ['', true],
    ['-', true],
    ['[redacted]', true],
    ['%5Bredacted%5D', true],
    ['$A', true],
    ['x', false],
    ['--', false],
    ['[redacted] x', false],
    ['$a', false],
  ])('a placeholder %j: %s', (word, is) => {
    expect(isPlaceholder(word)).toBe(is);
  });
});
