import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeRecord, isAuditEvent } from '../../src/decode/recognise.ts';
import type { Json } from '../../src/schema/audit-event.ts';
import { sharedData } from '../shared-data.ts';
import { decodeAll } from './collect.ts';
import { podCreated } from './events.ts';

const events: readonly Json[] = [
  podCreated('a'),
  { apiVersion: 'audit.k8s.io/v1' },
  { apiVersion: 'audit.k8s.io/v1beta1', kind: 'Event' },
  { auditID: 'a' },
  { requestURI: '/api' },
  { verb: 'get', kind: 'Event' },
  { stage: 'Panic' },
  { kind: 'Event', user: {} },
  { kind: 'Event', objectRef: { resource: 'pods' } },
  { kind: 'Event', responseStatus: { code: 403 } },
];

const others: readonly Json[] = [
  {},
  { kind: 0 },
  { kind: 'Event' },
  { kind: 'Event', user: 'a' },
  { kind: 'Event', user: [] },
  { user: {}, objectRef: {} },
  { auditID: 7, verb: null },
  { kind: 'Event', apiVersion: 'v1', verb: 'get', user: {} },
  { kind: 'Event', apiVersion: 'events.k8s.io/v1', stage: 'a' },
  { kind: 'EventList', apiVersion: 'audit.k8s.io/v1' },
  { kind: 'Policy', apiVersion: 'audit.k8s.io/v1' },
  [podCreated('a')],
  'audit.k8s.io/v1',
  null,
];

describe('isAuditEvent', () => {
  it.each(events.map((value) => [value]))('%j', (value) => {
    expect(isAuditEvent(value)).toBe(true);
  });

  it.each(others.map((value) => [value]))('not %j', (value) => {
    expect(isAuditEvent(value)).toBe(false);
  });
});

it.each<[Json, string]>([
  [null, 'null'],
  ['x'.repeat(50), `"${'x'.repeat(39)}`],
  [{}, 'an empty object'],
  [{ a: 1 }, 'an object with the key a'],
  [{ a: 1, b: 2, kind: 'Pod' }, 'an object with the keys a, b, kind'],
  [Object.fromEntries([...'abcdef'].map((key) => [key, 1])), 'an object with the keys a, b, c, d, e'],
  [{ kind: 'Pod', apiVersion: 'v1' }, 'Pod of v1'],
  [{ kind: 'x'.repeat(200), apiVersion: 'v1' }, 'x'.repeat(100)],
])('describes %j', (value, description) => {
  expect(describeRecord(value)).toBe(description);
});

const path = sharedData('audit-events/events.ndjson');

describe.skipIf(path === undefined)('public audit events', () => {
  it('are recognised, all 320 of them; the one other record is {"kind": 0}', async () => {
    const { events: found, undecodable } = await decodeAll(readFileSync(path ?? ''));
    expect(found).toHaveLength(320);
    expect(found.some(({ partial }) => partial)).toBe(false);
    expect(undecodable).toMatchObject([
      { position: 271, reason: 'not-an-audit-event', excerpt: '{"kind": 0}' },
    ]);
  });

  it('are sparse: half of them name no API group', async () => {
    const { events: found } = await decodeAll(readFileSync(path ?? ''));
    const unlabelled = found.filter(({ event }) => event.apiVersion === undefined);
    expect(unlabelled).toHaveLength(159);
    expect(unlabelled.filter(({ event }) => event.kind !== 'Event')).toHaveLength(2);
  });
});
