/**
 * The law of sequences: the alerts hold every sequence of the whole stream, as the definition has it. Those beyond are
 * sequences of what was known: of the acts that they tell of.
 */

import type { Alert } from '../../src/alert/alert.ts';
import { alertId } from '../../src/alert/identity.ts';
import { parseEql } from '../../src/compile/eql/parse.ts';
import { Act } from '../../src/correlate/act.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import type { SequenceRule } from '../../src/rule.ts';
import type { JsonObject, SourcedEvent } from '../../src/schema/audit-event.ts';
import { renderDocument } from '../../src/schema/document.ts';
import { evaluateEql } from '../reference/eql.ts';

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
  violation(alerts: readonly Alert[]): string {
    const published = new Set(alerts.map(({ event }) => event.id));
    const expected = new Set(this.expected());
    const lost = [...expected].filter((id) => !published.has(id)).map((id) => `lost ${id}`);
    return [...lost, ...alerts.flatMap((alert) => this.#faults(alert))].join('\n');
  }

  #faults({ event, rule: { id }, harrier }: Alert): readonly string[] {
    const found = this.#rules.find(({ rule }) => rule.id === id);
    if (found === undefined) return [`${event.id} is of no rule`];
    const told = new Set(harrier.events.map((each) => each.id.split('/')[0]));
    const wanted = found.rule.steps.filter(({ isMissing }) => !isMissing).length;
    if (told.size !== wanted) return [`the story of ${event.id} has ${told.size} acts of ${wanted}`];
    const known = this.#documents.filter(({ auditID }) => told.has(String(auditID)));
    const isRight = idsOf(found.rule, found.query, known).includes(event.id);
    return isRight ? [] : [`should not be ${event.id}`];
  }
}

function documentOf(event: JsonObject): JsonObject {
  const sourced: SourcedEvent = { event, origin, position: 1, partial: false };
  const { at, id } = new Act(sourced, { format: 'audit', now: 0 });
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
    return alertId({ rule, origin, identity: { kind: 'sequence', group, last }, events: [] }, 'audit');
  });
}
