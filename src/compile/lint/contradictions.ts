/** Conditions that exclude one another, so that no event meets all of them. */
import { isDeepStrictEqual } from 'node:util';
import type { Condition } from '../conditions/conditions.ts';
import type { Predicate } from '../predicate.ts';
import type { Problem } from '../problem.ts';

/** Fields of which an event has one value at most. */
const single =
  /\.audit\.(?:verb|stage|level|auditID|requestURI|userAgent|user\.username|impersonatedUser\.username|objectRef\.\w+|responseStatus\.(?:code|status|reason)|annotations\.authorization_k8s_io\/decision)$|^(?:user\.name|user_agent\.original|event\.action|harrier\.caller|harrier\.remote_network)$/;

/**
 * @param conditions that all have to hold
 * @returns a problem for each that leaves nothing of what those before it do
 */
export function contradictions(conditions: readonly Condition[]): readonly Problem[] {
  const asked: Predicate[] = [];
  const refused: Predicate[] = [];
  const left = new Map<string, Left>();
  return conditions.flatMap(({ predicate, span }) => {
    const isNot = predicate.kind === 'not';
    const parts = isNot ? refusedBy(predicate.of) : [predicate];
    const [mine, others] = isNot ? [refused, asked] : [asked, refused];
    mine.push(...parts);
    const message = parts.some((each) => others.some((other) => isDeepStrictEqual(each, other)))
      ? 'an earlier condition asks for the opposite'
      : parts.map((each) => exhausted(each, isNot, left)).find((each) => each !== undefined);
    if (message === undefined) return [];
    const hint = 'if either is enough, join them by `or`';
    return [{ severity: 'warning' as const, code: 'contradiction', message, hint, span }];
  });
}

/** What may not hold where this does not. */
function refusedBy(predicate: Predicate): readonly Predicate[] {
  return predicate.kind === 'or' ? predicate.of.flatMap(refusedBy) : [predicate];
}

/** What the conditions so far leave of a field's values. */
interface Left {
  /** All that it may be; undefined for any. */
  readonly values: readonly string[] | undefined;
  readonly refused: readonly string[];
  /** The least and the greatest number, and whether it is one of those. */
  readonly from: Bound;
  readonly to: Bound;
}

interface Bound {
  readonly value: number;
  readonly inclusive: boolean;
}

const any: Left = {
  values: undefined,
  refused: [],
  from: { value: Number.NEGATIVE_INFINITY, inclusive: true },
  to: { value: Number.POSITIVE_INFINITY, inclusive: true },
};

/** @returns what to say if nothing is left, and was before */
function exhausted(predicate: Predicate, isNot: boolean, known: Map<string, Left>): string | undefined {
  if (predicate.kind !== 'some' || !single.test(predicate.field.name)) return undefined;
  const { name } = predicate.field;
  const before = known.get(name) ?? any;
  const now = narrowed(before, predicate, isNot);
  known.set(name, now);
  if (isEmpty(before) || !isEmpty(now)) return undefined;
  return `\`${name}\` has one value, and an earlier condition leaves none of these`;
}

function narrowed(left: Left, { test }: Extract<Predicate, { readonly kind: 'some' }>, isNot: boolean): Left {
  if (test.kind === 'keyword') {
    if (isNot) return { ...left, refused: [...left.refused, ...test.values] };
    return { ...left, values: left.values?.filter((each) => test.values.includes(each)) ?? test.values };
  }
  // What is no number of ours passes the opposite of a test of numbers.
  if (test.kind !== 'number' || isNot || test.digits !== undefined) return left;
  const { op, value } = test;
  const bound = { value, inclusive: op === 'lte' || op === 'gte' || op === 'eq' };
  return {
    ...left,
    from: op === 'lt' || op === 'lte' ? left.from : tighter(left.from, bound, left.from.value < value),
    to: op === 'gt' || op === 'gte' ? left.to : tighter(left.to, bound, left.to.value > value),
  };
}

function tighter(one: Bound, other: Bound, otherIs: boolean): Bound {
  if (one.value === other.value) return one.inclusive ? other : one;
  return otherIs ? other : one;
}

function isEmpty({ values, refused, from, to }: Left): boolean {
  if (values?.every((each) => refused.includes(each))) return true;
  return from.value > to.value || (from.value === to.value && !(from.inclusive && to.inclusive));
}
