/** What a check of the account has to say, and what AWS's answers mean to it. */

export interface Finding {
  /** With a problem the deployment would fail or stay deaf. A warning is what could not be checked, or may go wrong. */
  readonly kind: 'problem' | 'warning';
  /** What was found; what was expected. */
  readonly text: string;
  /** A command that mends it, or what else to do. */
  readonly mend?: string;
}

export function problem(text: string, mend?: string): Finding {
  return { kind: 'problem', text, ...(mend !== undefined && { mend }) };
}

export function warning(text: string, mend?: string): Finding {
  return { kind: 'warning', text, ...(mend !== undefined && { mend }) };
}

/** One word of a shell's, whatever is in it. */
export const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * @param what was to be checked, as a phrase: `the events of bucket logs`
 * @param action the IAM action it takes
 */
export function unchecked(what: string, action: string, error: unknown): Finding {
  const why = isRefusal(error) ? `whoever deploys may not ${action}` : `${action} failed: ${describe(error)}`;
  return warning(`${what} could not be checked: ${why}`);
}

/** @returns the first five, and how many there are more */
export function some(names: readonly string[]): string {
  return `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;
}

/** AWS's own words, in one line. */
export function describe(error: unknown): string {
  const { name, message, code } = error as NodeJS.ErrnoException;
  if (name === 'AbortError' || name === 'TimeoutError') return 'no answer';
  const words = (message === '' ? (code ?? name) : message).replace(/\s+/g, ' ');
  return statusOf(error) === undefined ? words : `${name}: ${words}`;
}

/** Services name it differently, and S3 answers a HEAD with a status only. */
export function isRefusal(error: unknown): boolean {
  const { name } = error as Error;
  return /^(?:AccessDenied(?:Exception)?|UnauthorizedOperation)$/.test(name) || statusOf(error) === 403;
}

/** The HTTP status that AWS answered with, if it did. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
