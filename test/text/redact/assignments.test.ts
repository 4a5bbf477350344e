import { describe, expect, it } from 'vitest';
import { redactAssignments } from '../../../src/text/redact/assignments.ts';
import { marked } from './marked.ts';

describe('of what a text gives a name', () => {
  it.each([
    // The signs between.
    'password=«x» y',
    'password = «x» y',
    'password\t=\t«x» y',
    'password   = «x»',
    'password := «x» y',
    'password:=«x» y',
    'password == «x» y',
    "password => '«x»' y",
    'password ::= «x»',
    'password: «x» y',
    'password:«x» y',
    'password :«x» y',
    'DB_PASSWORD+=«x»',
    'TOKEN ?= «x»',
    `password=${' '.repeat(60)}«x»`,
    // The names.
    'a.b.password=«x»',
    'acme.io/db-password: «x»',
    '--password=«x» y',
    'größe_passwort=«x»',
    '"password": "«x»", "user": "u"',
    '"password" : "«x»"',
    '"password" : «["x"]» y',
    '{\\"password\\":\\"«x»\\",\\"user\\":\\"u\\"}',
    '{\\\\\\"password\\\\\\":\\\\\\"«x»\\\\\\"}',
    'user[password]=«x»&user[name]=u',
    'env["PASSWORD"] = "«x»"',
    '""password""=«x»',
    "cfg['db_password']='«x»';",
    'SET `password`="«x»"',
    'API key: «x»',
    'secret  key = «x»',
    '"access key": "«x»"',
    '/x?key=«0123456789abcdef»&y=1',
    'x&key=«Xk9vQ2mT7pL»',
    'user=u;password=«x»;db=d',
    'X-Api-Key:«x» y',
    'apikey:«x» y',
    'PRIVATE-TOKEN:«x» y',
    'x-token:"«a b»" y',
    'token:"«a b»" y',
    // Values in lists, and a second name in the value.
    'passwords: «["a", "b"]» x',
    'password=«a»,token=«b»,user=u',
    '(password=«x»)',
    'password="«a b»" c',
    // Headers.
    'Authorization: «x y»\nHost: h',
    'Authorization: Bearer «x»\nHost: h',
    'authorization: basic «x»',
    'Proxy-Authorization: AWS4-HMAC-SHA256 «Credential=a, Signature=b»',
    'Cookie: «a=b; c=d»\nHost: h',
    'Set-Cookie: «a=b; Path=/»',
    '-H "Authorization: Bearer «x y»" h',
    '"Authorization": "«Bearer x»", "a": "b"',
    '{\\"Authorization\\":\\"«Bearer x»\\",\\"a\\":1}',
    '-H Authorization:«x» https://h',
    '-H Authorization:Bearer\\ «x» https://h',
    '-H Authorization:\\ Bearer\\ «x» https://h',
    '-H Authorization:\\ «x» https://h',
    'Authorization:Digest «username="u", response="x"»',
    'Cookie:«a=b; c=d» https://h',
    "'Authorization: «x»' y",
    'x\\nAuthorization: «x»',
    // Pairs.
    'name: DB_PASS\n  value: «x»\nname: LEVEL\n  value: debug',
    '"name":"DB_PASS","value":"«x»"},{"name":"LEVEL","value":"debug"',
    'key=token value="«x»" value="y"',
    '<add key="Password" value="«x»"/>',
    'password:\n  value: «x»\n  user: u',
    '"password": {"value": "«x»", "user": "u"}',
    'password: \n  value: «x»',
  ])('%j', (text) => {
    const { given, shown } = marked(text);
    expect(redactAssignments(given)).toBe(shown);
    expect(redactAssignments(shown)).toBe(shown);
  });

  it.each([
    ['password: |\n  x\n  y\nuser: u', 'password: |\n  [redacted]\nuser: u'],
    ['password: |\n  a - b\n', 'password: |\n  [redacted]\n'],
    ['password: >-\n  x', 'password: >-\n  [redacted]'],
    ['password: | # y\n  x', 'password: | # y\n  [redacted]'],
    ['passwords:\n- x\n', 'passwords:\n  - [redacted]\n'],
    ['secretNames:\n- db', 'secretNames:\n- db'],
    ['password: |2+  \n    x\n\n    y\nuser: u', 'password: |2+  \n  [redacted]\nuser: u'],
    ['  password: |\n    x: y\n  user: u', '  password: |\n    [redacted]\n  user: u'],
    ['password: |\n- x\n', 'password: |\n- x\n'],
    ['password: |\nuser: u', 'password: |\nuser: u'],
    ['passwords:\n- a\n- "b"\nuser: u', 'passwords:\n  - [redacted]\nuser: u'],
    ['  passwords:\n  - a\n  user: u', '  passwords:\n    - [redacted]\n  user: u'],
    ['passwords:\n- a: b\n- c', 'passwords:\n- a: b\n- c'],
    ['password:\n  a\nuser: u', 'password:\n  [redacted]\nuser: u'],
    ['password:\n  a # b\n  c', 'password:\n  [redacted]'],
    ['password:\n  # c\n  user: u', 'password:\n  # c\n  user: u'],
    ['password:\n  user: u', 'password:\n  user: u'],
    ['password:\n  "user": u', 'password:\n  "user": u'],
    ["password:\n  'user': u", "password:\n  'user': u"],
    ['password:\n  user:', 'password:\n  user:'],
    ['password:\n  b/c.d-e: u', 'password:\n  b/c.d-e: u'],
    ['password:\n  https://u', 'password:\n  [redacted]'],
    ['password:\n  a b: c', 'password:\n  [redacted]'],
    ['password:\nuser: u', 'password:\nuser: u'],
    ['password:\na', 'password:\na'],
    ['password:\n\n  a', 'password:\n\n  a'],
    ['secretName:\n  db', 'secretName:\n  db'],
  ])('in YAML %j', (given, shown) => {
    expect(redactAssignments(given)).toBe(shown);
    expect(redactAssignments(shown)).toBe(shown);
  });

  it.each([
    'user=u',
    '=x',
    ': x',
    'password=',
    'password: ',
    'password=$PASSWORD',
    'password=[redacted]',
    'password=""',
    '"password": ""',
    'password={"a":"b"}',
    'password: []',
    'password, x',
    'password     = x',
    'token:x',
    'secret:db-AbCdEf',
    'system:serviceaccount:a:token:b',
    'volume "token" : not found',
    'volume "token" : secret "web-token" not found',
    'any.key: y',
    'the key: x',
    'a key = x',
    'for key: x',
    'key=0123456789abcdef',
    '/x?key=abc&y=1',
    '/x?keys=0123456789abcdef',
    'Authorization: ',
    'Authorization: ""',
    'Authorization="[redacted]"',
    'authorizations: x',
    'the cookies are: x',
    'name: LEVEL\nvalue: debug',
    'name: LEVEL\n"value": debug',
    'name: DB_PASS\nname: LEVEL\nvalue: debug',
    'value: x',
    'password:\n  user: u\nname: LEVEL\nvalue: debug',
    'token_ttl: 24h',
    'secret_name: db',
    'token_file=/var/run/token',
    'PWD=/root',
    'access key: AKIAIOSFODNN7EXAMPLE',
  ])('nothing in %j', (text) => {
    expect(redactAssignments(text)).toBe(text);
  });

  it('the end of a name that is too long', () => {
    const { given, shown } = marked(`${'x'.repeat(500)}_password=«x» y`);
    expect(redactAssignments(given)).toBe(shown);
    expect(redactAssignments(`password_${'x'.repeat(500)}=x`)).toBe(`password_${'x'.repeat(500)}=x`);
  });

  it('all of a value that is long', () => {
    const { given, shown } = marked(`password="«${'a b '.repeat(500)}»" y token=«${'x'.repeat(500)}» z`);
    expect(redactAssignments(given)).toBe(shown);
  });
});
