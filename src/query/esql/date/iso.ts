/** Dates as ISO 8601 text, the form in which Elasticsearch takes and gives them. */
import { daysIn, hour, minute, startOfDay } from './instant.ts';

const form =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(?:(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?$/;

/**
 * Reads the format `strict_date_optional_time`: from the right, parts may be left out.
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/mapping-date-format
 * @returns epoch milliseconds, undefined if the text is no date
 */
export function parseIso(text: string): number | undefined {
  const found = form.exec(text);
  if (found === null) return undefined;
  const [year, month, day, hours, minutes, seconds] = found
    .slice(1, 7)
    .map((part, index) => Number(part ?? (index === 1 || index === 2 ? 1 : 0))) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month - 1)) return undefined;
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const milliseconds = Number((found[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const time = hours * hour + minutes * minute + seconds * 1000 + milliseconds;
  const offset = offsetOf(found[8] ?? 'Z');
  return offset === undefined ? undefined : startOfDay(year, month - 1, day) + time - offset;
}

/** @param text `Z`, `+01`, `+0130` or `+01:30`. @returns milliseconds, undefined beyond 18 hours */
export function offsetOf(text: string): number | undefined {
  if (text === 'Z') return 0;
  const digits = text.slice(1).replace(':', '').padEnd(4, '0');
  const size = Number(digits.slice(0, 2)) * hour + Number(digits.slice(2)) * minute;
  if (size > 18 * hour || Number(digits.slice(2)) > 59) return undefined;
  return text.startsWith('-') ? -size : size;
}

export function isoText(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
