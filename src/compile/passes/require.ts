/** Finds what an event must have for a predicate to hold. By it the rule set finds the few rules that can match. */
import type { Dimension, Requirements } from '../../match/rule-set.ts';
import type { Field } from '../../schema/field.ts';
import type { DispatchSteps } from '../../schema/reader.ts';
import type { Predicate } from '../predicate.ts';

/**
 * Takes conditions out of a predicate that say the same as a requirement: an event that is tested meets it already.
 * @returns the predicate without those conditions, and the dimensions they were of
 */
export function residual(
  predicate: Predicate,
  requires: Requirements,
  dispatch: DispatchSteps,
): { readonly predicate: Predicate; readonly implied: readonly Dimension[] } {
  const conditions = predicate.kind === 'and' ? predicate.of : [predicate];
  const implied: Dimension[] = [];
  let left = conditions;
  for (const [dimension, steps] of Object.entries(dispatch) as [Dimension, readonly string[]][]) {
    const required = requires[dimension];
    const about = conditions.filter((each) => needed(each, steps) !== undefined);
    const [only] = about;
    // With several conditions an event with several values could meet each by another value.
    if (required === undefined || only === undefined || about.length > 1) continue;
    const values = needed(only, steps);
    if (!saysJust(only) || values?.size !== required.length) continue;
    implied.push(dimension);
    left = left.filter((each) => each !== only);
  }
  return { predicate: { kind: 'and', of: left }, implied };
}

/** Whether a condition is of one field and nothing else. */
function saysJust(predicate: Predicate): boolean {
  return predicate.kind === 'some' || (predicate.kind === 'not' && predicate.of.kind === 'some');
}

/** The values a field must have one of; `null` is its absence. Undefined: any. */
type Needed = ReadonlySet<string | null> | undefined;

/**
 * @param dispatch where events have the values of each dimension
 * @returns for each dimension the values without which the predicate is false; no entry where it may hold for any
 */
export function requirements(predicate: Predicate, dispatch: DispatchSteps): Requirements {
  const verb = strings(needed(predicate, dispatch.verb));
  const resource = strings(needed(predicate, dispatch.resource));
  const subresource = needed(predicate, dispatch.subresource);
  return {
    ...(verb && { verb }),
    ...(resource && { resource }),
    ...(subresource && { subresource: [...subresource].sort(byName) }),
  };
}

function needed(predicate: Predicate, steps: readonly string[]): Needed {
  switch (predicate.kind) {
    case 'constant':
      return predicate.value ? undefined : new Set();
    case 'some':
      return isAt(predicate.field, steps) && predicate.test.kind === 'keyword'
        ? new Set(predicate.test.values)
        : undefined;
    case 'not': {
      const { of } = predicate;
      const missing = of.kind === 'some' && of.test.kind === 'exists' && isAt(of.field, steps);
      return missing ? new Set([null]) : undefined;
    }
    case 'element':
    case 'holds':
      return undefined;
    case 'and':
      return predicate.of.map((each) => needed(each, steps)).reduce(intersection, undefined);
    case 'or':
      return predicate.of.map((each) => needed(each, steps)).reduce(union, new Set());
  }
}

function isAt({ access }: Field, steps: readonly string[]): boolean {
  return access.from === 'path' && !access.dotted && access.steps.join() === steps.join();
}

function intersection(first: Needed, second: Needed): Needed {
  if (first === undefined || second === undefined) return first ?? second;
  return first.intersection(second);
}

function union(first: Needed, second: Needed): Needed {
  return first === undefined || second === undefined ? undefined : first.union(second);
}

/** @returns undefined if absence is among the values: dispatch is by verbs and resources that are present */
function strings(values: Needed): readonly string[] | undefined {
  if (values === undefined || values.has(null)) return undefined;
  return ([...values] as string[]).sort(byName);
}

function byName(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
}
