import { describe, expect, it } from 'vitest';
import { redactPhrases } from '../../../src/text/redact/phrases.ts';
import { marked } from './marked.ts';

describe('behind words', () => {
  it.each([
    "ALTER USER u IDENTIFIED BY '«a b»'",
    'alter user u identified by "«a b»" account lock',
    'ALTER USER u IDENTIFIED BY «x»; DROP TABLE y',
    "CREATE USER u IDENTIFIED WITH mysql_native_password BY '«x»'",
    "CREATE USER u IDENTIFIED WITH 'mysql_native_password' AS '«x»'",
    "ALTER USER u IDENTIFIED BY VALUES '«S:x»'",
    "CREATE ROLE r LOGIN PASSWORD '«a b»'",
    "ALTER ROLE r WITH ENCRYPTED PASSWORD '«x»' VALID UNTIL 'infinity'",
    "SELECT PASSWORD('«x»'), PASSWORD ( '«y»' )",
    "passphrase is '«x»'",
    "SET PASSWORD FOR u = '«x»'",
    "SET PASSWORD = '«x»'",
    "ALTER LOGIN l WITH PASSWORD '«x»'",
    'the password is «hunter2»',
    'the password was: «hunter2», they said',
    'Password «hunter2»',
    'bindpw «hunter2»',
    'rootpw «s3cret1» x',
    'password -> «hunter2»',
    'password => «hunter2»',
    'requirepass «x»',
    'requirepass "«a b»"',
    "masterauth '«x»'",
    'user default on nopass >«x» ~* +@all',
    'ACL SETUSER u on >«x» ~*',
    'ACL SETUSER u ">«x»"',
    'stats auth admin:«x»',
    'machine h login u password «x»',
    'machine h\nlogin u\npassword «x»\n',
    'cut ["--password","«x»","--user","u"',
    "cut ['--db-password', '«x»'",
    'cut [\\"--password\\", \\"«x»\\"',
    'args: [--password, «x»]',
    'args:\n- --password\n- «x»\n- y',
    'cut ["-token","«x»"',
    'cut [["Authorization","«Bearer x»"],["a"',
    "cut ['Cookie', '«a=b; c=d»'",
    'cut [\\"proxy-authorization\\",\\"«x»\\"',
    'cut ["Set-Cookie","«x»"',
  ])('%s', (text) => {
    const { given, shown } = marked(text);
    expect(redactPhrases(given)).toBe(shown);
    expect(redactPhrases(shown)).toBe(shown);
  });

  it.each([
    "IDENTIFIED BY '$PASSWORD'",
    'identified as',
    'wrong password for user "root"',
    'password authentication failed',
    'password is required',
    'password 1234',
    'password is 12345',
    'the passwords hunter2',
    'requirepass $PW',
    'user alice on call > 5',
    'kubectl get secrets --user alice -o yaml >out.txt',
    'stats auth $PW',
    'login u password',
    'cut ["--password","--user","u"',
    'cut ["--password","$PW"',
    'cut ["--user","x"',
    'cut ["a--password","x"',
    'cut ["--token-ttl","24h"',
    'cut ["Authorization","$AUTH"',
    'cut ["Authorizations","x"',
  ])('nothing in %s', (text) => {
    expect(redactPhrases(text)).toBe(text);
  });
});
