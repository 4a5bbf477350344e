/** What a loaded rule is at run time: its type with all defaults and durations, and the fields it groups by. */
import { fromNow } from '../match/date.ts';
import type { Rule, Schedule, SequenceRule, Suppression } from '../rule.ts';
import type { Field } from '../schema/field.ts';
import type { Reader } from '../schema/resolve.ts';
import { FieldResolver } from './field-resolver.ts';
import { parseDate } from './literals/date.ts';
import type { Problem } from './problem.ts';
import type { LoadedRule, LoadedRuleBase, Located } from './rules/loaded-rule.ts';

export interface Described {
  /** Absent if any problem is an error. */
  readonly rule?: Rule;
  readonly fields: readonly Field[];
  /** Spans refer to the rule's file. */
  readonly problems: readonly Problem[];
}

type Describable = Extract<LoadedRule, { type: 'query' | 'new_terms' | 'threshold' | 'eql' }>;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const units = { s: 1000, m: minute, h: hour, d: day } as const;

/** Kibana's defaults. https://www.elastic.co/docs/api/doc/kibana/operation/operation-createrule */
const defaultInterval = '5m';
const defaultFrom = 'now-6m';

/** What is known of a sequence from its query; `maxspan` if it has one. */
type SequenceParts = Pick<SequenceRule, 'steps' | 'keys' | 'until' | 'revision'> & {
  readonly maxspan?: number;
};

/**
 * @param reader what the events are: it knows the fields
 * @param sequence if the rule's query is one
 */
export function describeRule(loaded: Describable, reader: Reader, sequence?: SequenceParts): Described {
  const problems: Problem[] = [];
  const fields = new Map<string, Field>();
  const names = new FieldResolver(reader, problems);
  const resolve = (named: Located<string>): string => {
    const field = names.resolve({ text: named.value, span: named.span });
    if (field !== undefined) fields.set(named.value, { ...field, name: named.value });
    return named.value;
  };
  const rule = describe(loaded, sequence, resolve, problems);
  const failed = problems.some(({ severity }) => severity === 'error');
  return { ...(!failed && { rule }), fields: [...fields.values()], problems };
}

type Resolve = (named: Located<string>) => string;

function describe(
  loaded: Describable,
  sequence: SequenceParts | undefined,
  resolve: Resolve,
  problems: Problem[],
): Rule {
  const suppression = suppressionOf(loaded, resolve, problems);
  const metadata = { ...loaded.metadata, ...(suppression && { suppression }) };
  switch (loaded.type) {
    case 'query':
      return { ...metadata, type: 'query' };
    case 'eql': {
      // An EQL query of single events concludes what a KQL query does.
      if (sequence === undefined) return { ...metadata, type: 'query' };
      for (const ignored of [loaded.timestampField, loaded.tiebreakerField]) {
        if (ignored !== undefined && ignored.value !== '@timestamp') problems.push(otherOrder(ignored));
      }
      const maxspan = sequence.maxspan ?? spanOf(loaded, problems);
      return { ...metadata, type: 'sequence', ...sequence, maxspan };
    }
    case 'new_terms': {
      const { fields, historyWindowStart } = loaded.newTerms;
      const historyWindow = historyOf(historyWindowStart, problems);
      return { ...metadata, type: 'new_terms', newTermsFields: fields.map(resolve), historyWindow };
    }
    case 'threshold': {
      const { fields, value, cardinality } = loaded.threshold;
      return {
        ...metadata,
        type: 'threshold',
        groupBy: fields.map(resolve),
        value,
        cardinality: cardinality.map((each) => ({ field: resolve(each.field), value: each.value })),
        schedule: scheduleOf(loaded, problems),
      };
    }
  }
}

/** How far back `now-7d` reaches, in milliseconds. */
function historyOf({ value, span }: Located<string>, problems: Problem[]): number {
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

function scheduleOf(loaded: LoadedRuleBase, problems: Problem[]): Schedule {
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

function otherOrder({ value, span }: Located<string>): Problem {
  return {
    severity: 'warning',
    code: 'order-of-events',
    message: `events are not ordered by \`${value}\`: audit events are ordered by the time their requests were received`,
    hint: 'drop the key',
    span,
  };
}

/** How long a sequence without a `maxspan` may take. */
function spanOf(loaded: LoadedRuleBase, problems: Problem[]): number {
  const span = reach(loaded.from ?? defaultFrom);
  if (span !== undefined && span > 0) return span;
  const place = loaded.spanOf('from');
  problems.push({
    severity: 'error',
    code: 'bad-schedule',
    message: `\`${loaded.from}\` does not say how far back a sequence without \`maxspan\` may reach`,
    hint: 'write for example from = "now-6m", or give the sequence a `maxspan`',
    ...(place && { span: place }),
  });
  return minute;
}

function durationOf(text: string): number | undefined {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * units[unit as keyof typeof units];
}

function suppressionOf(loaded: Describable, resolve: Resolve, problems: Problem[]): Suppression | undefined {
  const { suppression } = loaded;
  if (suppression === undefined) return undefined;
  // A threshold rule's alerts are grouped as its signals are.
  const groupBy = loaded.type === 'threshold' ? loaded.threshold.fields : suppression.groupBy;
  const { duration, missingFields, after } = suppression;
  return {
    groupBy: groupBy.map(resolve),
    duration:
      duration === undefined ? scheduleOf(loaded, problems).every : duration.value * units[duration.unit],
    missingFields,
    ...(after !== undefined && { after }),
  };
}

function inWords(length: number): string {
  return length % day === 0 ? `${length / day} days` : `${length / hour} hours`;
}
