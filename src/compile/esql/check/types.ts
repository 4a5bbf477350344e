/** Which types go together, and what they are called. */
import type { EsqlAccepts } from '../../../query/esql/function.ts';
import type { EsqlType } from '../../../query/esql/value.ts';

const members: Readonly<Record<Exclude<EsqlAccepts, EsqlType>, readonly EsqlType[] | undefined>> = {
  amount: ['date_period', 'time_duration'],
  any: undefined,
  number: ['integer', 'long', 'double'],
  string: ['keyword', 'text'],
  whole: ['integer', 'long'],
};

/** Null fits everywhere. */
export function isAccepted(type: EsqlType, accepts: readonly EsqlAccepts[]): boolean {
  return (
    type === 'null' ||
    accepts.some((each) => (isKind(each) ? (members[each]?.includes(type) ?? true) : each === type))
  );
}

function isKind(accepts: EsqlAccepts): accepts is keyof typeof members {
  return accepts in members;
}

export function isNumber(type: EsqlType): boolean {
  return type === 'integer' || type === 'long' || type === 'double';
}

export function isText(type: EsqlType): boolean {
  return type === 'keyword' || type === 'text';
}

export function isAmount(type: EsqlType): boolean {
  return type === 'date_period' || type === 'time_duration';
}

const nouns: Readonly<Record<EsqlAccepts, string>> = {
  amount: 'an amount of time',
  any: 'a value',
  boolean: 'a boolean',
  date: 'a date',
  date_period: 'a number of days, weeks, months or years',
  double: 'a floating point number',
  integer: 'a whole number',
  ip: 'an IP address',
  keyword: 'a text',
  long: 'a whole number',
  null: '`null`',
  number: 'a number',
  string: 'a text',
  text: 'a text',
  time_duration: 'a number of hours, minutes, seconds or milliseconds',
  version: 'a version',
  whole: 'a whole number',
};

export function inWords(type: EsqlAccepts): string {
  return nouns[type];
}

/** `a number, a text or a date`. */
export function anyInWords(accepts: readonly EsqlAccepts[]): string {
  const words = [...new Set(accepts.map(inWords))];
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} or ${last}`;
}
