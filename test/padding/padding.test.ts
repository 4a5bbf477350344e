/** Nothing hides behind padding: acts that the rules report, padded by what their caller can write, cut and delivered. */
import { describe, expect, it } from 'vitest';
import { goJson } from '../../src/cli/cases/go-json.ts';
import type { AuditEvent } from '../../src/schema/audit-event.ts';
import { alertsIn } from '../rules/alerts-of.ts';
import { delivered } from '../rules/delivered.ts';
import { isLoud, named, ruleSet, rulesWithCases } from '../rules/own-rules.ts';
import { paddings } from './padding.ts';

/** For each rule the first event that it reports by itself. */
const acts = rulesWithCases.flatMap(({ rule, cases }): [name: string, id: string, event: AuditEvent][] => {
  const alone = cases.find(({ alerts, events, cut }) => alerts > 0 && events.length === 1 && !cut);
  const [event] = alone?.events ?? [];
  return event === undefined ? [] : [[named(rule), rule.id, event]];
});

const loud = new Set(ruleSet.rules.filter(({ rule }) => isLoud(rule)).map(({ rule }) => rule.id));

/** CloudWatch's size limits of an entry, the older one and the newer. */
const limits = [256 * 1024, 1024 * 1024];

describe.each(Object.entries(paddings))('%s', (_, pad) => {
  it.each(acts)('does not hide what %s reports', async (_name, id, event) => {
    for (const limit of limits) {
      const padded = pad(event, limit);
      if (padded === undefined) continue;
      const line = Buffer.from(goJson(padded)).toString('utf8', 0, limit);
      const alerts = await alertsIn(ruleSet, delivered([line]));
      const told = alerts.filter(({ rule }) => rule.id === id || loud.has(rule.id));
      expect(told, `cut at ${limit} bytes`).not.toEqual([]);
    }
  });
});
