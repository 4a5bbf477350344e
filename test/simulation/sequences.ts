/**
 * The law of sequences: the alerts hold every sequence of the whole stream, as the definition has it. Each, also those
 * beyond, was right when it was raised: the definition finds it among what was stored when its process last looked.
 */

import type { Alert } from '../../src/alert/alert.ts';
import { alertId } from '../../src/alert/identity.ts';
import { parseEql } from '../../src/compile/eql/parse.ts';
import { Act } from '../../src/correlate/act.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import type { SequenceRule } from '../../src/rule.ts';
import type { JsonObject, SourcedEvent } from '../../src/schema/audit-event.ts';
import { renderDocument } from '../../src/schema/document.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { evaluateEql } from '../reference/eql.ts';
import type { Look } from './knowledge.ts';
import type { Outcome } from './world.ts';

const origin = { source: 'all', cluster: 'prod' };

/** A stream by which alerts are judged. */
export class Definition {
  readonly #rules: readonly { readonly rule: SequenceRule; readonly query: string }[];
  readonly #documents: readonly JsonObject[];

  /** @param queries of the rules, in their order */
  constructor(ruleSet: RuleSet, queries: readonly string[], events: readonly JsonObject[]) {
    this.#rules = ruleSet.rules.flatMap(({ rule }, index) =>
      rule.type === 'sequence' ? [{ rule, query: queries[index] ?? '' }] : [],
    );
    // The stages of a request are one act.
    const acts = new Map(events.map((event) => [event.auditID, event]));
    this.#documents = [...acts.values()].map(documentOf);
  }

  /** @returns ids of the alerts on all sequences there are */
  expected(): readonly string[] {
    return this.#rules.flatMap(({ rule, query }) => idsOf(rule, query, this.#documents));
  }

  /** @returns what is wrong; empty if the law holds */
  violation({ alerts, known }: Outcome): string {
    const published = new Set(alerts.map(({ event }) => event.id));
    const lost = this.expected().filter((id) => !published.has(id));
    const faults = alerts.flatMap((alert, index) => this.#faults(alert, known[index] ?? []));
    return [...lost.map((id) => `lost ${id}`), ...faults].join('\n');
  }

  #faults({ event, rule: { id }, harrier }: Alert, known: readonly (() => Look)[]): readonly string[] {
    const found = this.#rules.find(({ rule }) => rule.id === id);
    if (found === undefined) return [`${event.id} is of no rule`];
    const { rule, query } = found;
    const isAmong = (documents: readonly JsonObject[]) => idsOf(rule, query, documents).includes(event.id);
    const ids = new Set(harrier.events.map((each) => each.id.split('/')[0]));
    const wanted = rule.steps.filter(({ isMissing }) => !isMissing).length;
    if (ids.size !== wanted) return [`the story of ${event.id} has ${ids.size} acts of ${wanted}`];
    const told = this.#documents.filter(({ auditID }) => ids.has(String(auditID)));
    if (!isAmong(told)) return [`should not be ${event.id}`];
    const looks = known
      .map((look) => look())
      .filter(({ stored }) => told.every(({ tie }) => stored.has(String(tie))));
    const isRight = looks.some((look) => isAmong(this.#documents.filter((each) => isKnown(each, look))));
    return isRight ? [] : [`was not right when it was raised: ${event.id}`];
  }
}

function isKnown({ auditID, tie }: JsonObject, { stored, delivered }: Look): boolean {
  return stored.has(String(tie)) || delivered.has(String(auditID));
}

function documentOf(event: JsonObject): JsonObject {
  const sourced: SourcedEvent = { event, origin, position: 1, partial: false };
  const { at, id } = new Act(sourced, { source: auditSource, now: 0 });
  const rendered = renderDocument(event, origin);
  return { ...rendered, '@timestamp': new Date(at).toISOString(), tie: id, auditID: event.auditID ?? '' };
}

function idsOf(rule: SequenceRule, query: string, documents: readonly JsonObject[]): readonly string[] {
  const parsed = parseEql(query);
  if ('problems' in parsed) throw new Error(query);
  const options = {
    eventCategoryField: 'event.category',
    timestampField: '@timestamp',
    tiebreakerField: 'tie',
  };
  return evaluateEql(parsed.ast, documents, options).map(({ events, joinKeys }) => {
    const names = rule.keys[0] ?? [];
    const group = Object.fromEntries(
      names.map(({ field }, index) => {
        const value = joinKeys[index] ?? null;
        return [field, value === null ? [] : [value]];
      }),
    );
    const last = String(events.at(-1)?.tie);
    return alertId({ rule, origin, identity: { kind: 'sequence', group, last }, events: [] }, auditSource);
  });
}
