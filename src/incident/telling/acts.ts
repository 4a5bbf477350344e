/** What happened, act by act: several alerts may be on one act, and one act may be repeated. */
import type { Severity } from '../../rule.ts';
import { type End, endOf } from '../ends.ts';
import { type Actor, type Incident, severityRank } from '../incident.ts';
import { partsOf } from './sentence.ts';
import { shown } from './shown.ts';

export interface ToldAct {
  readonly at: number;
  /** When it was last repeated; `at` if it was not. */
  readonly last: number;
  readonly times: number;
  readonly actor: Actor;
  /** What was done, without a subject; a whole sentence if `isSentence`. Of repetitions, the newest. */
  readonly what: string;
  readonly isSentence: boolean;
  /** ` from 203.0.113.7 with kubectl 1.31.0`, or empty. */
  readonly whence: string;
  /** ` (newest of 3 requests within 4 min)`, or empty. */
  readonly tail: string;
  readonly severity: Severity;
  /** The most severe first; building blocks last. */
  readonly rules: readonly ActRule[];
  readonly end: End;
  /** Whether people have not been told of any of it. */
  readonly isNew: boolean;
}

export interface ActRule {
  readonly name: string;
  readonly severity: Severity;
  readonly isBuildingBlock: boolean;
}

type Alert = Incident['alerts'][number];

/** @param alerts in order of time */
export function actsOf(alerts: readonly Alert[]): readonly ToldAct[] {
  const byAct = new Map<string, ToldAct>();
  for (const alert of alerts) {
    const act = actOf(alert);
    const key = JSON.stringify([alert.actor.kind, alert.actor.name, alert.at, act.what]);
    const known = byAct.get(key);
    byAct.set(key, known === undefined ? act : merged(known, act));
  }
  return repeated([...byAct.values()]);
}

function actOf({ at, actor, reason, rule, severity, buildingBlock, isNew, outcome, status }: Alert): ToldAct {
  const { what, whence, tail } = partsOf(reason) ?? { what: reason, whence: '', tail: '' };
  return {
    at,
    last: at,
    times: 1,
    actor,
    what: shown(what, 300),
    isSentence: what === reason,
    whence: shown(whence, 200),
    tail: shown(tail, 200),
    severity,
    rules: [{ name: rule.name, severity, isBuildingBlock: buildingBlock }],
    end: endOf({ outcome, status }),
    isNew,
  };
}

function merged(one: ToldAct, other: ToldAct): ToldAct {
  const rules = [...one.rules, ...other.rules].sort(byImportance);
  return {
    ...one,
    tail: one.tail || other.tail,
    severity: moreSevere(one.severity, other.severity),
    rules: rules.filter(({ name }, i) => rules.findIndex((rule) => rule.name === name) === i),
    isNew: one.isNew && other.isNew,
  };
}

/** Twenty of the same one after another are one line. */
function repeated(acts: readonly ToldAct[]): readonly ToldAct[] {
  const shown: ToldAct[] = [];
  for (const act of acts) {
    const before = shown.at(-1);
    if (before === undefined || likeOf(before) !== likeOf(act)) shown.push(act);
    else shown[shown.length - 1] = { ...act, at: before.at, times: before.times + act.times };
  }
  return shown;
}

function likeOf({ actor, rules, isNew, end }: ToldAct): string {
  return JSON.stringify([actor.kind, actor.name, rules.map(({ name }) => name), isNew, end]);
}

function byImportance(a: ActRule, b: ActRule): number {
  return (
    Number(a.isBuildingBlock) - Number(b.isBuildingBlock) ||
    severityRank(b.severity) - severityRank(a.severity)
  );
}

export function moreSevere(one: Severity, other: Severity): Severity {
  return severityRank(one) >= severityRank(other) ? one : other;
}

/** @returns the one that matters most, and of equals the first; those that only building blocks tell of come last */
export function mainAct(acts: readonly ToldAct[]): ToldAct | undefined {
  const rank = ({ rules, severity }: ToldAct) =>
    rules.every(({ isBuildingBlock }) => isBuildingBlock) ? -1 : severityRank(severity);
  return acts.reduce<ToldAct | undefined>(
    (best, act) => (best === undefined || rank(act) > rank(best) ? act : best),
    undefined,
  );
}

/** @returns the one that a message is called after: what is new comes first */
export function titleAct(acts: readonly ToldAct[]): ToldAct | undefined {
  return mainAct(acts.filter(({ isNew }) => isNew)) ?? mainAct(acts);
}

/**
 * The most severe and the newest, in order of time, as many as there is room for.
 * @returns and how many of them were left out
 */
export function chosen(
  acts: readonly ToldAct[],
  limit: number,
): readonly [acts: readonly ToldAct[], leftOut: number] {
  if (acts.length <= limit) return [acts, 0];
  const byWeight = acts
    .map((act, i) => ({ act, i }))
    .sort((a, b) => severityRank(b.act.severity) - severityRank(a.act.severity) || b.i - a.i);
  const kept = new Set(byWeight.slice(0, limit).map(({ act }) => act));
  return [acts.filter((act) => kept.has(act)), acts.length - limit];
}
