/**
 * Conditions on one field beside constants: Elasticsearch looks these up in its index. Any value of the field will do,
 * `not` is over all of them, and a missing field has none. Everything else is a script.
 */
import { foldCase } from '../../query/fold-case.ts';
import { textOf } from '../../query/text-of.ts';
import type { Value } from '../../query/types.ts';
import type { Field } from '../../schema/field.ts';
import type { Expression, FieldValue } from '../expression.ts';
import { addressesOf } from '../literals/address.ts';
import { equalsTest, rangeTest, type Tested } from '../literals/test-value.ts';
import type { Predicate, TextTest, ValueTest } from '../predicate.ts';
import type { Span } from '../problem.ts';
import type { Typing } from './typing.ts';

const never: Predicate = { kind: 'constant', value: false };

/** @returns undefined for a condition that is none of one field beside constants */
export function lookUp(condition: Expression, typing: Typing): Predicate | undefined {
  switch (condition.kind) {
    case 'field':
      return tested(condition, equalsTest(condition.field, 'true'), condition.span, typing);
    case 'is-null': {
      const { of } = condition;
      return of.kind === 'field' ? { kind: 'not', of: some(of.field, { kind: 'exists' }) } : undefined;
    }
    case 'compare': {
      const { op, left, right } = condition;
      if (left.kind !== 'field' || right.kind !== 'literal') return undefined;
      if (right.value === null) return never;
      const text = textOf(right.value, right.type);
      if (op === 'eq') return equals(left, text, right.span, typing);
      if (op === 'ne') return { kind: 'not', of: equals(left, text, right.span, typing) };
      return tested(left, rangeTest(left.field, op, text), right.span, typing);
    }
    case 'among': {
      const { value, list } = condition;
      if (value.kind !== 'field') return undefined;
      const texts = list.flatMap((each) => (each === null ? [] : [textOf(each, numberType(each))]));
      return { kind: 'or', of: texts.map((text) => equals(value, text, condition.span, typing)) };
    }
    case 'matches': {
      const { value, test, span } = condition;
      return value.kind === 'field' ? matching(value.field, test, span, typing) : undefined;
    }
    case 'call':
      return calling(condition, typing);
    default:
      return undefined;
  }
}

function some(field: Field, test: ValueTest): Predicate {
  return { kind: 'some', field, test };
}

function tested({ field }: FieldValue, outcome: Tested, span: Span, typing: Typing): Predicate {
  if ('test' in outcome) return some(field, outcome.test);
  const { code, message, hint } = outcome.fault;
  typing.problem('error', code, message, span, hints[code]?.(field.name) ?? hint);
  return never;
}

/** Where the remedy is written otherwise than in KQL. */
const hints: Readonly<Record<string, (name: string) => string>> = {
  'no-order': (name) => `write \`${name} == true\` or \`${name} == false\``,
  'bad-ip': (name) =>
    `write an address, such as \`"10.0.0.7"\`; for a block \`cidrMatch(${name}, "10.0.0.0/8")\``,
  'bad-date': () =>
    'write ISO 8601, such as `"2024-01-31"` or `"2024-01-31T12:00:00Z"`, or date math, such as `"now-1d/d"`',
};

function equals(field: FieldValue, text: string, span: Span, typing: Typing): Predicate {
  if (text !== '' || typing.keepsEmpty) return tested(field, equalsTest(field.field, text), span, typing);
  warnOfEmpty(span, typing);
  return never;
}

function warnOfEmpty(span: Span, typing: Typing): void {
  const message =
    'empty strings are dropped when events are read, as by Elastic’s pipeline: no value equals one';
  typing.problem('warning', 'empty-value', message, span, 'for a missing field write `field == null`');
}

/** Lists keep values without their types; a number with a fraction is no whole one. */
function numberType(value: Value): 'double' | 'long' {
  return typeof value === 'number' && !Number.isInteger(value) ? 'double' : 'long';
}

function matching(field: Field, test: TextTest, span: Span, typing: Typing): Predicate {
  const list = test.kind === 'folded' ? test.of : test;
  if (list.kind === 'keyword' && list.values.includes('') && !typing.keepsEmpty) {
    warnOfEmpty(span, typing);
    return never;
  }
  const isAny = list.kind === 'wildcard' && list.patterns.some((each) => each.every((piece) => piece === ''));
  return some(field, isAny ? { kind: 'exists' } : test);
}

type CallOf = Extract<Expression, { kind: 'call' }>;

function calling({ function: called, args, caseInsensitive }: CallOf, typing: Typing): Predicate | undefined {
  const [subject, ...others] = args;
  if (subject?.kind !== 'field') return undefined;
  const constants = others.map((each) => (each.kind === 'literal' ? each.value : undefined));
  if (constants.includes(undefined)) return undefined;
  const { field, span } = subject;
  const [text = null] = constants;
  const isKnown = !constants.includes(null) && text !== null;
  switch (called.name) {
    case 'startsWith':
      return isKnown ? piecesOf([String(text), '']) : never;
    case 'endsWith':
      return isKnown ? piecesOf(['', String(text)]) : never;
    case 'stringContains':
      return isKnown && text !== '' ? piecesOf(['', String(text), '']) : never;
    case 'cidrMatch': {
      if (!isKnown) return never;
      const of = constants.flatMap((each) => addressesOf(String(each)) ?? []);
      return some(field, { kind: 'either', of: of.map(({ from, to }) => ({ kind: 'ip', from, to })) });
    }
    default:
      return undefined;
  }

  function piecesOf(pieces: readonly string[]): Predicate {
    const patterns = [caseInsensitive ? pieces.map(foldCase) : pieces];
    const wildcard = { kind: 'wildcard', patterns } as const;
    return matching(field, caseInsensitive ? { kind: 'folded', of: wildcard } : wildcard, span, typing);
  }
}
