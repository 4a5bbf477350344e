/** What was asked for on the command line, or a usage error that says how to ask. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { suggest } from '../compile/suggest.ts';
import { UsageError } from './command.ts';

/**
 * Node's argument parser, with usage errors for its complaints.
 * @throws UsageError
 */
export function parse<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(complaint(error, Object.keys(config.options ?? {})));
  }
}

/** Node names the option or argument in quotes, an option with what it takes: `'-r, --rules <value>'`. */
function complaint(error: TypeError, options: readonly string[]): string {
  const found = /'(.*?)'/.exec(error.message)?.[1] ?? '';
  const option = /--?[^\s,]+(?= <|$)/.exec(found)?.[0] ?? found;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
      const meant = suggest(option.replace(/^-+/, ''), options);
      return `there is no option \`${option}\`${meant === undefined ? '' : `; did you mean \`--${meant}\`?`}`;
    }
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return error.message.includes('does not take')
        ? `\`${option}\` takes no value`
        : `\`${option}\` takes a value, and none was found`;
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return `\`${found}\` was not expected`;
    default:
      return error.message;
  }
}

/** @throws UsageError if the value is not one of those allowed */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined)
    throw new UsageError(`\`--${option}\` is one of ${allowed.join(', ')}; found \`${value}\``);
  return found;
}

const written = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * @returns epoch milliseconds; undefined if the option is absent
 * @throws UsageError if the value is no ISO 8601 date
 */
export function instant(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const [, day = '', zone] = written.exec(value) ?? [];
  const at = Date.parse(value === day || zone !== undefined ? value : `${value}Z`);
  // Date.parse takes February 31 for a day in March.
  if (day !== '' && !Number.isNaN(at) && new Date(`${day}T00:00Z`).toISOString().startsWith(day)) return at;
  throw new UsageError(
    `\`--${option}\` takes a date such as 2026-03-01 or 2026-03-01T10:00:00Z (UTC); found \`${value}\``,
  );
}

const ago = /^(\d{1,5})([mhd])$/;
const unit: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * As `instant`, and also a time counted back from now, such as `2h`, or `now` itself.
 * @returns epoch milliseconds; undefined if the option is absent
 * @throws UsageError if the value is neither
 */
export function instantOrAgo(option: string, value: string | undefined, now: number): number | undefined {
  if (value === 'now') return now;
  const [, number, of = ''] = ago.exec(value ?? '') ?? [];
  if (number !== undefined) return now - Number(number) * (unit[of] ?? 0);
  try {
    return instant(option, value);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(
      `\`--${option}\` takes a time such as 2026-03-01T10:00:00Z (UTC), or 30m, 2h or 3d for so long ago, or now; found \`${value}\``,
    );
  }
}
