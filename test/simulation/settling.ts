/** What settling new terms are judged by: which of what is new an orderly run must tell of, by the definition alone. */
import type { Alert } from '../../src/alert/alert.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { clusterLength, start } from './kinds.ts';

/**
 * What is new, and when, to within a cluster of events. Ids do not tell it: they count what was new by the order of arrival,
 * and what was new in silence counts as well.
 */
export function novelty({ rule, harrier, '@timestamp': time }: Alert): string {
  return noveltyOf(rule.id, harrier.group ?? {}, Date.parse(String(time)));
}

function noveltyOf(rule: string, group: Readonly<Record<string, unknown>>, at: number): string {
  return JSON.stringify([rule, group, Math.floor((at - start) / clusterLength)]);
}

/** @returns what is told of by alerts that cannot be recognised as the same */
export function repeatedNovelties(alerts: readonly Alert[]): readonly string[] {
  const byNovelty = Map.groupBy(alerts, novelty);
  return [...byNovelty]
    .filter(([, found]) => new Set(found.map(({ event }) => event.id)).size > 1)
    .map(([of]) => of);
}

/** Of each combination and cluster of events the earliest counts: it is told of unless its account was just created. */
export function unsettledNovelties({ rules }: RuleSet, events: readonly JsonObject[]): readonly string[] {
  const acts = events.filter(({ verb }) => verb === 'get');
  const creations = events
    .filter(({ verb, responseStatus }) => verb === 'create' && isDone(responseStatus as JsonObject))
    .map((event) => ({ at: timeOf(event), account: accountOf(event.objectRef as JsonObject) }));
  return rules.flatMap(({ rule }) => {
    if (rule.type !== 'new_terms') throw new Error('not a rule of new terms');
    const { newTermsFields: fields, settling: { duration = 0 } = {} } = rule;
    const earliest = new Map<string, { readonly at: number; readonly account: string }>();
    for (const event of acts) {
      const account = String((event.user as JsonObject).username);
      const values = { 'user.name': [account], 'user_agent.original': [event.userAgent] };
      const group = Object.fromEntries(fields.map((field) => [field, values[field as keyof typeof values]]));
      const at = timeOf(event);
      const key = noveltyOf(rule.id, group, at);
      if (at < (earliest.get(key)?.at ?? Number.POSITIVE_INFINITY)) earliest.set(key, { at, account });
    }
    return [...earliest]
      .filter(
        ([, { at, account }]) =>
          !creations.some(
            (created) => created.account === account && created.at <= at && at < created.at + duration,
          ),
      )
      .map(([key]) => key);
  });
}

function isDone({ code }: JsonObject): boolean {
  return code === 201;
}

function timeOf({ requestReceivedTimestamp }: JsonObject): number {
  return Date.parse(String(requestReceivedTimestamp));
}

function accountOf({ namespace, name }: JsonObject): string {
  return `system:serviceaccount:${namespace}:${name}`;
}
