/**
 * Folds what is known at build time: constant fields, fields that nothing sets, and the boolean structure around
 * them. Also joins alternatives of one field into one test, which is one look-up instead of many.
 */
import type { Field } from '../../schema/field.ts';
import { matchesPattern } from '../../schema/wildcard.ts';
import type { Predicate, Test } from '../predicate.ts';

const constant = (value: boolean): Predicate => ({ kind: 'constant', value });

/** @returns an equivalent predicate; a constant if the outcome depends on no event */
export function fold(predicate: Predicate): Predicate {
  switch (predicate.kind) {
    case 'constant':
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

function foldSome({ place }: Field, test: Test): Predicate | undefined {
  if (place.from === 'nowhere') return constant(false);
  const outcome = place.from === 'constant' ? holds(test, place.value) : undefined;
  return outcome === undefined ? undefined : constant(outcome);
}

/** The outcome of a test on a keyword; undefined for tests of other types. */
function holds(test: Test, value: string): boolean | undefined {
  switch (test.kind) {
    case 'exists':
      return true;
    case 'keyword':
      return test.values.includes(value);
    case 'wildcard':
      return test.patterns.some((pattern) => matchesPattern(value, pattern));
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
      kept.push(...each.of);
    } else {
      kept.push(each);
    }
  }
  const merged = kind === 'or' ? mergeAlternatives(kept) : kept;
  if (merged.length === 0) return constant(!decisive);
  return merged.length === 1 ? (merged[0] as Predicate) : { kind, of: merged };
}

/** `f:a or f:b` is one test of `f` for both; the order of first occurrence stays. */
function mergeAlternatives(of: readonly Predicate[]): Predicate[] {
  const byField = new Map<string, number>();
  const merged: Predicate[] = [];
  for (const each of of) {
    const kind = each.kind === 'some' ? mergeable(each.test) : undefined;
    if (each.kind === 'some' && kind !== undefined) {
      const key = `${kind} ${JSON.stringify(each.field.place)} ${each.field.type}`;
      const at = byField.get(key);
      if (at !== undefined) {
        merged[at] = { ...each, test: union((merged[at] as typeof each).test, each.test) };
        continue;
      }
      byField.set(key, merged.length);
    }
    merged.push(each);
  }
  return merged;
}

/** What a test can be joined with: others of this kind. */
function mergeable(test: Test): 'keyword' | 'wildcard' | 'ip' | undefined {
  if (test.kind === 'keyword' || test.kind === 'wildcard' || test.kind === 'ip') return test.kind;
  return isOfAddresses(test) ? 'ip' : undefined;
}

/** Whether a test is whether an address is in one of several ranges. */
export function isOfAddresses(test: Test): boolean {
  return test.kind === 'either' && test.of.length > 0 && test.of.every(({ kind }) => kind === 'ip');
}

function union(first: Test, second: Test): Test {
  if (first.kind === 'keyword' && second.kind === 'keyword') {
    return { kind: 'keyword', values: [...new Set([...first.values, ...second.values])] };
  }
  if (first.kind === 'wildcard' && second.kind === 'wildcard') {
    return { kind: 'wildcard', patterns: [...first.patterns, ...second.patterns] };
  }
  if (mergeable(first) === 'ip' && mergeable(second) === 'ip') {
    return {
      kind: 'either',
      of: [first, second].flatMap((test) => (test.kind === 'either' ? test.of : [test])),
    };
  }
  throw new Error(`tests of different kinds: ${first.kind}, ${second.kind}`);
}
