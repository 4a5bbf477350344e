import { describe, expect, it } from 'vitest';
import { redactTokens } from '../../../src/text/redact/tokens.ts';
import { marked } from './marked.ts';

const header = 'eyJhbGciOiJIUzI1NiJ9';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
/** As long as AWS' keys, and as mixed. */
const aws = 'wJa1rXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYab';
const azure = `${aws}${aws}aB3+aB`;

describe('in a text', () => {
  it.each([
    // RFC 6750 and 7617.
    'Bearer «0123456789abcdef»',
    'bearer  «abc.def-ghi_jkl+mno/=~» x',
    'a Bearer%20«0123456789abcdef»&x',
    'Bearer+«0123456789abcdef»',
    `Basic «${base64('u:hunter2')}»`,
    `basic%20«${base64('u:hunter2')}» x`,
    // JWTs, JWEs, and their parts that were cut.
    `«${header}.eyJpc3MiOiJrIn0.c2lnbmF0dXJl»`,
    `x=«${header}.eyJpc3MiOiJrIn0.c2lnbmF0dXJl».`,
    `a «${header}.eyJpc3MiOiJrIn0»`,
    `a «${header}.12345678.a.b.c».d.e`,
    `a «${header}..12345678.b.c»`,
    `a.b.«${header}.eyJpc3MiOiJrIn0.c2lnbmF0dXJl»`,
    `«${header}.eyJpc3MiOiJrIn0.c2lnbmF0dXJl.x.y».«${header}.eyJpc3MiOiJrIn0.c2lnbmF0dXJl»`,
    // Bootstrap tokens.
    '«abcdef.0123456789abcdef»',
    'token «abcdef.abcdefghijklmno1», x',
    // AWS' keys.
    `«${aws}»`,
    `a «${aws}» b`,
    `x/«${aws}»`,
    `«${aws}»/x`,
    `«${aws}»=`,
    `x/y/«${aws}»`,
    // Azure's keys.
    `«${azure}==»`,
    `«${azure.slice(0, 72)}aB3+AZDOaB3+»`,
    `sha511-«${azure}==»`,
  ])('%s', (text) => {
    const { given, shown } = marked(text);
    expect(redactTokens(given)).toBe(shown);
    expect(redactTokens(shown)).toBe(shown);
  });

  it.each([
    'Bearer 0123456789abcde',
    'forbearer 0123456789abcdef',
    'Bearer: 0123456789abcdef',
    'basic configuration',
    `Basic ${base64('no colon here')}`,
    header,
    `${header}.abc`,
    `${header}.1234567.1234567`,
    'eyJhbGci.12345678.12345678',
    `continue=${header}`,
    'abcdef.abcdefghijklmnop',
    'abcdef.0123456789abcde',
    'abcdef.0123456789abcdefg',
    'xabcdef.0123456789abcdef',
    'a.abcdef.0123456789abcdef',
    'abcdef.0123456789abcdef.com',
    'abcdef.0123456789abcdef-x',
    'Abcdef.0123456789abcdef',
    aws.toLowerCase(),
    aws.toUpperCase(),
    `${aws}a`,
    aws.slice(1),
    'ThisIsAWordOfFortyCharactersAndNoKeyAtA1',
    `${'a'.repeat(20)}${'B'.repeat(18)}12`,
    `sha512-${azure}==`,
    `sha512:${azure}==`,
    azure,
    `${azure}=a`,
    `${aws}AZDOaB3+`,
    `-----BEGIN CERTIFICATE-----\n${aws}\n-----END CERTIFICATE-----`,
    `-----BEGIN PUBLIC KEY-----\\n${aws}\\n`,
    `-----BEGIN X509 CRL-----\n${aws}\n`,
  ])('nothing in %s', (text) => {
    expect(redactTokens(text)).toBe(text);
  });

  it('beside a certificate', () => {
    const { given, shown } = marked(
      `-----BEGIN CERTIFICATE-----\n${aws}\n-----END CERTIFICATE----- key «${aws}»`,
    );
    expect(redactTokens(given)).toBe(shown);
  });
});
