/** What an examination finds of one thing. */
import { describe, isRefusal } from '../../../infra/preflight/finding.ts';
import { visible } from '../../text/visible.ts';

export interface Finding {
  readonly state: 'well' | 'wrong' | 'unknown';
  readonly text: string;
  /** What to do about it, a line each. */
  readonly mend?: readonly string[];
}

/** Findings of one kind, below a heading. */
export interface Section {
  readonly heading: string;
  readonly findings: readonly Finding[];
}

export const well = (text: string): Finding => ({ state: 'well', text: visible(text) });

export const wrong = (text: string, ...mend: readonly string[]): Finding => ({
  state: 'wrong',
  text: visible(text),
  mend,
});

/**
 * @param what was to be looked at, as a phrase: `the alarms`
 * @param action the IAM action that it takes
 */
export function unknown(what: string, action: string, error: unknown): Finding {
  const why = isRefusal(error) ? `${action} is not allowed` : `${action} failed: ${describe(error)}`;
  return { state: 'unknown', text: visible(`${what} could not be looked at: ${why}`) };
}

/** @param then what time it was, epoch milliseconds @returns such as `4 minutes ago` */
export function ago(then: number, now: number): string {
  const minutes = Math.max(0, Math.floor((now - then) / 60_000));
  if (minutes < 1) return 'less than a minute ago';
  if (minutes < 120) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} hours ago` : `${Math.floor(hours / 24)} days ago`;
}
