import { describe, expect, it } from 'vitest';
import { redactPrivateKeys } from '../../../src/text/redact/private-keys.ts';
import { redactText } from '../../../src/text/redact/text.ts';
import { marked } from './marked.ts';

/** Every way of knowing a secret is asked, of a text with one secret each. */
describe('a text', () => {
  it.each([
    // By a name.
    'token: «hunter2»',
    'x --api-token «hunter2» y',
    // By a tool's option.
    'sshpass -p «hunter2» ssh h',
    // By the place in a URL.
    'https://u:«hunter2»@h',
    'u:«hunter2»@tcp(h)/x',
    // By the words before it.
    "alter user u identified by '«hunter2»'",
    '<password>«hunter2»</password>',
    'setPassword("«hunter2»")',
    // By its form.
    'a «ghp_0123456789abcdefghijABCDEFGHIJ012345» b',
    'a «-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----» b',
    // Encoded.
    'a «dG9rZW46IGh1bnRlcjI6aHVudGVyMg==» b',
    // By being in a Secret.
    '«apiVersion: v1\nkind: Secret\ndata:\n  a: eA==»',
    '«kind: "SecretList"\nitems:\n- data:\n    a: eA==»',
    "«{'data':{'a':'eA=='},'kind':'Secret'»",
    '«{\\"kind\\":\\"Secret\\",\\"data\\":{\\"a\\":\\"eA»',
    '«stringData:\n  a: x»',
    '«"stringData" : {"a":"x"»',
    // Several.
    'password=«https://u:x@h» token=«y» z',
    // Short ones.
    'pw=«x»',
    '«abcdef.0123456789abcdef»',
  ])('%j', (text) => {
    const { given, shown } = marked(text);
    expect(redactText(given)).toBe(shown);
    expect(redactText(shown)).toBe(shown);
  });

  it.each([
    'kind: Secret',
    'kind: Secret.v1\ndata: x',
    'kind: SecretStore\ndata: x',
    'kind: Secret-x\ndata: x',
    'unkind: Secret\nupdata: x',
    'kind: ConfigMap\ndata:\n  a: b',
    'kind: Secret\nmetadata: x',
    'stringDatas: x',
    'x=y',
    'a.b/c-d',
  ])('nothing in %j', (text) => {
    expect(redactText(text)).toBe(text);
  });
});

describe('a private key', () => {
  it.each([
    'a «-----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----» b',
    '«-----BEGIN PRIVATE KEY-----x-----END PRIVATE KEY-----»«-----BEGIN EC PRIVATE KEY-----y-----END EC PRIVATE KEY-----»',
    '«---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nx\n---- END SSH2 ENCRYPTED PRIVATE KEY ----»',
    '«-----BEGIN PGP PRIVATE KEY BLOCK-----x-----END PGP PRIVATE KEY BLOCK-----»\n',
    'a «-----BEGIN PRIVATE KEY-----\ncut»',
    '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n«-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----»',
  ])('%j', (text) => {
    const { given, shown } = marked(text);
    expect(redactPrivateKeys(given)).toBe(shown);
    expect(redactPrivateKeys(shown)).toBe(shown);
  });

  it.each(['-----BEGIN PUBLIC KEY-----\nx', 'a PRIVATE KEY', '-----END PRIVATE KEY-----'])(
    'nothing in %j',
    (text) => {
      expect(redactPrivateKeys(text)).toBe(text);
    },
  );
});
