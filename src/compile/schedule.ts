/** The times of a rule: how far back it looks, how often, and for how long a sequence may take. */
import { fromNow } from '../match/date.ts';
import type { Schedule } from '../rule.ts';
import { parseDate } from './literals/date.ts';
import type { Problem } from './problem.ts';
import type { LoadedRuleBase, Located } from './rules/loaded-rule.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Milliseconds of each. */
export const units = { s: 1000, m: minute, h: hour, d: day } as const;

/** Kibana's defaults. https://www.elastic.co/docs/api/doc/kibana/operation/operation-createrule */
const defaultInterval = '5m';
const defaultFrom = 'now-6m';

/** How far back `now-7d` reaches, in milliseconds. */
export function historyOf({ value, span }: Located<string>, problems: Problem[]): number {
  const length = reach(value);
  if (length !== undefined && length >= hour && length <= 90 * day) return length;
  problems.push({
    severity: 'error',
    code: 'bad-history-window',
    message: `the history window reaches back ${length === undefined ? `by \`${value}\`` : inWords(length)}; it may be from 1 hour to 90 days`,
    hint: 'write for example "now-7d"',
    span,
  });
  return day;
}

/** @returns undefined if the text is not date math that subtracts from now */
function reach(text: string): number | undefined {
  const date = parseDate(text);
  if (date?.kind !== 'math' || date.base !== 'now' || date.math.some(({ op }) => op === '/'))
    return undefined;
  // From a fixed instant, so that a build gives the same rule every day.
  const instant = Date.UTC(2026, 0, 1);
  return instant - fromNow(instant, date.math, false);
}

export function scheduleOf(loaded: LoadedRuleBase, problems: Problem[]): Schedule {
  const every = durationOf(loaded.interval ?? defaultInterval);
  const lookback = reach(loaded.from ?? defaultFrom);
  if (every !== undefined && lookback !== undefined && every > 0 && lookback >= every)
    return { every, lookback };
  const span = loaded.spanOf(lookback === undefined ? 'from' : 'interval');
  problems.push({
    severity: 'error',
    code: 'bad-schedule',
    message: `windows of \`${loaded.from ?? defaultFrom}\` every \`${loaded.interval ?? defaultInterval}\` leave events out`,
    hint: '`from` reaches back at least as far as `interval`, as in from = "now-6m" with interval = "5m"',
    ...(span && { span }),
  });
  return { every: minute, lookback: minute };
}

/** How long a sequence without a `maxspan` may take. */
export function spanOf(loaded: LoadedRuleBase, problems: Problem[]): number {
  const length = reach(loaded.from ?? defaultFrom);
  if (length !== undefined && length > 0) return length;
  const span = loaded.spanOf('from');
  problems.push({
    severity: 'error',
    code: 'bad-schedule',
    message: `\`${loaded.from}\` does not say how far back a sequence without \`maxspan\` may reach`,
    hint: 'write for example from = "now-6m", or give the sequence a `maxspan`',
    ...(span && { span }),
  });
  return minute;
}

function durationOf(text: string): number | undefined {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * units[unit as keyof typeof units];
}

function inWords(length: number): string {
  return length % day === 0 ? `${length / day} days` : `${length / hour} hours`;
}
