import { describe, expect, it } from 'vitest';
import { Act, inOrder } from '../../src/correlate/act.ts';
import type { JsonObject, SourcedEvent } from '../../src/schema/audit-event.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { documentSource } from '../../src/source/document/source.ts';
import type { Source } from '../../src/source/source.ts';

const now = Date.UTC(2026, 2, 2);
const noon = '2026-03-01T12:00:00.123456Z';
const later = '2026-03-01T12:00:05.000000Z';

function sourced(event: JsonObject, more: Partial<SourcedEvent> = {}): SourcedEvent {
  return { event, origin: { source: 'file' }, position: 1, partial: false, ...more };
}

function act(event: JsonObject, more: Partial<SourcedEvent> = {}, source: Source = auditSource): Act {
  return new Act(sourced(event, more), { source, now });
}

const stage = { auditID: 'a', requestURI: '/x', requestReceivedTimestamp: noon };

describe('the id of an act', () => {
  it.each<[string, JsonObject, JsonObject, boolean]>([
    [
      'stages of a request',
      { ...stage, stage: 'ResponseStarted' },
      { ...stage, stage: 'ResponseComplete' },
      true,
    ],
    [
      'requests with one audit id at different times',
      stage,
      { ...stage, requestReceivedTimestamp: later },
      false,
    ],
    ['requests with one audit id and different paths', stage, { ...stage, requestURI: '/y' }, false],
    ['requests with other audit ids', stage, { ...stage, auditID: 'b' }, false],
  ])('of %s', (_, one, other, isSame) => {
    expect(act(one).id === act(other).id).toBe(isSame);
  });

  it('of events without an audit id goes by where they are', () => {
    expect(act({}).id).toBe(act({}).id);
    expect(act({}).id).not.toBe(act({}, { position: 2 }).id);
  });

  it('of cut events goes by where they are: their time is lost, and the caller chooses the rest', () => {
    const cut = { auditID: 'a', requestURI: '/x' };
    const partial = true;
    expect(act(cut, { partial }).id).toBe(act({ ...cut, stage: 'Panic' }, { partial }).id);
    expect(act(cut, { partial }).id).not.toBe(act(cut, { partial, position: 2 }).id);
    expect(act(cut, { partial }).id).not.toBe(act(cut, { partial, origin: { source: 'other' } }).id);
    expect(act(stage, { partial }).id).toBe(act(stage, { position: 2 }).id);
  });

  it('of documents goes by the request, or by the document', () => {
    const nested = { kubernetes: { audit: stage } };
    expect(act(nested, { position: 2 }, documentSource).id).toBe(act(stage).id);
    expect(act({ _id: 'x' }, {}, documentSource).id).toBe(
      act({ _id: 'x' }, { position: 2 }, documentSource).id,
    );
    expect(act({ _id: 'x' }, {}, documentSource).id).not.toBe(act({ _id: 'y' }, {}, documentSource).id);
  });

  it('is short whatever the caller sends', () => {
    expect(act({ ...stage, auditID: 'x'.repeat(1e6) }).id.length).toBeLessThanOrEqual(32);
  });
});

describe('the time of an act', () => {
  const at = (text: string) => Date.parse(text);
  it.each<[string, JsonObject, Partial<SourcedEvent>, Source, number]>([
    [
      'when the request came',
      { requestReceivedTimestamp: noon, stageTimestamp: later },
      {},
      auditSource,
      at(noon),
    ],
    ['else of its stage', { stageTimestamp: later }, {}, auditSource, at(later)],
    ['else when it was logged', {}, { loggedAt: at(later) }, auditSource, at(later)],
    ['else of now', {}, {}, auditSource, now],
    [
      'not one that is no date',
      { requestReceivedTimestamp: 'x' },
      { loggedAt: at(noon) },
      auditSource,
      at(noon),
    ],
    [
      'not one beyond all dates',
      { requestReceivedTimestamp: 1e300 },
      { loggedAt: at(noon) },
      auditSource,
      at(noon),
    ],
    ['whole milliseconds', { requestReceivedTimestamp: at(noon) + 0.7 }, {}, auditSource, at(noon)],
    ["a document's own", { '@timestamp': noon }, {}, documentSource, at(noon)],
    [
      "of a document's request first",
      { '@timestamp': later, kubernetes: { audit: stage } },
      {},
      documentSource,
      at(noon),
    ],
  ])('is %s', (_, event, more, source, expected) => {
    expect(act(event, more, source)).toMatchObject({ at: expected, isGuess: expected === now });
  });
});

it('puts events in the order of their requests, and then of their stages', () => {
  const events = [
    { ...stage, stage: 'ResponseComplete' },
    { ...stage, auditID: 'b', requestReceivedTimestamp: later, stage: 'ResponseStarted' },
    { ...stage, stage: 'ResponseStarted' },
    { ...stage, requestReceivedTimestamp: '2026-03-01T11:00:00Z', stage: 'Panic' },
  ].map((event) => sourced(event));
  const ordered = inOrder(events, { source: auditSource, now });
  expect(ordered.map((event) => events.indexOf(event))).toEqual([3, 2, 0, 1]);
});
