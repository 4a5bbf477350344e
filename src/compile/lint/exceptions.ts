/** Exceptions that whoever attacks can meet: what they hold by is written by the caller. */
import type { Reader } from '../../schema/reader.ts';
import { auditTarget } from '../../source/audit/target.ts';
import { type Condition, conditionsOf } from '../conditions/conditions.ts';
import type { LoadedException } from '../exceptions/loaded-exception.ts';
import type { LocatedProblem } from '../problem.ts';
import { inFile } from '../rules/loaded-rule.ts';
import { chosenByCaller, isVouchedFor } from './written.ts';

/** @returns warnings, in the order of the text */
export function lintException({ file, condition }: LoadedException): readonly LocatedProblem[] {
  const ways = waysOf(condition.text, auditTarget.reader);
  if (ways.length === 0) return [];
  return [
    inFile(file, condition, {
      severity: 'warning',
      code: 'attacker-can-meet',
      message: `the exception holds by ${ways.join(' and ')} alone, which a caller chooses`,
      hint: 'add who calls or where: `user.name`, `harrier.caller`, groups, or the namespace',
    }),
  ];
}

/**
 * What a caller chooses for a condition in KQL to hold. What is asked for (verb, resource) is not: it is the attack.
 * @returns none if the condition needs something that the API server vouches for, or nothing that is chosen
 */
export function waysOf(text: string, reader: Reader): readonly string[] {
  const [tree] = conditionsOf({ language: 'kuery', text }, reader);
  if (tree === undefined || needsVouched(tree)) return [];
  return [
    ...new Set(leavesOf(tree).flatMap(({ fields }) => fields.flatMap((each) => chosenByCaller(each) ?? []))),
  ];
}

/** Whether the condition cannot hold without a field that is vouched for. */
function needsVouched({ kind, of, fields, predicate }: Condition): boolean {
  switch (kind) {
    case 'and':
      return of.some(needsVouched);
    case 'or':
      return of.length > 0 && of.every(needsVouched);
    case 'not':
      return false;
    case 'condition':
      return predicate.kind !== 'not' && fields.length > 0 && fields.every(isVouchedFor);
  }
}

function leavesOf(condition: Condition): readonly Condition[] {
  return condition.kind === 'condition' ? [condition] : condition.of.flatMap(leavesOf);
}
