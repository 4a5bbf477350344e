/** Which exceptions a day is too late for. */
import type { LocatedProblem } from '../problem.ts';
import { show } from '../rules/show.ts';
import type { LoadedException } from './loaded-exception.ts';

const day = 24 * 60 * 60 * 1000;

/** So many days before an exception ends its author is told: a change of rules takes its time to be deployed. */
const notice = 14;

/**
 * @param today as `2026-11-22`. It is passed in, so that the same files give the same module whenever they are built.
 */
export function unexpired(
  exceptions: readonly LoadedException[],
  today: string,
): {
  readonly exceptions: readonly LoadedException[];
  readonly expired: readonly LoadedException[];
  /** A warning for each that has expired or soon will. */
  readonly problems: readonly LocatedProblem[];
} {
  const left = (exception: LoadedException): number =>
    exception.expires === undefined
      ? Number.POSITIVE_INFINITY
      : (Date.parse(exception.expires.value) - Date.parse(today)) / day;
  return {
    exceptions: exceptions.filter((each) => left(each) >= 0),
    expired: exceptions.filter((each) => left(each) < 0),
    problems: exceptions.flatMap((each) => warning(each, left(each))),
  };
}

/** The instant from which an exception is applied no more, epoch milliseconds. */
export function endOf({ expires }: LoadedException): number | undefined {
  return expires === undefined ? undefined : Date.parse(expires.value) + day;
}

function warning(exception: LoadedException, left: number): LocatedProblem[] {
  const { file, expires } = exception;
  if (expires === undefined || left > notice) return [];
  const placed = { severity: 'warning', file, span: expires.span } as const;
  const rules = rulesInWords(exception);
  if (left < 0) {
    return [
      {
        ...placed,
        code: 'exception-expired',
        message: `the exception ended with ${expires.value}: it is no longer applied to ${rules}`,
        hint: 'remove it with its tests or, if its reason still stands, give it a later date',
      },
    ];
  }
  const when = left === 0 ? 'today' : left === 1 ? 'tomorrow' : `in ${left} days`;
  return [
    {
      ...placed,
      code: 'exception-expires-soon',
      message: `the exception ends ${when}, with ${expires.value}: it is then no longer applied to ${rules}`,
      hint: 'what is deployed stops applying it by itself; if its reason still stands, deploy a later date before',
    },
  ];
}

const listedRules = 3;

function rulesInWords({ rules }: LoadedException): string {
  if (rules === 'all') return 'any rule';
  const names = rules.slice(0, listedRules).map(({ name }) => show(name));
  const more = rules.length - names.length;
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
