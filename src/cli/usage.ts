import { UsageError } from './command.ts';

/** Runs Node's argument parser and turns its complaints into usage errors. */
export function parse<T>(parser: () => T): T {
  try {
    return parser();
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

/** @throws UsageError if the value is not one of those allowed */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined)
    throw new UsageError(`--${option} is one of ${allowed.join(', ')}; found \`${value}\``);
  return found;
}

/**
 * @returns epoch milliseconds; undefined if the option is absent
 * @throws UsageError if the value is no ISO 8601 date
 */
export function instant(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const zoned = /T[\d:.]+$/.test(value) ? `${value}Z` : value;
  const at = Date.parse(zoned);
  if (/^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(at)) return at;
  throw new UsageError(
    `--${option} takes a date such as 2026-03-01 or 2026-03-01T10:00:00Z (UTC); found \`${value}\``,
  );
}
