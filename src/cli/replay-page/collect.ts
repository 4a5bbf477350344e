/** What a page of a replay is made of: all alerts counted, and as many as it has room for kept. */
import type { Alert } from '../../alert/fields.ts';
import type { Actor } from '../../incident/incident.ts';
import { actorKey } from '../../incident/merged-lists.ts';
import type { Severity } from '../../rule.ts';
import { attack } from '../attack/tactics.ts';
import { type AlertView, viewOf } from './alert-view.ts';
import { type Counts, noCounts, severities, sum } from './counts.ts';

/** So many alerts are on the page. A browser opens that at once; a person reads less. */
const alertLimit = 5_000;
/** Whoever calls can have many names: those beyond are counted together. */
const actorLimit = 10_000;
const addressLimit = 5;

export interface CountedActor {
  readonly actor: Actor | undefined;
  readonly counts: Counts;
  /** The first few, and how many there are. */
  readonly addresses: Set<string>;
  moreAddresses: boolean;
}

export interface CountedRule {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  readonly description: string;
  readonly note: string;
  readonly falsePositives: readonly string[];
  readonly references: readonly string[];
  readonly counts: Counts;
}

export interface CountedTactic {
  readonly id: string;
  readonly name: string;
  readonly counts: Counts;
}

export class Collected {
  readonly actors = new Map<string, CountedActor>();
  readonly rules = new Map<string, CountedRule>();
  readonly tactics = new Map<string, CountedTactic>();
  readonly counts = noCounts();
  /** Times of alerts, epoch milliseconds, by severity in the order of `severities`. */
  readonly times: readonly [number[], number[], number[], number[]] = [[], [], [], []];
  /** Clusters of alerts. */
  readonly clusters = new Set<string>();
  buildingBlocks = 0;
  #kept: AlertView[] = [];
  readonly #limit: number;

  constructor(limit = alertLimit) {
    this.#limit = limit;
  }

  add(alert: Alert): void {
    const view = viewOf(alert);
    const rank = severities.indexOf(view.severity);
    this.counts[rank as 0]++;
    if (view.buildingBlock) this.buildingBlocks++;
    if (view.at !== undefined) this.times[rank]?.push(view.at);
    if (view.cluster !== undefined && this.clusters.size < 100) this.clusters.add(view.cluster);
    this.#countActor(view, rank);
    this.#countRule(alert, rank);
    for (const { tactic } of (alert.threat ?? []).filter(({ framework }) => framework === attack)) {
      const counted = getOrMake(this.tactics, tactic.id, () => ({ ...tactic, counts: noCounts() }));
      counted.counts[rank as 0]++;
    }
    this.#kept.push(view);
    if (this.#kept.length >= 2 * this.#limit) this.#forget();
  }

  /** The alerts that the page shows, in the order of time. Of too many, the most severe; of one severity, the first. */
  alerts(): readonly AlertView[] {
    this.#forget();
    return this.#kept.toSorted(byTime);
  }

  get total(): number {
    return sum(this.counts);
  }

  #forget(): void {
    if (this.#kept.length <= this.#limit) return;
    const rank = ({ severity }: AlertView) => severities.indexOf(severity);
    this.#kept = this.#kept.toSorted((a, b) => rank(a) - rank(b) || byTime(a, b)).slice(0, this.#limit);
  }

  #countActor(view: AlertView, rank: number): void {
    const key = actorKey(view.actor);
    const isOther = this.actors.size >= actorLimit && !this.actors.has(key);
    const counted = getOrMake(this.actors, isOther ? 'others' : key, () => ({
      actor: isOther ? undefined : view.actor,
      counts: noCounts(),
      addresses: new Set<string>(),
      moreAddresses: false,
    }));
    counted.counts[rank as 0]++;
    for (const address of view.actor.addresses) {
      if (counted.addresses.size < addressLimit) counted.addresses.add(address);
      else if (!counted.addresses.has(address)) counted.moreAddresses = true;
    }
  }

  #countRule({ rule, harrier }: Alert, rank: number): void {
    const counted = getOrMake(this.rules, rule.id, () => ({
      id: rule.id,
      name: rule.name,
      severity: harrier.severity,
      description: rule.description,
      note: harrier.note ?? '',
      falsePositives: harrier.false_positives ?? [],
      references: rule.reference ?? [],
      counts: noCounts(),
    }));
    counted.counts[rank as 0]++;
  }
}

function byTime(a: AlertView, b: AlertView): number {
  return (a.at ?? Number.MAX_VALUE) - (b.at ?? Number.MAX_VALUE);
}

function getOrMake<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
