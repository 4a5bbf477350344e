/**
 * What a condition of the user's name says of who calls. Names are as many as nodes and service accounts, so what rules
 * they leave is remembered for each of them; who calls is one of a few, and mostly decides the same.
 */
import type { Field } from '../../schema/field.ts';
import { aws, type Caller, controlPlane } from '../../schema/own/caller.ts';
import { matchesPattern } from '../../schema/wildcard.ts';
import type { Pattern, Predicate, ValueTest } from '../predicate.ts';
import type { GatePredicates } from './gate.ts';

type Names = { readonly names: ReadonlySet<string> } | { readonly prefix: string };

/** The names that callers have, where not anybody can have them: `callerOf` in schema/own/caller.ts. */
const namesOf: Readonly<Partial<Record<Caller, readonly Names[]>>> = {
  aws: [{ names: aws }],
  control_plane: [{ names: controlPlane }],
  node: [{ prefix: 'system:node:' }, { prefix: 'system:bootstrap:' }],
  service_account: [{ prefix: 'system:serviceaccount:' }],
};

/**
 * @param callers the field that says who calls; undefined if events have none
 * @returns the gates, and one that leaves out callers of whom none has a name that the gates let pass. It follows from
 * those that there are
 */
export function withCaller(gates: GatePredicates, callers: Field | undefined): GatePredicates {
  const { username = [], caller = [] } = gates;
  const values = Object.entries(namesOf).flatMap(([name, all]) =>
    all.every((names) => username.some((each) => passes(each, names) === 'never')) ? [name] : [],
  );
  if (callers === undefined || values.length === 0) return gates;
  const some: Predicate = { kind: 'some', field: callers, test: { kind: 'keyword', values } };
  return { ...gates, caller: [{ kind: 'not', of: some }, ...caller] };
}

type Outcome = 'always' | 'never' | 'sometimes';

/** For how many of the names a predicate of the name holds; `sometimes` if in doubt. */
function passes(predicate: Predicate, names: Names): Outcome {
  switch (predicate.kind) {
    case 'constant':
      return predicate.value ? 'always' : 'never';
    case 'not':
      return opposite(passes(predicate.of, names));
    case 'and':
      return opposite(any(predicate.of.map((each) => opposite(passes(each, names)))));
    case 'or':
      return any(predicate.of.map((each) => passes(each, names)));
    case 'some':
      return passesTest(predicate.test, names);
    case 'element':
    case 'holds':
      return 'sometimes';
  }
}

function passesTest(test: ValueTest, names: Names): Outcome {
  switch (test.kind) {
    case 'exists':
      return 'always';
    case 'keyword':
      return test.values.some((value) => isAmong(value, names)) ? 'sometimes' : 'never';
    case 'wildcard':
      return any(test.patterns.map((pattern) => matches(pattern, names)));
    default:
      return 'sometimes';
  }
}

function isAmong(value: string, names: Names): boolean {
  return 'prefix' in names ? value.startsWith(names.prefix) : names.names.has(value);
}

function matches(pattern: Pattern, names: Names): Outcome {
  if ('names' in names) {
    const all = [...names.names].map((name) => matchesPattern(name, pattern));
    if (all.every(Boolean)) return 'always';
    return all.some(Boolean) ? 'sometimes' : 'never';
  }
  const [head = '', ...rest] = pattern;
  if (names.prefix.startsWith(head)) return rest.every((piece) => piece === '') ? 'always' : 'sometimes';
  return head.startsWith(names.prefix) ? 'sometimes' : 'never';
}

function any(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('always')) return 'always';
  return outcomes.includes('sometimes') ? 'sometimes' : 'never';
}

function opposite(outcome: Outcome): Outcome {
  if (outcome === 'sometimes') return outcome;
  return outcome === 'always' ? 'never' : 'always';
}
