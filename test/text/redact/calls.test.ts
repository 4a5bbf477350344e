import { describe, expect, it } from 'vitest';
import { redactCalls } from '../../../src/text/redact/calls.ts';
import { marked } from './marked.ts';

describe('in what programs call', () => {
  it.each([
    'props.put("password", "«a b»");',
    "define('DB_PASSWORD','«x»');",
    "'password' => env( 'DB_PASSWORD' , '«x»' ),",
    "os.environ.get('DB_PASSWORD', '«x»')",
    'os.Setenv(\\"TOKEN\\", \\"«x»\\")',
    'a.b("db.password", "«x»").c("api-key", "«y»")',
    'setPassword("«a b»")',
    "ds.setDbPassword( '«x»' );",
    'setToken(\\"«x»\\")',
  ])('%s', (text) => {
    const { given, shown } = marked(text);
    expect(redactCalls(given)).toBe(shown);
    expect(redactCalls(shown)).toBe(shown);
  });

  it.each([
    'props.put("user", "u")',
    'put("password", "")',
    'put("password", "$PASSWORD")',
    'put("password", x)',
    'put("password", "x", "y")',
    '("password", "x")',
    'put "password", "x"',
    'setUser("u")',
    'setPassword(x)',
    'getPassword("db")',
    'resetPassword("db")',
  ])('nothing in %s', (text) => {
    expect(redactCalls(text)).toBe(text);
  });
});
