/** Functions of dates, in UTC. https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/date-time-functions */
import { arg, type Call } from '../call.ts';
import { readText } from '../literal.ts';
import { type Amount, type One, Uncovered, type Value } from '../value.ts';

const day = 86_400_000;

/** The beginning of the stretch of time that a date is in: of the calendar, or counted from 1970. */
export function truncated(at: number, { months, days, ms }: Amount): number {
  const date = new Date(at);
  if (months > 0) {
    const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
    // Years are counted from the year 1, months of a year from January.
    const first = Math.floor((month - 12) / months) * months + 12;
    return Date.UTC(Math.floor(first / 12), first % 12);
  }
  if (days === 7) {
    const midnight = Math.floor(at / day) * day;
    return midnight - ((date.getUTCDay() + 6) % 7) * day;
  }
  const size = days > 0 ? days * day : ms;
  if (size <= 0) throw new Uncovered('such an amount of time');
  return Math.floor(at / size) * size;
}

const parts: Readonly<Record<string, (date: Date) => number>> = {
  year: (date) => date.getUTCFullYear(),
  month_of_year: (date) => date.getUTCMonth() + 1,
  day_of_month: (date) => date.getUTCDate(),
  hour_of_day: (date) => date.getUTCHours(),
  minute_of_hour: (date) => date.getUTCMinutes(),
  second_of_minute: (date) => date.getUTCSeconds(),
  day_of_week: (date) => date.getUTCDay() || 7,
};

const lengths: Readonly<Record<string, number>> = {
  day: day,
  days: day,
  hour: 3_600_000,
  hours: 3_600_000,
  minute: 60_000,
  minutes: 60_000,
  second: 1000,
  seconds: 1000,
  millisecond: 1,
  milliseconds: 1,
};

function dates(value: Value): readonly One[] {
  return value.type === 'keyword' ? value.of.flatMap((text) => readText(String(text), 'date')) : value.of;
}

export const dateFunctions: Readonly<Record<string, Call>> = {
  DATE_DIFF: (args) => {
    const length = lengths[String(arg(args, 0).of[0]).toLowerCase()];
    if (length === undefined) throw new Uncovered(`DATE_DIFF in ${arg(args, 0).of[0]}`);
    const [from, to] = [dates(arg(args, 1)), dates(arg(args, 2))];
    if (from.length !== 1 || to.length !== 1) return { type: 'integer', of: [] };
    // Zero has no sign.
    const count = Math.trunc((Number(to[0]) - Number(from[0])) / length) + 0;
    return { type: 'integer', of: Math.abs(count) < 2 ** 31 ? [count] : [] };
  },
  DATE_EXTRACT: (args) => {
    const part = parts[String(arg(args, 0).of[0]).toLowerCase()];
    if (part === undefined) throw new Uncovered(`DATE_EXTRACT of ${arg(args, 0).of[0]}`);
    const at = dates(arg(args, 1));
    return { type: 'long', of: at.length === 1 ? [BigInt(part(new Date(Number(at[0]))))] : [] };
  },
  DATE_TRUNC: (args) => {
    const [amount] = arg(args, 0).of;
    const at = dates(arg(args, 1));
    if (typeof amount !== 'object') throw new Uncovered('DATE_TRUNC by a text');
    return { type: 'date', of: at.length === 1 ? [BigInt(truncated(Number(at[0]), amount))] : [] };
  },
  NOW: (_args, now) => ({ type: 'date', of: [BigInt(now)] }),
};

export const bucket: Call = (args) => {
  const [value, size] = [arg(args, 0), arg(args, 1)];
  if (args.length === 2 && value.type === 'date')
    return dateFunctions.DATE_TRUNC?.([size, value], 0) as Value;
  if (value.of.length !== 1) return { type: 'double', of: [] };
  const width = args.length === 2 ? Number(size.of[0]) : roundWidth(args);
  return { type: 'double', of: [Math.floor(Number(value.of[0]) / width) * width] };
};

/** As many buckets as asked for at most: of a power of ten or half of one. */
function roundWidth(args: readonly Value[]): number {
  const [count, from, to] = [1, 2, 3].map((index) => arg(args, index));
  if (arg(args, 0).type === 'date') throw new Uncovered('BUCKET of dates by their number');
  const exact = (Number(to?.of[0]) - Number(from?.of[0])) / Number(count?.of[0]);
  const power = 10 ** Math.ceil(Math.log10(exact));
  return exact < power / 2 ? power / 2 : power;
}
