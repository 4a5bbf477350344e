import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { alertBytes, fitted, maxAlertBytes } from '../../src/alert/fit.ts';
import type { QueryRule } from '../../src/rule.ts';
import type { Json } from '../../src/schema/audit-event.ts';
import { documentSource } from '../../src/source/document/source.ts';
import { alertOf, exec, rule, schemaErrors, sourced } from './sample.ts';

const big = 'x'.repeat(maxAlertBytes);
const item = { name: 'value', text: 'some text' };
/** Large in sum, of many small parts. */
const wide = Array.from({ length: 12_000 }, () => item);

function auditOf(alert: Alert): Record<string, Json> {
  return (alert.kubernetes as { audit: Record<string, Json> }).audit;
}

describe('an alert that is too large', () => {
  it('loses its response first', () => {
    const alert = alertOf({ ...exec, requestObject: { small: 'kept' }, responseObject: { items: wide } });
    expect(alert.harrier.truncated).toEqual(['kubernetes.audit.responseObject']);
    expect(auditOf(alert).requestObject).toEqual({ small: 'kept' });
  });

  it('then its request', () => {
    const alert = alertOf({ ...exec, requestObject: { items: wide }, responseObject: { items: wide } });
    expect(alert.harrier.truncated).toEqual([
      'kubernetes.audit.responseObject',
      'kubernetes.audit.requestObject',
    ]);
    expect(auditOf(alert)).toMatchObject({ verb: 'get', auditID: exec.auditID });
  });

  it('then the ends of its long strings', () => {
    const alert = alertOf({ ...exec, requestURI: `/x?${big}`, annotations: { a: 'x'.repeat(10_000) } });
    expect(alert.harrier.truncated).toEqual([
      'kubernetes.audit.requestURI',
      'kubernetes.audit.annotations.a',
    ]);
    expect(auditOf(alert).requestURI).toMatch(/^\/x\?x+… \(\d+ more characters\)$/);
  });

  it('then the list of its events, but for the newest', () => {
    const events = Array.from({ length: 100 }, (_, i) =>
      sourced({ ...exec, auditID: `id-${i}` }, { origin: { source: `s3://bucket/${'k'.repeat(2000)}` } }),
    );
    const alert = alertOf(exec, { events });
    expect(alert.harrier.truncated?.slice(-2)).toEqual(['harrier.event_ids', 'harrier.events']);
    expect(alert.harrier.event_ids.at(-1)).toBe('id-99/ResponseComplete');
    expect(alert.harrier.event_count).toBe(100);
  });

  it('then what was computed', () => {
    const group = Object.fromEntries(wide.map((_, i) => [`key ${i}`, ['v']]));
    const identity = { kind: 'generation', group, number: 0 } as const;
    const alert = alertOf(exec, { values: { rows: wide }, identity });
    expect(alert.harrier.truncated?.slice(-2)).toEqual(['harrier.values', 'harrier.group']);
  });

  it('then its document, but for who and where', () => {
    const alert = alertOf(
      { _id: 'x', user: { name: 'alice' }, cloud: { region: 'eu-west-1' }, rows: wide },
      {},
      documentSource,
    );
    expect(alert.harrier.truncated).toContain('rows');
    expect(alert).toMatchObject({ user: { name: 'alice' }, cloud: { region: 'eu-west-1' } });
  });

  it('and at last what the rule says of itself', () => {
    const many = Array.from({ length: 500 }, (_, i) => `${i} ${'t'.repeat(200)}`);
    const huge: QueryRule = {
      ...rule,
      id: 'huge',
      name: big,
      description: big,
      tags: many,
      references: many,
      falsePositives: many,
      author: many,
      note: big,
      threat: many.map((name) => ({ framework: 'f', tactic: { id: name, name, reference: name } })),
    };
    const alert = alertOf({ ...exec, requestObject: { items: wide }, auditID: big }, { rule: huge });
    expect(alert.harrier.truncated?.slice(-3)).toEqual(['threat', 'rule', 'harrier']);
    expect(alert.rule.id).toBe('huge');
    expect(alert.harrier.reason).toContain('pod default/web-0');
    expect(schemaErrors(alert)).toEqual([]);
    expect(alertBytes(alert)).toBeLessThan(maxAlertBytes);
  });

  it.each([
    ['quotes, each of which SNS carries as three characters more', '"'],
    ['escapes', '\u0000'],
    ['what JSON escapes for the terminal', '\u202e'],
    ['characters of four bytes', '😀'],
  ])('is measured as it is sent: %s', (_, text) => {
    for (const share of [8, 7]) {
      const alert = alertOf({ ...exec, requestObject: { of: text.repeat(maxAlertBytes / share) } });
      expect(alertBytes(alert)).toBeLessThanOrEqual(maxAlertBytes);
      expect(schemaErrors(alert)).toEqual([]);
    }
  });

  it('is cut in the same way each time', () => {
    const event = { ...exec, requestURI: `/x?${big}`, responseObject: { items: wide } };
    expect(alertOf(event)).toEqual(alertOf(event));
  });
});

it('an alert that fits is left alone', () => {
  const alert = alertOf();
  expect(fitted(alert)).toBe(alert);
});
