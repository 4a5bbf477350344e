/** What a loaded rule is at run time: its type with all defaults and durations, and the fields it groups by. */
import type { Rule, RuleMetadata, SequenceRule, Settling, Suppression } from '../rule.ts';
import type { Field } from '../schema/field.ts';
import type { Reader } from '../schema/reader.ts';
import type { EsqlRuleQuery } from './esql/rule/lower-rule.ts';
import { FieldResolver } from './field-resolver.ts';
import type { Problem } from './problem.ts';
import type { LoadedRule, Located } from './rules/loaded-rule.ts';
import { historyOf, scheduleOf, spanOf, units } from './schedule.ts';

export interface Described {
  /** Absent if any problem is an error. */
  readonly rule?: Rule;
  readonly fields: readonly Field[];
  /** Spans refer to the rule's file. */
  readonly problems: readonly Problem[];
}

/** What is known of a sequence from its query; `maxspan` if it has one. */
type SequenceParts = Pick<SequenceRule, 'steps' | 'keys' | 'until' | 'revision'> & {
  readonly maxspan?: number;
};

/** What a description is made with. */
interface Describing {
  /** What is known from the query, where it is more than a filter. */
  readonly sequence: SequenceParts | undefined;
  readonly esql: EsqlRuleQuery | undefined;
  readonly settling: Settling | undefined;
  /** @returns the name, and notes that the rule's matches need to read the field */
  readonly resolve: (named: Located<string>) => string;
  readonly problems: Problem[];
}

type Describe<Loaded> = (loaded: Loaded, metadata: RuleMetadata, describing: Describing) => Rule;

type Describers<Types extends LoadedRule['type']> = {
  readonly [Type in Types]: Describe<Extract<LoadedRule, { type: Type }>>;
};

/**
 * How each type of rule file whose query finds events becomes a rule. The only place that lists them: a type that is
 * also one of `Rule` is a type error here until it has an entry.
 */
const describers = {
  query: (_, metadata) => ({ ...metadata, type: 'query' }),
  eql: (loaded, metadata, { sequence, problems }) => {
    for (const ignored of [loaded.timestampField, loaded.tiebreakerField]) {
      if (ignored !== undefined && ignored.value !== '@timestamp')
        problems.push(otherOrder(ignored, sequence !== undefined));
    }
    // An EQL query of single events concludes what a KQL query does.
    if (sequence === undefined) return { ...metadata, type: 'query' };
    const maxspan = sequence.maxspan ?? spanOf(loaded, problems);
    return { ...metadata, type: 'sequence', ...sequence, maxspan };
  },
  new_terms: ({ newTerms: { fields, historyWindowStart } }, metadata, { resolve, settling, problems }) => ({
    ...metadata,
    type: 'new_terms',
    newTermsFields: fields.map(resolve),
    historyWindow: historyOf(historyWindowStart, problems),
    ...(settling && { settling }),
  }),
  threshold: (loaded, metadata, { resolve, problems }) => {
    const { fields, value, cardinality } = loaded.threshold;
    return {
      ...metadata,
      type: 'threshold',
      groupBy: fields.map(resolve),
      value,
      cardinality: cardinality.map((each) => ({ field: resolve(each.field), value: each.value })),
      schedule: scheduleOf(loaded, problems),
    };
  },
  esql: (loaded, metadata, { esql, problems }) => {
    const { counts = [], revision = '' } = esql ?? {};
    return { ...metadata, type: 'esql', schedule: scheduleOf(loaded, problems), counts, revision };
  },
} satisfies Describers<LoadedRule['type'] & Rule['type']> & Partial<Describers<LoadedRule['type']>>;

/** Rules whose query finds events: what they conclude from its matches is their type's. */
export type FilteredRule = Extract<LoadedRule, { type: keyof typeof describers }>;

export function isFiltered(rule: LoadedRule): rule is FilteredRule {
  return Object.hasOwn(describers, rule.type);
}

/**
 * @param reader what the events are: it knows the fields
 * @param known from the rule's queries
 */
export function describeRule(
  loaded: FilteredRule,
  reader: Reader,
  { sequence, esql, settling }: Partial<Pick<Describing, 'esql' | 'sequence' | 'settling'>> = {},
): Described {
  const problems: Problem[] = [];
  const fields = new Map<string, Field>();
  const names = new FieldResolver(reader, problems);
  const resolve = (named: Located<string>): string => {
    if (esql?.columns.some(({ name }) => name === named.value)) return named.value;
    if (esql?.stats !== undefined) {
      problems.push(noColumn(named, esql));
      return named.value;
    }
    const field = names.resolve({
      text: named.value,
      span: named.span,
      ...(named.file && { file: named.file }),
    });
    if (field !== undefined) fields.set(named.value, { ...field, name: named.value });
    return named.value;
  };
  const describing = { sequence, esql, settling, resolve, problems };
  const suppression = suppressionOf(loaded, describing);
  const metadata = { ...loaded.metadata, ...(suppression && { suppression }) };
  const describe = describers[loaded.type] as Describe<FilteredRule>;
  const rule = describe(loaded, metadata, describing);
  const failed = problems.some(({ severity }) => severity === 'error');
  return { ...(!failed && { rule }), fields: [...fields.values()], problems };
}

function noColumn({ value, span }: Located<string>, { columns }: EsqlRuleQuery): Problem {
  return {
    severity: 'error',
    code: 'unknown-column',
    message: `the query’s result has no column \`${value}\``,
    hint: `it has ${columns.map(({ name }) => `\`${name}\``).join(', ')}`,
    span,
  };
}

/** Both keys sort events and nothing else: https://www.elastic.co/docs/solutions/security/detect-and-alert/eql */
function otherOrder({ value, span }: Located<string>, isSequence: boolean): Problem {
  const why = isSequence
    ? 'audit events are ordered by the time their requests were received'
    : 'a query of single events has no order';
  return {
    severity: 'warning',
    code: 'order-of-events',
    message: `events are not ordered by \`${value}\`: ${why}`,
    hint: 'drop the key',
    span,
  };
}

function suppressionOf(loaded: FilteredRule, { resolve, problems }: Describing): Suppression | undefined {
  const { suppression } = loaded;
  if (suppression === undefined) return undefined;
  // A threshold rule's alerts are grouped as its signals are.
  const groupBy = 'threshold' in loaded ? loaded.threshold.fields : suppression.groupBy;
  const { duration, missingFields, after } = suppression;
  return {
    groupBy: groupBy.map(resolve),
    duration:
      duration === undefined ? scheduleOf(loaded, problems).every : duration.value * units[duration.unit],
    missingFields,
    ...(after !== undefined && { after }),
  };
}
