import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderAlert, severityNumber } from '../../src/alert/alert.ts';
import { alertBytes, maxAlertBytes } from '../../src/alert/fit.ts';
import { renderJson } from '../../src/alert/render-json.ts';
import { kinds } from '../../src/correlate/kinds.ts';
import type { Rule } from '../../src/rule.ts';
import type { CutText, JsonObject } from '../../src/schema/audit-event.ts';
import { textAt } from '../../src/schema/lookup.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { documentSource } from '../../src/source/document/source.ts';
import { origins } from '../arbitrary/audit-event.ts';
import { hostileEvents } from '../arbitrary/hostile-event.ts';
import { sharedData } from '../shared-data.ts';
import { alertOf, exec, now, rule, schemaErrors, signalOf, sourced } from './sample.ts';

describe('an alert', () => {
  it('has the fields it always had', async () => {
    await expect(`${JSON.stringify(alertOf(), null, 2)}\n`).toMatchFileSnapshot('golden/exec.json');
  });

  it('fits the published schema', () => {
    expect(schemaErrors(alertOf())).toEqual([]);
  });

  it.each(Object.keys(kinds))('fits it with a rule of type %s', (type) => {
    expect(schemaErrors(alertOf(exec, { rule: { ...rule, type } as Rule }))).toEqual([]);
  });

  it.each(Object.entries(severityNumber))('has severity %s as the number %d', (severity, number) => {
    const alert = alertOf(exec, { rule: { ...rule, severity: severity as keyof typeof severityNumber } });
    expect([alert.event.severity, alert.harrier.severity]).toEqual([number, severity]);
  });

  it('carries what a correlation knows', () => {
    const alert = alertOf(exec, {
      events: [sourced({ ...exec, auditID: 'a' }), sourced({ ...exec, auditID: 'b' }, { partial: true })],
      identity: { kind: 'window', group: { 'user.name': ['alice'] }, start: now - 60_000, end: now },
      values: { count: 2 },
    });
    expect(schemaErrors(alert)).toEqual([]);
    expect(alert.harrier).toMatchObject({
      event_ids: ['a/ResponseComplete', 'b/ResponseComplete'],
      event_count: 2,
      group: { 'user.name': ['alice'] },
      window: { start: '2026-03-01T10:04:00.000Z', end: '2026-03-01T10:05:00.000Z' },
      values: { count: 2 },
      partial: true,
    });
    expect(alert.harrier.events[0]?.reason).toContain('pod default/web-0');
  });

  describe('of a record that was cut', () => {
    const cutIn = (cut: CutText) => {
      const { requestURI: _u, verb: _v, user: _w, objectRef: _o, ...rest } = exec;
      const alert = alertOf(rest, { events: [sourced(rest, { partial: true, cut })] });
      expect(schemaErrors(alert)).toEqual([]);
      return alert.harrier;
    };

    it('tells how the text begins that was cut', () => {
      const { cut, reason } = cutIn({ field: 'requestURI', begins: `/api/v1/secrets?${'&'.repeat(1000)}` });
      expect(cut).toEqual({ field: 'requestURI', begins: `/api/v1/secrets?${'&'.repeat(184)}` });
      expect(reason).toContain('(its URI begins with "/api/v1/secrets?&&&&');
      expect(reason).toMatch(/…"; the record was cut, details are missing\)$/);
    });

    it('tells what it is in, if it is no text of its own', () => {
      const { cut, reason } = cutIn({ field: 'sourceIPs' });
      expect(cut).toEqual({ field: 'sourceIPs' });
      expect(reason).toMatch(/\(the record was cut in sourceIPs, details are missing\)$/);
    });

    it('redacts it as the member would be', () => {
      const begins = '/api/v1/namespaces/a/pods/b/exec?command=mysql&command=--password&command=hunter2&';
      const { cut, reason } = cutIn({ field: 'requestURI', begins });
      expect(cut?.begins).toContain('command=mysql');
      expect(JSON.stringify([cut, reason])).not.toContain('hunter2');
    });

    it('shows nothing of it that a reader would not see', () => {
      const { reason } = cutIn({ field: 'user\u202eAgent', begins: 'a\u202eb\n' });
      expect(reason).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]+$/u);
    });
  });

  it('lists the newest hundred events of many', () => {
    const events = Array.from({ length: 250 }, (_, i) =>
      sourced({ ...exec, auditID: `id-${i}` }, { position: i }),
    );
    const { harrier } = alertOf(exec, { events });
    expect(harrier.event_count).toBe(250);
    expect(harrier.event_ids).toHaveLength(100);
    expect(harrier.event_ids.at(-1)).toBe('id-249/ResponseComplete');
    expect(harrier.reason).toContain('newest of 250 requests');
  });

  it('leaves out what the rule does not say', () => {
    const { license: _l, note: _n, ...silent } = rule;
    const bare = {
      ...silent,
      author: [],
      tags: [],
      references: [],
      falsePositives: [],
      threat: [],
      source: 'a.toml',
    };
    const alert = alertOf(exec, { rule: bare });
    expect(schemaErrors(alert)).toEqual([]);
    expect(Object.keys(alert.rule)).toEqual(['id', 'name', 'description']);
    expect(alert).not.toHaveProperty('threat');
  });

  it.each([
    ['the time as written, to the microsecond', '2026-03-01T10:00:02.654321Z', '2026-03-01T10:00:02.654321Z'],
    ['another zone in UTC', '2026-03-01T12:00:02+02:00', '2026-03-01T10:00:02.000Z'],
    [
      'a day that is not in the calendar as the day it means',
      '2026-02-30T00:00:00Z',
      '2026-03-02T00:00:00.000Z',
    ],
    ['the clock for what is no date', 'yesterday', '2026-03-01T10:05:00.000Z'],
    ['the clock for a year beyond RFC 3339', '+020260-01-01T00:00:00Z', '2026-03-01T10:05:00.000Z'],
  ])('has %s', (_, stageTimestamp, expected) => {
    const alert = alertOf({ ...exec, stageTimestamp });
    expect(alert['@timestamp']).toBe(expected);
    expect(schemaErrors(alert)).toEqual([]);
  });

  it('of a document carries the document, and its own fields over those of the same name', () => {
    const document = {
      _id: 'doc-1',
      '@timestamp': '2026-03-01T09:00:00.000Z',
      event: { kind: 'event', action: 'logon', id: 'theirs' },
      rule: 'theirs',
      user: { name: 'alice' },
    };
    const alert = alertOf(document, {}, documentSource);
    expect(schemaErrors(alert)).toEqual([]);
    expect(alert).toMatchObject({
      '@timestamp': '2026-03-01T09:00:00.000Z',
      event: { kind: 'signal', action: 'logon' },
      rule: { id: rule.id },
      user: { name: 'alice' },
      harrier: { event_ids: ['doc-1'], reason: 'alice did logon' },
    });
  });

  it('of a document has its time, also one in epoch milliseconds', () => {
    const alert = alertOf({ '@timestamp': 1_772_355_600_000 }, {}, documentSource);
    expect(alert['@timestamp']).toBe('2026-03-01T09:00:00.000Z');
    expect(schemaErrors(alert)).toEqual([]);
  });

  it('needs an event', () => {
    expect(() => renderAlert(signalOf(exec, { events: [] }), now, auditSource)).toThrow(rule.id);
  });
});

it('of every event of public test suites is valid, and its sentence names the object', ({ skip }) => {
  const path = sharedData('audit-events/events.ndjson');
  if (path === undefined) return skip('the third-party events are not here');
  const events = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): JsonObject => JSON.parse(line));
  const alerts = events.map((event) => alertOf(event));
  expect(alerts.flatMap(schemaErrors)).toEqual([]);
  const unnamed = alerts.filter(({ harrier: { reason }, orchestrator }) => {
    const name = textAt(orchestrator as JsonObject, 'resource', 'name');
    return name !== undefined && !reason.includes(name);
  });
  expect(unnamed.map(({ harrier }) => harrier.reason)).toEqual([]);
});

describe('for any event', () => {
  it.each([auditSource, documentSource])(
    '($events) the alert is valid, fits, and says the same each time',
    (source) => {
      fc.assert(
        fc.property(hostileEvents(exec), origins, fc.boolean(), (event, from, partial) => {
          const found = source === auditSource ? event : { kubernetes: { audit: event }, ...event };
          const events = [sourced(found, { origin: from, partial })];
          const signal = signalOf(found, { origin: from, events });
          const alert = renderAlert(signal, now, source);
          expect(schemaErrors(alert)).toEqual([]);
          expect(alertBytes(alert)).toBeLessThanOrEqual(maxAlertBytes);
          expect(alert.harrier.reason).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]+$/u);
          expect(renderJson(alert)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
          expect(JSON.parse(renderJson(alert))).toEqual(JSON.parse(JSON.stringify(alert)));
          expect(renderAlert(signal, now, source)).toEqual(alert);
        }),
        { numRuns: 300 },
      );
    },
  );

  it('does not change the event', () => {
    fc.assert(
      fc.property(hostileEvents(exec), (event) => {
        const before = JSON.stringify(event);
        renderAlert(signalOf(event), now, auditSource);
        expect(JSON.stringify(event)).toBe(before);
      }),
      { numRuns: 50 },
    );
  });
});
