import { describe, expect, it } from 'vitest';
import { renderJson } from '../../src/alert/render-json.ts';
import type { Json, JsonObject } from '../../src/schema/audit-event.ts';
import { redactEvent } from '../../src/source/audit/redact.ts';
import { documentSource } from '../../src/source/document/source.ts';
import { redactText } from '../../src/text/redact/text.ts';
import { redactUri } from '../../src/text/redact/uri.ts';
import { redacted } from '../../src/text/redact/values.ts';
import { alertOf, exec, sourced } from './sample.ts';

// Made up for these tests; nothing accepts them.
const jwt = 'eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJpc3MiOiJrdWJlcm5ldGVzIn0.c2lnbmF0dXJlLW9mLW5vdGhpbmc';
const secretKey = 'wJa1rXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYab';
const sessionToken = `IQoJb3JpZ2luX2VjE${'Aa1'.repeat(60)}`;
const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAK\n-----END RSA PRIVATE KEY-----';

describe('in a text', () => {
  it.each([
    [
      `curl -H "Authorization: Bearer ${jwt}" https://api`,
      `curl -H "Authorization: Bearer ${redacted}" https://api`,
    ],
    ['Authorization: Bearer opaque-token-0123456789', `Authorization: Bearer ${redacted}`],
    ['Authorization: Basic YWxpY2U6aHVudGVyMg==', `Authorization: Basic ${redacted}`],
    [`token is ${jwt}.`, `token is ${redacted}.`],
    [`x=${jwt}`, `x=${redacted}`],
    [`https://h/?t%3D${jwt}`, `https://h/?t%3D${redacted}`],
    [`AWS_SECRET_ACCESS_KEY=${secretKey} aws s3 ls`, `AWS_SECRET_ACCESS_KEY=${redacted} aws s3 ls`],
    [`aws_secret_access_key = ${secretKey}`, `aws_secret_access_key = ${redacted}`],
    [`the key ${secretKey} alone`, `the key ${redacted} alone`],
    [`export T=${sessionToken}`, `export T=${redacted}`],
    [`k8s-aws-v1.${'aHR0cHM6Ly9zdHM'.repeat(4)}`, redacted],
    ['ghp_0123456789abcdefghijABCDEFGHIJ012345', redacted],
    [`before ${pem} after`, `before ${redacted} after`],
    ['-----BEGIN PRIVATE KEY-----\ncut', redacted],
    ['mysql --password=hunter2 -u root', `mysql --password=${redacted} -u root`],
    ['mysql --password hunter2 -u root', `mysql --password ${redacted} -u root`],
    ["psql --db-password='a b c' x", `psql --db-password='${redacted}' x`],
    ['{"password":"hunter2","user":"x"}', `{"password":"${redacted}","user":"x"}`],
    ['{\\"token\\":\\"abc def\\",\\"user\\":1}', `{\\"token\\":\\"${redacted}\\",\\"user\\":1}`],
    ['password="never closed', `password=${redacted}`],
    ['DB_PWD=x;PWD=/root', `DB_PWD=${redacted};PWD=/root`],
    ['postgres://app:hunter2@db:5432/x', `postgres://app:${redacted}@db:5432/x`],
    ['curl -u alice:hunter2 https://h', `curl -u alice:${redacted} https://h`],
    ['sshpass -p hunter2 ssh h', `sshpass -p ${redacted} ssh h`],
    ['client-key-data: LS0tLS1CRUdJTg', `client-key-data: ${redacted}`],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
    expect(redactText(expected)).toBe(expected);
  });

  it.each([
    'secrets "db" is forbidden: User "x" cannot get resource "secrets" in API group "" in the namespace "default"',
    'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf',
    '/api/v1/namespaces/default/serviceaccounts/cart/token',
    'kubectl get secret db -o yaml',
    'secrets/bedrock-api-key-for-the-production-cluster',
    'jobs/api-01234567-89ab-4cde-8f01-23456789abcd',
    'volumes/phx_primary_data_of_warehouse and sgp_backups_of_last_month',
    'pods/hf-text-embeddings-inference-7d9f8b6c5-x2x4z',
    'basic configuration of everything',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    '/var/lib/kubelet/pods/0f7c2f1e-6f0c-4a51-9d8e-3b1f60d1a001/volumes',
    'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Administrator_0123456789abcdef/alice',
    'date -u +%H:%M',
    'https://host:8443/path@x',
    'JTI=7ee52be0-9045-4653-aa5e-0da57b8dccdc',
  ])('nothing in %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it.each([
    ['eyJ'.repeat(700_000)],
    ['eyJ.'.repeat(500_000)],
    ['Bearer '.repeat(300_000)],
    ['-----BEGIN PRIVATE KEY-----'.repeat(80_000)],
    ['password'.repeat(250_000)],
    ['password="'.repeat(200_000)],
    [`password${'\\'.repeat(2_000_000)}`],
    [`--${'-password '.repeat(200_000)}`],
    ['://a:'.repeat(400_000)],
    [`curl${' -u a'.repeat(400_000)}`],
    ['='.repeat(2_000_000)],
    ['A1a='.repeat(500_000)],
  ])('ends, however hostile it is (%#)', (text) => {
    expect(redactText(text).length).toBeGreaterThan(0);
  });
});

describe('in a request URI', () => {
  it.each([
    ['/api/v1/pods?limit=500&continue=eyJ2IjoibWV0YSJ9', '/api/v1/pods?limit=500&continue=eyJ2IjoibWV0YSJ9'],
    ['/x/proxy/login?user=a&password=hunter2', '/x/proxy/login?user=a&password=%5Bredacted%5D'],
    ['/x?token=abc', '/x?token=%5Bredacted%5D'],
    [
      '/exec?command=mysql&command=--password&command=hunter2&stdin=true',
      '/exec?command=mysql&command=--password&command=%5Bredacted%5D&stdin=true',
    ],
    [
      '/exec?command=sh&command=-c&command=mysql+--password%3Dhunter2',
      '/exec?command=sh&command=-c&command=mysql%20--password%3D%5Bredacted%5D',
    ],
    ['/exec?command=ls&command=-la&tty', '/exec?command=ls&command=-la&tty'],
    ['/x?a=%zz&b', '/x?a=%zz&b'],
    ['/no/query', '/no/query'],
  ])('%s', (uri, expected) => {
    expect(redactUri(uri)).toBe(expected);
  });
});

describe('in an event', () => {
  const request = (resource: string, requestObject: Json, more: JsonObject = {}): JsonObject =>
    redactEvent({ objectRef: { resource }, requestObject, ...more });

  it.each<[string, string, Json, Json]>([
    [
      'a Secret',
      'secrets',
      { kind: 'Secret', data: { a: 'eA==', b: 'eQ==' }, stringData: { c: 'z' }, type: 'Opaque' },
      { kind: 'Secret', data: { a: redacted, b: redacted }, stringData: { c: redacted }, type: 'Opaque' },
    ],
    [
      'a list of secrets',
      'secrets',
      { kind: 'SecretList', items: [{ metadata: { name: 'db' }, data: { a: 'eA==' } }] },
      { kind: 'SecretList', items: [{ metadata: { name: 'db' }, data: { a: redacted } }] },
    ],
    [
      'a merge patch of a secret',
      'secrets',
      { data: { a: 'eA==', b: null } },
      { data: { a: redacted, b: null } },
    ],
    [
      'a JSON patch of a secret',
      'secrets',
      [{ op: 'replace', path: '/data/a', value: 'eA==' }],
      [{ op: 'replace', path: '/data/a', value: redacted }],
    ],
    [
      'lists in a secret',
      'secrets',
      { kind: 'Secret', data: { a: ['eA==', { b: 1 }, null] } },
      { kind: 'Secret', data: { a: [redacted, { b: redacted }, null] } },
    ],
    [
      'what is called as a patch is',
      'things',
      { op: 'add', path: '/data/a', value: 'eA==' },
      { op: 'add', path: '/data/a', value: 'eA==' },
    ],
    [
      'a JSON patch of what has a secret name',
      'things',
      [
        { op: 'add', path: '/spec/dbPassword', value: ['x', { b: 'y' }] },
        { op: 'add', path: '/spec/secretName', value: 'db' },
      ],
      [
        { op: 'add', path: '/spec/dbPassword', value: [redacted, { b: 'y' }] },
        { op: 'add', path: '/spec/secretName', value: 'db' },
      ],
    ],
    [
      'a text of JSON in a Secret',
      'things',
      { kind: 'Secret', metadata: { annotations: { x: '{"data":{"a":"eA=="}}' } } },
      { kind: 'Secret', metadata: { annotations: { x: '{"data":{"a":"[redacted]"}}' } } },
    ],
    [
      'what stands under the name of a secret',
      'things',
      { password: { value: 'x', user: 'u' }, tokens: [{ plainText: 'x', v: ['y'] }], level: { value: 'x' } },
      {
        password: { value: redacted, user: 'u' },
        tokens: [{ plainText: redacted, v: [redacted] }],
        level: { value: 'x' },
      },
    ],
    [
      'a pair by whatever words',
      'things',
      [
        { key: 'db-password', val: 'x' },
        { setting: 'apiKey', default: 'x' },
        { Name: 'token', DefaultValue: 'x' },
        { id: 'token', value: 'x' },
      ],
      [
        { key: 'db-password', val: redacted },
        { setting: 'apiKey', default: redacted },
        { Name: 'token', DefaultValue: redacted },
        { id: 'token', value: 'x' },
      ],
    ],
    [
      'a Secret within another request',
      'things',
      { kind: 'List', items: [{ kind: 'Secret', data: { a: 'eA==' } }] },
      { kind: 'List', items: [{ kind: 'Secret', data: { a: redacted } }] },
    ],
    [
      'the last applied configuration of a secret',
      'secrets',
      {
        metadata: {
          annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"a":"eA=="}}' },
        },
      },
      { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': redacted } } },
    ],
    [
      'a TokenReview',
      'tokenreviews',
      { spec: { token: 'opaque', audiences: ['x'] } },
      { spec: { token: redacted, audiences: ['x'] } },
    ],
    [
      'an environment variable',
      'pods',
      {
        env: [
          { name: 'DB_PASSWORD', value: 'x' },
          { name: 'LEVEL', value: 'x' },
          { name: 'TOKEN_FILE', value: '/x' },
        ],
      },
      {
        env: [
          { name: 'DB_PASSWORD', value: redacted },
          { name: 'LEVEL', value: 'x' },
          { name: 'TOKEN_FILE', value: '/x' },
        ],
      },
    ],
    [
      'arguments',
      'pods',
      { args: ['--api-token', 'x', '--verbose', 'y', '--password=x'] },
      { args: ['--api-token', redacted, '--verbose', 'y', `--password=${redacted}`] },
    ],
    [
      'a header',
      'pods',
      { httpHeaders: [{ name: 'Authorization', value: 'opaque' }] },
      { httpHeaders: [{ name: 'Authorization', value: redacted }] },
    ],
    [
      'no more than secrets',
      'configmaps',
      {
        kind: 'ConfigMap',
        data: { mapRoles: 'x' },
        automountServiceAccountToken: true,
        secretName: 'db',
        tokenExpirationSeconds: 3600,
      },
      {
        kind: 'ConfigMap',
        data: { mapRoles: 'x' },
        automountServiceAccountToken: true,
        secretName: 'db',
        tokenExpirationSeconds: 3600,
      },
    ],
    [
      'an own key named __proto__',
      'pods',
      JSON.parse('{"__proto__":{"token":"x"}}'),
      JSON.parse('{"__proto__":{"token":"[redacted]"}}'),
    ],
  ])('%s', (_, resource, before, after) => {
    expect(JSON.stringify(request(resource, before).requestObject)).toBe(JSON.stringify(after));
  });

  it('the token that a TokenRequest is answered with', () => {
    const answered = request(
      'serviceaccounts',
      {},
      { responseObject: { kind: 'TokenRequest', status: { token: jwt, expirationTimestamp: 'x' } } },
    );
    expect(answered.responseObject).toEqual({
      kind: 'TokenRequest',
      status: { token: redacted, expirationTimestamp: 'x' },
    });
  });

  it('the text that a request on secrets begins with, where a record was cut in it', () => {
    expect(request('secrets', '{"data":{"a":"eA').requestObject).toBe(redacted);
    const events = [
      sourced(
        { ...exec, objectRef: { resource: 'secrets' } },
        { partial: true, cut: { field: 'requestObject', begins: '{"data":{"a":"eA' } },
      ),
    ];
    expect(alertOf(exec, { events }).harrier.cut).toEqual({ field: 'requestObject', begins: redacted });
  });

  it('the group and the values that a correlation takes from it', () => {
    const group = {
      'kubernetes.audit.userAgent': ['x token=hunter2'],
      'kubernetes.audit.user.extra.token': ['hunter2'],
    };
    const { harrier } = alertOf(exec, {
      identity: { kind: 'generation', group, number: 0 },
      values: { 'kubernetes.audit.requestURI': '/x?t%6Fken=hunter2', count: 2 },
    });
    expect(harrier.group).toEqual({
      'kubernetes.audit.userAgent': [`x token=${redacted}`],
      'kubernetes.audit.user.extra.token': [redacted],
    });
    expect(harrier.values).toEqual({ 'kubernetes.audit.requestURI': '/x?t%6Fken=%5Bredacted%5D', count: 2 });
  });

  it('of a document in the same way', () => {
    const document = {
      kubernetes: { audit: { objectRef: { resource: 'secrets' }, requestObject: { data: { a: 'eA==' } } } },
    };
    expect(documentSource.redact(sourced(document)).event).toEqual({
      kubernetes: { audit: { objectRef: { resource: 'secrets' }, requestObject: { data: { a: redacted } } } },
    });
  });

  it('before any part of the alert is made of it', () => {
    const alert = alertOf({
      ...exec,
      requestURI:
        '/api/v1/namespaces/default/pods/web-0/exec?command=mysql&command=--password&command=hunter2',
      userAgent: `tool token=${jwt}`,
      requestObject: { kind: 'Secret', data: { a: 'hunter2' } },
    });
    expect(renderJson(alert)).not.toMatch(/hunter2|eyJhbGci/);
    expect(alert.harrier.reason).toContain('`mysql --password [redacted]`');
  });
});

it('JSON within texts of JSON', () => {
  const wrapped = (inner: string, depth: number): string =>
    depth === 0 ? inner : JSON.stringify({ a: wrapped(inner, depth - 1) });
  const given = { value: 'hunter2', name: 'DB_PASSWORD' };
  for (let depth = 1; depth <= 4; depth++) {
    const event = { requestObject: wrapped(JSON.stringify(given), depth - 1) };
    const shown = JSON.stringify({ ...given, value: redacted });
    expect(redactEvent(event)).toEqual({ requestObject: wrapped(shown, depth - 1) });
  }
});
