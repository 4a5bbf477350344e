/** Events against the conditions of a query: which of its stages each matches. */
import { hash } from 'node:crypto';
import type { Candidate, RuleSet } from '../../match/rule-set.ts';
import type { SourcedEvent } from '../../schema/audit-event.ts';
import { headOf } from '../../schema/head.ts';
import type { Context } from '../../schema/read.ts';
import { count } from '../count.ts';
import type { Setting } from './language.ts';

export class StageMatcher {
  readonly #stages: RuleSet;
  readonly #now: number;
  readonly #seen: Recent | undefined;
  #context: Context = { origin: { source: '' }, now: 0 };
  #repeated = 0;
  #failed = 0;
  #failure = '';

  constructor(stages: RuleSet, { now, distinct }: Pick<Setting, 'distinct' | 'now'>) {
    this.#stages = stages;
    this.#now = now;
    this.#seen = distinct ? new Recent() : undefined;
  }

  contextOf({ origin, partial }: SourcedEvent): Context {
    if (origin !== this.#context.origin || partial !== this.#context.partial)
      this.#context = { origin, now: this.#now, partial };
    return this.#context;
  }

  /** @returns the stages that the event matches; none for one that has been found already */
  match(sourced: SourcedEvent): readonly Candidate[] {
    const matched = this.#matched(sourced);
    if (matched.length === 0 || this.#seen === undefined || this.#seen.add(sourced)) return matched;
    this.#repeated++;
    return [];
  }

  #matched(sourced: SourcedEvent): readonly Candidate[] {
    const head = headOf(sourced.event, sourced.partial);
    const context = this.contextOf(sourced);
    try {
      return this.#stages
        .candidates(sourced.event, head)
        .filter(({ test }) => test(sourced.event, context, head));
    } catch (error) {
      this.#failure ||= `${sourced.origin.source}:${sourced.position}: ${String(error)}`;
      this.#failed++;
      return [];
    }
  }

  /** What whoever reads the results has to know, a line each. */
  notes(): readonly string[] {
    const repeated = count(this.#repeated, 'repetition');
    const failed = count(this.#failed, 'event');
    return [
      ...(this.#repeated > 0 ? [`${repeated} of events left out: logs deliver some more than once`] : []),
      ...(this.#failed > 0
        ? [`${failed} not tested, by a fault in Harrier, which please report: ${this.#failure}`]
        : []),
    ];
  }
}

/** So many events are remembered at least, and twice as many at most. */
const remembered = 500_000;

/** The events that were found last. */
class Recent {
  #newer = new Set<string>();
  #older = new Set<string>();

  /** @returns whether it is not among them */
  add({ event, origin: { cluster, account } }: SourcedEvent): boolean {
    const digest = hash(
      'sha256',
      JSON.stringify([cluster ?? null, account ?? null, event]),
      'base64url',
    ).slice(0, 22);
    if (this.#newer.has(digest) || this.#older.has(digest)) return false;
    this.#newer.add(digest);
    if (this.#newer.size === remembered) {
      this.#older = this.#newer;
      this.#newer = new Set();
    }
    return true;
  }
}
