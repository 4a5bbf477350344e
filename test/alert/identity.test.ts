import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertId } from '../../src/alert/identity.ts';
import type { Identity, Signal } from '../../src/signal.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { documentSource } from '../../src/source/document/source.ts';
import { exec, origin, rule, signalOf, sourced } from './sample.ts';

const idOf = (more: Partial<Signal> = {}): string => alertId(signalOf(exec, more), auditSource);

describe('the id of an alert', () => {
  it('does not change between releases', () => {
    expect(idOf()).toBe('5244bb3c35599abb6bcb15410abae29f');
  });

  it.each([
    [
      'the other stage of the request',
      { events: [sourced({ ...exec, stage: 'ResponseStarted', stageTimestamp: 'later' })] },
    ],
    ['both stages', { events: [sourced({ ...exec, stage: 'ResponseStarted' }), sourced(exec)] }],
    [
      'another delivery of it',
      { origin: { ...origin, source: 's3://bucket/key' }, events: [sourced(exec, { position: 9 })] },
    ],
    ['a changed text of the rule', { rule: { ...rule, name: 'Renamed', riskScore: 1 } }],
  ] satisfies [string, Partial<Signal>][])('is the same for %s', (_, more) => {
    expect(idOf(more)).toBe(idOf());
  });

  it.each([
    ['rule', { rule: { ...rule, id: 'other' } }],
    ['cluster', { origin: { ...origin, cluster: 'green' } }],
    ['request', { events: [sourced({ ...exec, auditID: 'other' })] }],
    // The caller chooses the audit id, by a header.
    [
      'time of the request, though the audit id is the same',
      { events: [sourced({ ...exec, requestReceivedTimestamp: '2026-03-01T10:00:00.123457Z' })] },
    ],
    [
      'URI, though the audit id is the same',
      { events: [sourced({ ...exec, requestURI: '/api/v1/secrets' })] },
    ],
    ['set of requests', { events: [sourced(exec), sourced({ ...exec, auditID: 'other' })] }],
  ] satisfies [string, Partial<Signal>][])('is another for another %s', (_, more) => {
    expect(idOf(more)).not.toBe(idOf());
  });

  it('does not depend on the order of the events', () => {
    const [a, b] = [sourced({ ...exec, auditID: 'a' }), sourced({ ...exec, auditID: 'b' })];
    expect(idOf({ events: [a, b] })).toBe(idOf({ events: [b, a, b] }));
  });

  it('without an audit id is that of the place', () => {
    const { auditID: _, ...sparse } = exec;
    const at = (position: number, source: string) =>
      idOf({ events: [sourced(sparse, { position, origin: { source } })] });
    expect(at(1, 'a')).toBe(at(1, 'a'));
    expect(new Set([at(1, 'a'), at(2, 'a'), at(1, 'b')]).size).toBe(3);
  });

  it('of a cut event, which lost the time of its request, is that of the place', () => {
    const { requestReceivedTimestamp: _, ...cut } = exec;
    const at = (position: string) => idOf({ events: [sourced(cut, { position, partial: true })] });
    expect(at('log-event-1')).toBe(at('log-event-1'));
    expect(at('log-event-1')).not.toBe(at('log-event-2'));
    expect(idOf({ events: [sourced(exec, { position: 2, partial: true })] })).toBe(idOf());
  });

  it('of a document is that of its request, its `_id` or its place, in this order', () => {
    const of = (document: Parameters<typeof sourced>[0], position = 1) =>
      alertId(signalOf(document, { events: [sourced(document, { position })] }), documentSource);
    expect(of({ kubernetes: { audit: exec }, _id: 'x' })).toBe(idOf());
    expect(of({ _id: 'x' }, 1)).toBe(of({ _id: 'x' }, 2));
    expect(of({}, 1)).not.toBe(of({}, 2));
  });

  describe('of a correlation', () => {
    const group = { 'user.name': ['alice'], 'source.ip': ['10.0.0.1'] };
    const stretch = { start: Date.parse('2026-03-01T10:00:00Z'), end: Date.parse('2026-03-01T10:05:00Z') };
    const inWindow: Identity = { kind: 'window', group, ...stretch };
    const ofIdentity = (identity: Identity, more: Partial<Signal> = {}) => idOf({ identity, ...more });

    it.each([
      ['a window', inWindow, '555972aa4b9d25f8dd61040ab22ffd10'],
      ['a window of all', { ...inWindow, group: {} }, 'f7a564ddafb3d035dfcdcd7d73b5d501'],
      ['new terms', { kind: 'generation', group, number: 2 }, '200335ba71c2b6c8df6efc3d3ca12d45'],
      ['a sequence', { kind: 'sequence', group, last: '~last' }, 'd62f275cf8c437b44a9fdeb2b5554730'],
      ['suppression', { kind: 'suppressed', group, ...stretch }, '7b901ad420ede188c139d50649206961'],
      ['a mark', { kind: 'suppressed', group, ...stretch, mark: 100 }, 'ca481accdddd71819fe38648131aefa1'],
    ] satisfies [string, Identity, string][])('of %s does not change between releases', (_, identity, id) => {
      expect(ofIdentity(identity)).toBe(id);
    });

    it('depends on group and window, not on the events that have arrived', () => {
      const events = [sourced({ ...exec, auditID: 'other' })];
      expect(ofIdentity(inWindow, { events })).toBe(ofIdentity(inWindow));
      const reordered = { 'source.ip': ['10.0.0.1'], 'user.name': ['alice'] };
      expect(ofIdentity({ ...inWindow, group: reordered })).toBe(ofIdentity(inWindow));
    });

    it.each([
      ['window', { ...inWindow, end: stretch.end + 1 }],
      ['group', { ...inWindow, group: { ...group, 'user.name': ['bob'] } }],
      ['grouping', { ...inWindow, group: { 'user.id': ['alice'], 'source.ip': ['10.0.0.1'] } }],
    ] satisfies [string, Identity][])('is another for another %s', (_, identity) => {
      expect(ofIdentity(identity)).not.toBe(ofIdentity(inWindow));
    });

    it.each([
      ['account', { account: '444455556666' }],
      ['region', { region: 'us-east-1' }],
    ])('is another for another %s with a cluster of the same name', (_, place) => {
      expect(ofIdentity(inWindow, { origin: { ...origin, ...place } })).not.toBe(ofIdentity(inWindow));
    });

    it('keeps its parts apart whatever they contain', () => {
      const name = fc.oneof(
        fc.constantFrom('', 'a', 'b', '","', '[', '\\', '"]', 'null', '\u0000'),
        fc.string({ maxLength: 4 }),
      );
      const groups = fc.dictionary(name, fc.array(name, { maxLength: 3 }), { maxKeys: 3 });
      const parts = fc.tuple(name, name, groups);
      fc.assert(
        fc.property(parts, parts, (one, other) => {
          const [a, b] = [one, other].map(([id, cluster, of]) =>
            ofIdentity({ ...inWindow, group: of }, { rule: { ...rule, id }, origin: { ...origin, cluster } }),
          );
          const canonical = ([id, cluster, of]: typeof one) =>
            JSON.stringify([id, cluster, Object.entries(of).sort()]);
          expect(a === b).toBe(canonical(one) === canonical(other));
        }),
        { numRuns: 2000 },
      );
    });
  });
});

describe('the id of an event', () => {
  it.each([
    ['audit id and stage', exec, auditSource, '0f7c2f1e-6f0c-4a51-9d8e-3b1f60d1a001/ResponseComplete'],
    ['audit id alone', { auditID: 'a' }, auditSource, 'a'],
    ['place', { stage: 'Panic' }, auditSource, `${origin.source}:1`],
    ['a document by its `_id`', { _id: 'x', auditID: 'a' }, documentSource, 'x'],
    ['a document by its place', { auditID: 'a' }, documentSource, `${origin.source}:1`],
    ['an audit id of any length, cut', { auditID: 'a'.repeat(5000) }, auditSource, 'a'.repeat(128)],
  ] as const)('is %s', (_, event, source, expected) => {
    expect(source.eventId(sourced(event))).toBe(expected);
  });
});
