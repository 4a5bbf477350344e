/** `not` about something that a caller can write keeps whoever writes it out of sight. */
import type { Condition } from '../conditions/conditions.ts';
import type { Predicate } from '../predicate.ts';
import type { Problem } from '../problem.ts';
import { writtenByCaller } from './written.ts';

/** Lists in an object, of which one element with the value is enough to be left out; nested syntax asks for each. */
const elements = /\.(?:containers|initContainers|ephemeralContainers|volumes)\.\w/;
const objectName = /\.objectRef\.name$|^orchestrator\.resource\.name$/;

/**
 * @param required conditions that all have to hold
 * @param creates whether all that the rule is about is created by the request, so that the caller names it
 */
export function exclusions(required: readonly Condition[], creates: boolean): readonly Problem[] {
  return required.flatMap((condition) => excluded(condition).flatMap((each) => meetable(each, creates)));
}

interface Excluded {
  readonly condition: Condition;
  /** What an event is left out by. */
  readonly predicates: readonly Predicate[];
}

/** Conditions any one of which takes an event out. */
function excluded(condition: Condition): readonly Excluded[] {
  if (condition.kind === 'condition') {
    const predicates = negatedIn(condition.predicate);
    return predicates.length === 0 ? [] : [{ condition, predicates }];
  }
  if (condition.kind !== 'not') return [];
  return condition.of
    .flatMap((each) => (each.kind === 'or' ? each.of : [each]))
    .map((each) => ({ condition: each, predicates: leavesOf(each).map(({ predicate }) => predicate) }));
}

/** `field:(* and not (a or b))` is one condition, too. */
function negatedIn(predicate: Predicate): readonly Predicate[] {
  if (predicate.kind === 'not') return [predicate.of];
  return predicate.kind === 'and' ? predicate.of.flatMap(negatedIn) : [];
}

function meetable({ condition, predicates }: Excluded, creates: boolean): readonly Problem[] {
  // With something else beside it that the caller cannot write, it is no way out by itself.
  const leaves = leavesOf(condition);
  if (predicates.every(isPath)) return [];
  const ways = leaves.flatMap(({ fields }) => fields.map((name) => wayOf(name, creates)));
  if (ways.length === 0 || leaves.some(({ fields }) => fields.length === 0) || ways.includes(undefined))
    return [];
  const [first] = ways;
  return [
    {
      severity: 'warning',
      code: 'attacker-can-meet',
      message: [...new Set(ways.map((way) => way?.what))].join('; '),
      hint: first?.hint ?? '',
      span: condition.span,
    },
  ];
}

interface Way {
  readonly what: string;
  readonly hint: string;
}

const vouched = 'leave out by what the API server vouches for, such as `user.name` or `harrier.caller`';

function wayOf(field: string, creates: boolean): Way | undefined {
  const written = writtenByCaller(field);
  if (written === 'a header')
    return {
      what: 'callers add addresses by the header X-Forwarded-For: whoever adds this one is left out',
      hint: '`harrier.remote_ip` is the address at the other end of the connection, which the API server adds itself',
    };
  if (written !== undefined)
    return { what: `${written} is written by the caller: whoever writes it so is left out`, hint: vouched };
  if (creates && objectName.test(field))
    return { what: 'callers name what they create: whatever is named so is left out', hint: vouched };
  if (elements.test(field) && !field.startsWith('harrier.'))
    return {
      what: 'one such element is enough for the whole object to be left out, and callers write the list',
      hint: 'write `not harrier.containers:{ what is looked for and not what is known }`, so that each is judged',
    };
  return undefined;
}

function leavesOf(condition: Condition): readonly Condition[] {
  return condition.kind === 'condition' ? [condition] : condition.of.flatMap(leavesOf);
}

/** Where a request goes is what it is: a URI that begins so is none of another path. */
function isPath(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'not':
      return isPath(predicate.of);
    case 'and':
    case 'or':
      return predicate.of.every(isPath);
    case 'some': {
      const { test } = predicate;
      if (test.kind === 'keyword') return test.values.every((each) => each.startsWith('/'));
      return test.kind === 'wildcard' && test.patterns.every(([first = '']) => first.startsWith('/'));
    }
    default:
      return false;
  }
}
