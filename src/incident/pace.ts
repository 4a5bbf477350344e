/**
 * How often people are written to, whatever comes. SNS switches an e-mail subscription off for good that gets more than
 * ten messages in a second (https://repost.aws/knowledge-center/sns-email-subscription-disabled), and nobody reads sixty
 * in a minute. A token bucket: so many at once, then one from time to time.
 */

/** What is stored of it. */
export type Pace = {
  /** No message before it, epoch milliseconds. */
  readonly free: number;
  readonly tokens: number;
  /** When the tokens were counted, epoch milliseconds. */
  readonly at: number;
};

/** The shortest time between two messages, milliseconds. */
export const spacing = 1000;
/** How many may follow one another at that distance. */
export const burst = 20;
/** After which one more may be sent every so many milliseconds. */
export const refill = 15_000;

export const unhurried: Pace = { free: 0, tokens: burst, at: 0 };

/**
 * @param isPressed more waits than can be remembered for long: only the shortest time between two messages holds
 * @returns the first time from `now` on at which a message may go out, epoch milliseconds
 */
export function freeAt(pace: Pace, now: number, isPressed = false): number {
  const { tokens, at } = refilled(pace, now);
  const next = tokens >= 1 || isPressed ? now : at + refill;
  return Math.max(next, pace.free);
}

/** @returns the pace after a message at `now`, which `freeAt` allowed */
export function spent(pace: Pace, now: number): Pace {
  const { tokens, at } = refilled(pace, now);
  return { tokens: Math.max(0, tokens - 1), at, free: now + spacing };
}

/** Whole tokens only: a part of one stays in `at`. A clock that is behind adds none. */
function refilled({ tokens, at }: Pace, now: number): { readonly tokens: number; readonly at: number } {
  const more = Math.floor(Math.max(0, now - at) / refill);
  return tokens + more >= burst
    ? { tokens: burst, at: now }
    : { tokens: tokens + more, at: at + more * refill };
}
