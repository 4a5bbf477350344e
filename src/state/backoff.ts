/** Trying again what DynamoDB has refused for the moment. */
import { StateUnavailableError } from './store.ts';

/** The clock, sleep and chance that waiting needs. Tests pass their own. */
export interface Waiting {
  /** Milliseconds of a clock that never goes back. */
  readonly elapsed: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** From 0 to 1. */
  readonly random: () => number;
}

export interface RetryPolicy extends Waiting {
  /** For how long tries may begin, in milliseconds. */
  readonly patience: number;
}

/**
 * What came of a try: a result, or that a part of a batch is left to be sent again, and whether it is less than before.
 */
export type Outcome<T> =
  | { readonly result: T }
  | { readonly left: 'less' | 'as much'; readonly error?: unknown };

const firstCeiling = 50;
const lastCeiling = 2000;

/**
 * Tries until everything is done. Waits are exponential with full jitter: each is a random part of a ceiling that
 * doubles, so that clients that were refused together do not come back together. After progress the ceiling is low
 * again.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param what the request, for the message
 * @param attempt one try, given its number from 1; what it throws is a refusal if it is no answer
 * @throws StateUnavailableError when the time is up, or at once for a refusal that will not pass; the cause is what the
 * last try said
 */
export async function retry<T>(
  what: string,
  { patience, elapsed, sleep, random }: RetryPolicy,
  attempt: (tries: number) => Promise<Outcome<T>>,
): Promise<T> {
  const end = elapsed() + patience;
  let ceiling = firstCeiling;
  for (let tries = 1; ; tries++) {
    const outcome = await attempt(tries).catch((error: unknown): Outcome<T> => ({ left: 'as much', error }));
    if ('result' in outcome) return outcome.result;
    const { left, error } = outcome;
    const wait = random() * ceiling;
    if (elapsed() + wait > end || (error !== undefined && !mayPass(error))) {
      const reason = error === undefined ? 'a part of the batch is left each time' : String(error);
      throw new StateUnavailableError(`${what} failed (tries: ${tries}): ${reason}`, { cause: error });
    }
    ceiling = left === 'less' ? firstCeiling : Math.min(ceiling * 2, lastCeiling);
    await sleep(wait);
  }
}

/** What DynamoDB and the AWS front ends call "slower, please", and conflicts and delays that pass. */
const passingNames = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'RequestTimeoutException',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);

/**
 * As the SDK classifies errors, as far as DynamoDB can give them.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 * @returns whether a request that failed so may succeed when it is sent again as it is
 */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (passingNames.has(error.name)) return true;
  const { $metadata, code } = error as { $metadata?: { httpStatusCode?: number }; code?: unknown };
  const status = $metadata?.httpStatusCode;
  // Without an answer: the operating system's codes (ECONNRESET) mean the connection, Node's (ERR_…) a mistake.
  if (status === undefined) return typeof code === 'string' && /^E(?!RR_)/.test(code);
  // An answer that says yes and cannot be read was cut off on the way.
  return status === 429 || status >= 500 || status < 300;
}
