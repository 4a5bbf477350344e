/**
 * Sigma's correlations as sequences of EQL, which are found wherever they lie in time, and as threshold rules.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-correlation-rules-specification.md
 */

import { printName } from '../eql/print.ts';
import type { Problem, Span } from '../problem.ts';
import { nearestPlace, type TomlPlace } from '../toml/places.ts';
import { printCondition, toEql } from './eql.ts';
import { knownField } from './fields.ts';
import { toKql } from './kql.ts';
import { asRule, type Imported, type Said, textOf, textsOf } from './metadata.ts';
import { SigmaProblem, type Tree } from './tree.ts';

/** A rule that correlations may name. */
export interface Base {
  readonly tree: Tree;
  /** Its `name`, by which aliases know it. */
  readonly name: string;
}

export interface Correlated {
  readonly rules: readonly Imported[];
  readonly problems: readonly Problem[];
}

/** A sequence counts no further. */
const mostRuns = 100;
/** Rules in any order are as many sequences as there are orders. */
const mostUnordered = 3;

interface Asked {
  readonly said: Said;
  readonly correlation: Said;
  readonly bases: readonly Base[];
  readonly fileName: string;
  readonly origin: string;
  at(...path: readonly string[]): Span;
}

/** @param baseOf the rule that has an id or a name */
export function importCorrelation(
  said: Said,
  places: TomlPlace,
  baseOf: (word: string) => Base | undefined,
  fileName: string,
  origin: string,
): Correlated {
  const problems: Problem[] = [];
  try {
    const at = (...path: readonly string[]): Span =>
      nearestPlace(places, ['correlation', ...path])?.value ?? { start: 0, end: 0 };
    const correlation = said.correlation as Said;
    const words = textsOf(correlation.rules);
    if (words.length === 0)
      throw new SigmaProblem(
        'sigma-correlation',
        at('rules'),
        'the correlation names no rules',
        'give it `rules`',
      );
    const bases = words.map((word) => {
      const base = baseOf(word);
      if (base !== undefined) return base;
      throw new SigmaProblem(
        'sigma-correlation',
        at('rules'),
        `there is no rule \`${word}\` that could be imported among the files`,
        'import it with the correlation; correlations of correlations cannot be said',
      );
    });
    const asked = { said, correlation, bases, fileName, origin, at };
    return { rules: kindOf(asked)(asked, problems), problems };
  } catch (error) {
    if (!(error instanceof SigmaProblem)) throw error;
    return { rules: [], problems: [...problems, error.problem] };
  }
}

type Kind = (asked: Asked, problems: Problem[]) => readonly Imported[];

function kindOf({ correlation, at }: Asked): Kind {
  const type = textOf(correlation.type);
  switch (type) {
    case 'event_count':
      return eventCount;
    case 'value_count':
      return valueCount;
    case 'temporal':
      return temporal;
    case 'temporal_ordered':
      return ordered;
    default:
      throw new SigmaProblem(
        'sigma-unsaid',
        at('type'),
        `a correlation of type \`${type}\` cannot be said`,
        'event_count, value_count, temporal and temporal_ordered can',
      );
  }
}

/** So many events of a group, as a sequence of one kind of event. */
const eventCount: Kind = (asked, problems) => {
  const least = leastOf(asked);
  const { bases, at } = asked;
  if (least < 2)
    throw new SigmaProblem(
      'sigma-correlation',
      at('condition'),
      'one event needs no correlation',
      'use the rule itself',
    );
  if (least > mostRuns) return [thresholdOf(asked, `value = ${least}\n`)];
  const stage = stageOf({ kind: 'or', of: bases.map(({ tree }) => tree) }, problems);
  const keys = groupBy(asked).map((key) => key(bases[0] as Base));
  const text = `sequence${keys.length === 0 ? '' : ` by ${keys.join(', ')}`} with maxspan=${maxspan(asked)}\n  ${stage} with runs=${least}`;
  return [eqlRule(asked, text)];
};

/** So many values of a field. */
const valueCount: Kind = (asked) => {
  const least = leastOf(asked);
  const { correlation, at } = asked;
  const condition = correlation.condition as Said;
  const field = textOf(condition.field);
  if (field === '')
    throw new SigmaProblem(
      'sigma-unsaid',
      at('condition'),
      'values of one field are counted',
      'give the condition one `field`',
    );
  return [
    thresholdOf(
      asked,
      `value = 1\n[[rule.threshold.cardinality]]\nfield = ${JSON.stringify(nameOf(field, at('condition', 'field')))}\nvalue = ${least}\n`,
    ),
  ];
};

const ordered: Kind = (asked, problems) => [eqlRule(asked, sequenceOf(asked, asked.bases, problems))];

/** In any order: each order is a sequence. */
const temporal: Kind = (asked, problems) => {
  const { bases, at } = asked;
  if (bases.length > mostUnordered)
    throw new SigmaProblem(
      'sigma-unsaid',
      at('rules'),
      `${bases.length} rules in any order would be ${bases.length}! sequences`,
      `name at most ${mostUnordered}, or use temporal_ordered`,
    );
  const orders = permutations(bases);
  return orders.map((order, index) =>
    eqlRule(
      asked,
      sequenceOf(asked, order, index === 0 ? problems : []),
      orders.length === 1 ? undefined : `order ${index + 1} of ${orders.length}`,
      index,
    ),
  );
};

function sequenceOf(asked: Asked, order: readonly Base[], problems: Problem[]): string {
  if (asked.correlation.condition !== undefined && leastOf(asked) !== order.length)
    throw new SigmaProblem(
      'sigma-unsaid',
      asked.at('condition'),
      'some of the rules alone cannot be asked for',
      'ask for all of them',
    );
  if (order.length < 2)
    throw new SigmaProblem(
      'sigma-correlation',
      asked.at('rules'),
      'a sequence has two rules or more',
      'name another',
    );
  const keys = groupBy(asked);
  const stages = order.map((base) => {
    const own = keys.length === 0 ? '' : ` by ${keys.map((key) => key(base)).join(', ')}`;
    return `${stageOf(base.tree, problems)}${own}`;
  });
  return `sequence with maxspan=${maxspan(asked)}\n  ${stages.join('\n  ')}`;
}

function stageOf(tree: Tree, problems: Problem[]): string {
  const only = tree.kind === 'or' && tree.of.length === 1 ? tree.of[0] : undefined;
  const { condition, problems: found } = toEql(only ?? tree);
  problems.push(...found);
  return `[any where ${condition === undefined ? 'false' : printCondition(condition, '    ')}]`;
}

function eqlRule({ said, fileName, origin }: Asked, text: string, suffix?: string, index = 0): Imported {
  const name = index === 0 ? fileName : `${fileName}_${index + 1}`;
  return asRule(said, { type: 'eql', text }, name, origin, suffix);
}

/** Windows of the timespan, of which one ends every minute. */
function thresholdOf(asked: Asked, threshold: string): Imported {
  const { said, bases, fileName, origin, at } = asked;
  const [first, ...others] = bases.map(({ tree }) => tree);
  const text = toKql(
    others.length === 0 && first !== undefined ? first : { kind: 'or', of: bases.map(({ tree }) => tree) },
  );
  if (text === undefined)
    throw new SigmaProblem(
      'sigma-unsaid',
      at('rules'),
      'values are counted by threshold rules in KQL, which compares texts by case: the rules it counts cannot be said in it',
      'compare texts by `cased`, and without `re`; verbs, resources and namespaces are always in small letters',
    );
  const fields = groupBy(asked).map((key) => JSON.stringify(key(bases[0] as Base)));
  return asRule(
    said,
    {
      type: 'threshold',
      text,
      keys: { from: `now-${maxspan(asked)}`, interval: maxspan(asked).endsWith('s') ? maxspan(asked) : '1m' },
      tables: `\n[rule.threshold]\nfield = [${fields.join(', ')}]\n${threshold}`,
    },
    fileName,
    origin,
  );
}

function maxspan({ correlation, at }: Asked): string {
  const span = textOf(correlation.timespan);
  if (/^[1-9]\d{0,6}[smhd]$/.test(span)) return span;
  throw new SigmaProblem(
    'sigma-correlation',
    at('timespan'),
    `a timespan was expected, and \`${span}\` found`,
    'write a number and s, m, h or d, such as 5m',
  );
}

function leastOf({ correlation, at }: Asked): number {
  const condition = correlation.condition;
  if (typeof condition !== 'object' || condition === null)
    throw new SigmaProblem(
      'sigma-correlation',
      at('condition'),
      'the condition is no map',
      'write `condition: { gte: 10 }`',
    );
  const { field: _, ...rest } = condition as Said;
  const [[op, value] = ['', undefined], ...others] = Object.entries(rest);
  if (
    others.length > 0 ||
    (op !== 'gte' && op !== 'gt') ||
    typeof value !== 'number' ||
    !Number.isInteger(value)
  )
    throw new SigmaProblem(
      'sigma-unsaid',
      at('condition'),
      'only `gte` or `gt` with a whole number can be said: an alert cannot wait for what does not come',
      'write `gte`',
    );
  return op === 'gte' ? value : value + 1;
}

/** The fields of the groups: each by the rule whose events are meant, since aliases differ. */
function groupBy({ correlation, at }: Asked): readonly ((base: Base) => string)[] {
  const aliases = (correlation.aliases ?? {}) as Readonly<Record<string, Said>>;
  return textsOf(correlation['group-by']).map((name) => {
    const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
    return (base) => nameOf(textOf(alias?.[base.name]) || name, at('group-by'));
  });
}

function nameOf(name: string, span: Span): string {
  return printName(knownField(name, span).field.name);
}

function permutations<T>(all: readonly T[]): readonly (readonly T[])[] {
  if (all.length <= 1) return [all];
  return all.flatMap((each, index) => permutations(all.toSpliced(index, 1)).map((rest) => [each, ...rest]));
}
