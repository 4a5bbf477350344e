/** What follows from a predicate by its form alone. */
import { matchesPattern } from '../../schema/wildcard.ts';
import type { Predicate, ValueTest } from '../predicate.ts';

/**
 * Whether every event for which `known` holds is one for which `claim` holds. Sound but not complete: `true` is
 * certain, `false` says nothing.
 */
export function implies(known: Predicate, claim: Predicate): boolean {
  return new Implication().holds(inward(known, false), inward(claim, false));
}

/** The same predicate, with every `not` moved in as far as it goes, so that alternatives and conditions lie open. */
function inward(predicate: Predicate, negated: boolean): Predicate {
  switch (predicate.kind) {
    case 'constant':
      return { kind: 'constant', value: predicate.value !== negated };
    case 'not':
      return inward(predicate.of, !negated);
    case 'and':
    case 'or': {
      const kind = (predicate.kind === 'and') === negated ? 'or' : 'and';
      return { kind, of: predicate.of.map((each) => inward(each, negated)) };
    }
    case 'element': {
      const element: Predicate = { ...predicate, of: inward(predicate.of, false) };
      return negated ? { kind: 'not', of: element } : element;
    }
    case 'some':
    case 'holds':
      return negated ? { kind: 'not', of: predicate } : predicate;
  }
}

class Implication {
  /** Outcomes by pair of parts: the same two parts are compared many times. */
  readonly #seen = new Map<Predicate, Map<Predicate, boolean>>();

  holds(known: Predicate, claim: Predicate): boolean {
    const seen = this.#seen.get(known) ?? new Map<Predicate, boolean>();
    this.#seen.set(known, seen);
    const outcome = seen.get(claim) ?? this.#decide(known, claim);
    seen.set(claim, outcome);
    return outcome;
  }

  #decide(known: Predicate, claim: Predicate): boolean {
    if (known.kind === 'constant' && !known.value) return true;
    if (claim.kind === 'constant') return claim.value;
    if (claim.kind === 'and') return claim.of.every((each) => this.holds(known, each));
    if (known.kind === 'or') return known.of.every((each) => this.holds(each, claim));
    if (known.kind === 'and' && known.of.some((each) => this.holds(each, claim))) return true;
    if (claim.kind === 'or') return claim.of.some((each) => this.holds(known, each));
    if (known.kind === 'not' && claim.kind === 'not') return this.holds(claim.of, known.of);
    if (known.kind === 'element' && claim.kind === 'element') {
      return same(known.field, claim.field) && this.holds(known.of, claim.of);
    }
    if (known.kind === 'holds' && claim.kind === 'holds') return same(known.of, claim.of);
    return (
      known.kind === 'some' &&
      claim.kind === 'some' &&
      same(known.field, claim.field) &&
      passes(known.test, claim.test)
    );
  }
}

/** Whether a value that passes one test passes the other. */
function passes(known: ValueTest, claim: ValueTest): boolean {
  if (claim.kind === 'exists' || same(known, claim)) return true;
  if (known.kind !== 'keyword') return false;
  if (claim.kind === 'keyword') return known.values.every((value) => claim.values.includes(value));
  if (claim.kind !== 'wildcard') return false;
  return known.values.every((value) => claim.patterns.some((pattern) => matchesPattern(value, pattern)));
}

function same(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
