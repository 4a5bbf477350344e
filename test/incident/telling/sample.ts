/** News of incidents for the tests of their renderings: made of alerts without the joining. */
import type { Alert } from '../../../src/alert/alert.ts';
import { renderJson } from '../../../src/alert/render-json.ts';
import { endOf, endsWith, noEnds } from '../../../src/incident/ends.ts';
import {
  type Actor,
  type Incident,
  type IncidentNews,
  severityOfRank,
  severityRank,
} from '../../../src/incident/incident.ts';
import { type ReadAlert, readAlert } from '../../../src/incident/read-alert.ts';

export const id = '3fa2b1c4d5e6';

/** What kind of news it is. */
export const ofIncidents = { kind: 'incidents' } as const;

export function read(alert: Alert): ReadAlert {
  return readAlert(renderJson(alert));
}

type More = Partial<Incident>;

/** @param known ids of alerts that people were told of before */
export function incidentOf(
  found: readonly ReadAlert[],
  more: More = {},
  known: readonly string[] = [],
): Incident {
  const alerts = found.map(({ alert }) => alert).toSorted((a, b) => a.at - b.at);
  const isNew = (alertId: string) => !known.includes(alertId);
  const rank = Math.max(...alerts.map(({ severity }) => severityRank(severity)));
  const rules = unique(
    alerts.map(({ rule, severity }) => ({ ...rule, severity, alerts: 0 })),
    (rule) => rule.id,
  ).map((rule) => ({ ...rule, alerts: alerts.filter((alert) => alert.rule.id === rule.id).length }));
  return {
    id,
    severity: severityOfRank(rank),
    first: alerts[0]?.at ?? 0,
    last: alerts.at(-1)?.at ?? 0,
    places: unique(
      alerts.map(({ place }) => place),
      JSON.stringify,
    ),
    tactics: unique(
      alerts.flatMap(({ tactics }) => tactics),
      JSON.stringify,
    ),
    actors: joined(alerts.map(({ actor }) => actor)),
    entities: unique(
      alerts.flatMap(({ entity }) => entity ?? []),
      JSON.stringify,
    ).slice(0, 40),
    rules: rules.toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity)).slice(0, 40),
    alerts: alerts.slice(-40).map((alert) => ({ ...alert, isNew: isNew(alert.id) })),
    alertCount: alerts.length,
    ends: alerts.reduce((ends, alert) => endsWith(ends, endOf(alert)), noEnds),
    newIds: alerts.map((alert) => alert.id).filter(isNew),
    leftOut: { actors: 0, entities: 0, alerts: Math.max(0, alerts.length - 40) },
    merged: [],
    ...more,
  };
}

export function newsOf(
  incidents: readonly Incident[],
  found: readonly ReadAlert[],
  at: number,
): IncidentNews {
  const rules = unique(
    found.map(({ rule }) => rule),
    (rule) => rule.id,
  ).toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity));
  return { ...ofIncidents, id: 'news-1', at, incidents, rules: rules.slice(0, 10) };
}

function unique<Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] {
  const last = new Map(items.toReversed().map((item) => [key(item), item] as const));
  return [...last.values()].toReversed();
}

const lists = ['accessKeys', 'pods', 'nodes', 'impersonated', 'addresses', 'programs'] as const;

function joined(actors: readonly Actor[]): readonly Actor[] {
  const all = new Map<string, Actor>();
  for (const actor of actors) {
    const key = JSON.stringify([actor.kind, actor.name]);
    const known = all.get(key);
    const merged = lists.map((list) => [
      list,
      [...new Set([...(known?.[list] ?? []), ...actor[list]])].slice(0, 5),
    ]);
    all.set(key, { ...actor, ...known, ...Object.fromEntries(merged) });
  }
  return [...all.values()].slice(0, 20);
}
