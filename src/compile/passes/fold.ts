/**
 * Folds what is known at build time: constant fields, fields that nothing sets, and the boolean structure around
 * them. Also joins alternatives of one field into one test, which is one look-up instead of many.
 */
import type { Field } from '../../schema/field.ts';
import type { Predicate, ValueTest } from '../predicate.ts';
import { passesText } from '../text-test.ts';

const constant = (value: boolean): Predicate => ({ kind: 'constant', value });

/** @returns an equivalent predicate; a constant if the outcome depends on no event */
export function fold(predicate: Predicate): Predicate {
  switch (predicate.kind) {
    case 'constant':
    case 'holds':
      return predicate;
    case 'some':
      return foldSome(predicate.field, predicate.test) ?? predicate;
    case 'element': {
      const of = fold(predicate.of);
      return of.kind === 'constant' && !of.value ? of : { ...predicate, of };
    }
    case 'not': {
      const of = fold(predicate.of);
      if (of.kind === 'constant') return constant(!of.value);
      return of.kind === 'not' ? of.of : { kind: 'not', of };
    }
    case 'and':
      return foldList('and', predicate.of);
    case 'or':
      return foldList('or', predicate.of);
  }
}

function foldSome({ access }: Field, test: ValueTest): Predicate | undefined {
  if (access.from === 'nowhere') return constant(false);
  const outcome = access.from === 'constant' ? holds(test, access.value) : undefined;
  return outcome === undefined ? undefined : constant(outcome);
}

/** The outcome of a test on a keyword; undefined for tests of other types. */
function holds(test: ValueTest, value: string): boolean | undefined {
  switch (test.kind) {
    case 'exists':
      return true;
    case 'keyword':
    case 'wildcard':
    case 'folded':
    case 'like':
    case 'regex':
      return passesText(test, value);
    case 'either': {
      const outcomes = test.of.map((each) => holds(each, value));
      return outcomes.includes(true) ? true : outcomes.includes(undefined) ? undefined : false;
    }
    default:
      return undefined;
  }
}

function foldList(kind: 'and' | 'or', of: readonly Predicate[]): Predicate {
  // The value that decides the whole, wherever it occurs.
  const decisive = kind === 'or';
  const kept: Predicate[] = [];
  for (const each of of.map(fold)) {
    if (each.kind === 'constant') {
      if (each.value === decisive) return constant(decisive);
    } else if (each.kind === kind) {
      for (const inner of each.of) kept.push(inner);
    } else {
      kept.push(each);
    }
  }
  const merged = kind === 'or' ? mergeAlternatives(kept) : kept;
  if (merged.length === 0) return constant(!decisive);
  return merged.length === 1 ? (merged[0] as Predicate) : { kind, of: merged };
}

/** `f:a or f:b` is one test of `f` for both; the order of first occurrence stays. */
function mergeAlternatives(of: readonly Predicate[]): readonly Predicate[] {
  const groups = Map.groupBy(of, alternativeKey);
  return [...groups].map(([key, alternatives]) => {
    const [first] = alternatives as [Predicate, ...Predicate[]];
    // One that is a key itself, and stands here more than once, says the same once.
    if (first.kind !== 'some' || first === key || alternatives.length === 1) return first;
    const tests = alternatives.flatMap((each) => (each.kind === 'some' ? [each.test] : []));
    return { ...first, test: union(tests) };
  });
}

/** The same for predicates that can be one test; others are keys themselves. */
function alternativeKey(predicate: Predicate): unknown {
  if (predicate.kind !== 'some') return predicate;
  const { test, field } = predicate;
  const kind = mergeable(test);
  return kind === undefined ? predicate : `${kind} ${JSON.stringify(field.access)} ${field.type}`;
}

/** What a test can be joined with: others of this kind. */
function mergeable(test: ValueTest): string | undefined {
  if (test.kind === 'folded') return `folded ${test.of.kind}`;
  if (test.kind === 'keyword' || test.kind === 'wildcard' || test.kind === 'ip') return test.kind;
  return isOfAddresses(test) ? 'ip' : undefined;
}

/** Whether a test is whether an address is in one of several ranges. */
export function isOfAddresses(test: ValueTest): boolean {
  return test.kind === 'either' && test.of.length > 0 && test.of.every(({ kind }) => kind === 'ip');
}

/** @param tests at least one, all mergeable as one kind */
function union(tests: readonly ValueTest[]): ValueTest {
  const list = listUnion(tests);
  if (list !== undefined) return list;
  const folded = listUnion(tests.flatMap((test) => (test.kind === 'folded' ? [test.of] : [])));
  if (folded !== undefined) return { kind: 'folded', of: folded };
  return { kind: 'either', of: tests.flatMap((test) => (test.kind === 'either' ? test.of : [test])) };
}

function listUnion(
  tests: readonly ValueTest[],
): Extract<ValueTest, { kind: 'keyword' | 'wildcard' }> | undefined {
  const values = tests.flatMap((test) => (test.kind === 'keyword' ? test.values : []));
  if (values.length > 0) return { kind: 'keyword', values: [...new Set(values)] };
  const patterns = tests.flatMap((test) => (test.kind === 'wildcard' ? test.patterns : []));
  return patterns.length > 0 ? { kind: 'wildcard', patterns } : undefined;
}
