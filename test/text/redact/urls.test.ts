import { describe, expect, it } from 'vitest';
import { redactUrls } from '../../../src/text/redact/urls.ts';
import { marked } from './marked.ts';

const long = 'x'.repeat(500);

describe('in a text with URLs', () => {
  it.each([
    'postgres://app:«x»@db:5432/x',
    'see <https://u:«x»@h>, "https://u:«y»@h" and `https://u:«z»@h`',
    'redis://:«x»@h',
    'https://u:«a/b?c#d»@h/x',
    'https://u:«a@b»@h/x@y',
    'https://u:«a:b»@h:80/x',
    'mongodb+srv://u:«x»@a,b/x?y@z',
    'https://u:«x»@h?y@z',
    'https://u:«x»@h#y@z',
    'smtp://u@example.com:«x»@mail.example.com:587',
    'a://u:«12345»@h',
    'a://u:«123456»@h',
    'a://u:«x»@h b://u:«y»@h',
    'a://u:«x»@h://u:«y»@h',
    `a://u:«${long}»@h`,
    'https://«0123456789abcdef0123»@h/x',
    'https://«Xk9vQ2mT7pL»@h/x',
    'jdbc:oracle:thin:u/«x»@//h:1521/x',
    'jdbc:oracle:thin:u/«a/b»@h x',
    'u:«x»@tcp(db:3306)/x',
    'u:«x»@unix(/tmp/s)/x and v:«y»@(db)/x',
    'a=b u:«a:b@c»@cloudsql(p:r:i)/x',
    'DSN=u:«x»@tcp(h)/y',
    '"u:«x»@tcp(h)/y"',
    'u:«x»@/db',
    'http_proxy=u:«x»@proxy:8080 y',
    'u:«x»@proxy.example.com/path',
    'u.v+w-x:«x»@h:80',
    '//u:«x»@h/x',
    '//registry.example/ and //:«x»@h',
    'u:«x»@h:80 and a://u:«y»@h',
  ])('%s', (text) => {
    const { given, shown } = marked(text);
    expect(redactUrls(given)).toBe(shown);
    expect(redactUrls(shown)).toBe(shown);
  });

  it.each([
    'https://h/x',
    'https://alice@h/x',
    'https://git@h:22/x',
    'https://h:8443/path@x',
    'https://h:8443?x@y',
    'https://h:8443#x@y',
    'https://a:80,b:81/x@y',
    'https://h:8443 x@y',
    'https://u:$PASSWORD@h/x',
    'https://u:[redacted]@h/x',
    'https://u:@h/x',
    'https://u:x',
    'https://0123456789abcdef012@h/x',
    'https://0123456789ABCDEF0123456789@h/x',
    `a://u:x${'y'.repeat(600)}@h`,
    'https://u@v/x:y@z',
    'tcp(db:3306)/x',
    '@tcp(db)',
    'u@tcp(db)',
    ':x@tcp(db)',
    'u:$PW@tcp(db)',
    'u:-@(db)',
    'oidc:alice@example.com',
    'AROAIOSFODNN7EXAMPLE:Alice1985@example.com',
    'arn:aws:sts::111122223333:assumed-role/admin/alice@example.com/x',
    'ghcr.io/org/app:1.2@sha256:9f86d081884c7d659a2feaa0c55ad015',
    'git@github.com:org/repo.git',
    'scp a:b h@x/y',
    'mailto:alice@example.com/x',
    'sip:alice@example.com:5060',
    'u:$PW@h:80',
    'u:x@h:123456',
    'u:x@h',
    '//h/x:y@z',
    '//u:$PW@h',
    'x//u:y@h',
  ])('nothing in %s', (text) => {
    expect(redactUrls(text)).toBe(text);
  });
});
