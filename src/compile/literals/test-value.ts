/**
 * A field compared with a value of a query: from the field's type and the value as written to the test of one value
 * of the field. The same for every query language. What Elasticsearch would refuse when the query runs is a fault
 * here, so that the build fails and not the search.
 */
import { parseAddress } from '../../query/address.ts';
import { longOf } from '../../schema/exact-number.ts';
import type { Field } from '../../schema/field.ts';
import type { Order, Pattern, ValueTest } from '../predicate.ts';
import { type AddressRange, addressesBy, addressesOf, parseBlock } from './address.ts';
import { dateBounds, parseDate } from './date.ts';

/** Why a field cannot be compared with a value: a problem without its place. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

export type Tested = { readonly test: ValueTest } | { readonly fault: Fault };

/**
 * Equality.
 * @param value as written in the query, without quotes and escapes; never empty
 * @returns a fault if the field's type has no such value
 */
export function equalsTest(field: Field, value: string): Tested {
  switch (field.type) {
    case 'long':
      return onNumber(field, value, (number) =>
        Number.isInteger(number)
          ? numberTest('eq', number, value)
          : fault(
              'bad-number',
              `${typeInWords(field)}, which \`${value}\` can never equal`,
              'compare with `<` or `>`',
            ),
      );
    case 'double':
      return onNumber(field, value, (number) => numberTest('eq', number, value));
    case 'version':
      return { test: { kind: 'version', op: 'eq', value } };
    case 'boolean':
      if (value === 'true' || value === 'false')
        return { test: { kind: 'boolean', value: value === 'true' } };
      return fault(
        'bad-boolean',
        `${typeInWords(field)}, and \`${value}\` is none`,
        'write `true` or `false`',
      );
    case 'date':
      return onDate(field, value, 'eq');
    case 'ip':
      return onAddress(field, value);
    case 'dynamic':
      return { test: either([...dynamicScalar(value), ...dynamicAddress(value), ...dynamicDate(value)]) };
    default:
      return { test: { kind: 'keyword', values: [value] } };
  }
}

/**
 * Order.
 * @param value as for `equalsTest`
 * @returns a fault if the field's type has no such value, or no order
 */
export function rangeTest(field: Field, op: Order, value: string): Tested {
  switch (field.type) {
    case 'long':
    case 'double':
      return onNumber(field, value, (number) => numberTest(op, number, value));
    case 'version':
      return { test: { kind: 'version', op, value } };
    case 'boolean':
      return fault(
        'no-order',
        `${typeInWords(field)}, which has no order`,
        `write \`${field.name}: true\` or \`false\``,
      );
    case 'date':
      return onDate(field, value, op);
    case 'ip': {
      const address = parseAddress(value);
      if (address === undefined)
        return badAddress(field, value, parseBlock(value) && 'for the addresses of a block write `:`');
      const ranges = addressesBy(op, address);
      if (ranges.length === 0)
        return fault('bad-ip', `no address is ${op === 'lt' ? 'below' : 'above'} \`${value}\``);
      return { test: addressTest(ranges) };
    }
    case 'dynamic': {
      const number = parseNumber(value);
      if (number !== undefined) return numberTest(op, number, value);
      const date = dynamicDate(value, op)[0];
      return { test: date ?? { kind: 'keyword-order', op, value } };
    }
    default:
      return { test: { kind: 'keyword-order', op, value } };
  }
}

/**
 * A wildcard pattern. A lone wildcard is any value, and can be asked of every type.
 * @returns a fault if the field's type is not text: Elasticsearch knows no wildcards there
 */
export function wildcardTest(field: Field, pattern: Pattern): Tested {
  if (pattern.every((piece) => piece === '')) return { test: { kind: 'exists' } };
  switch (field.type) {
    case 'ip':
    case 'long':
    case 'double':
    case 'boolean':
    case 'date':
      return fault(
        'wildcard-type',
        `${typeInWords(field)}, and wildcards match text only`,
        insteadOfWildcard(field.type, pattern),
      );
    default:
      return { test: { kind: 'wildcard', patterns: [pattern] } };
  }
}

const insteadOf = {
  long: 'compare with `<` or `>`, or list the values',
  double: 'compare with `<` or `>`, or list the values',
  boolean: 'write `true` or `false`, or a lone `*` for any value',
  date: 'a date may leave out its end: `2024-01` is the whole month',
  ip: 'write an address or a CIDR block, such as `10.0.0.7` or `10.0.0.0/8`',
} as const;

function insteadOfWildcard(type: keyof typeof insteadOf, pattern: Pattern): string {
  const octets = /^(?:\d{1,3}\.){1,3}$/
    .exec(pattern[0] ?? '')?.[0]
    .split('.')
    .slice(0, -1);
  if (type !== 'ip' || octets === undefined || pattern.length !== 2 || pattern[1] !== '')
    return insteadOf[type];
  const block = `${[...octets, '0', '0', '0'].slice(0, 4).join('.')}/${octets.length * 8}`;
  return parseBlock(block) === undefined ? insteadOf.ip : `write the CIDR block \`${block}\``;
}

/** Decimal, with an exponent if need be; what Elasticsearch's numeric fields read. */
function parseNumber(value: string): number | undefined {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value)) return undefined;
  const number = Number(value);
  // `-0` is 0 to Elasticsearch's whole numbers.
  return Number.isFinite(number) ? number || 0 : undefined;
}

function onNumber(field: Field, value: string, test: (number: number) => Tested): Tested {
  const number = parseNumber(value);
  if (number !== undefined) return test(number);
  return fault('bad-number', `${typeInWords(field)}, and \`${value}\` is none`);
}

function numberTest(op: Order | 'eq', value: number, written: string): { readonly test: ValueTest } {
  const isExact = Number.isSafeInteger(value) || longOf(written) === undefined;
  return { test: { kind: 'number', op, value, ...(!isExact && { digits: written }) } };
}

function onDate(field: Field, value: string, op: Order | 'eq'): Tested {
  const date = parseDate(value);
  if (date !== undefined) return { test: { kind: 'date', ...dateBounds(date, op) } };
  return fault(
    'bad-date',
    `${typeInWords(field)}, and \`${value}\` is none`,
    'write ISO 8601, such as `2024-01-31` or `"2024-01-31T12:00:00Z"`, epoch milliseconds, or date math, such as `now-1d/d`',
  );
}

function onAddress(field: Field, value: string): Tested {
  const found = addressesOf(value);
  return found === undefined ? badAddress(field, value) : { test: addressTest(found) };
}

function badAddress(field: Field, value: string, hint?: string): Tested {
  const found = `${typeInWords(field)}, and \`${value}\` is none`;
  if (!value.includes('/')) return fault('bad-ip', found, hint ?? insteadOf.ip);
  if (hint !== undefined)
    return fault('bad-ip', `${typeInWords(field)}, and \`${value}\` is a block of many`, hint);
  const [address = ''] = value.split('/');
  if (parseAddress(address) === undefined)
    return fault('bad-cidr', `\`${value}\` is no CIDR block: \`${address}\` is no address`, insteadOf.ip);
  const prefix =
    'the prefix is 0 to 32 for IPv4, 0 to 128 for IPv6; blocks of IPv4 addresses are written as such, not as `::ffff:…`';
  return fault('bad-cidr', `\`${value}\` is no CIDR block`, prefix);
}

function addressTest(ranges: readonly AddressRange[]): ValueTest {
  return either(ranges.map(({ from, to }) => ({ kind: 'ip', from, to })));
}

/**
 * Where the type is that of the value, a number equals every value that reads as the same number, which its own text
 * does. Past 2^53 numbers lose digits; there only the text counts.
 */
function dynamicScalar(value: string): readonly ValueTest[] {
  const number = parseNumber(value);
  const exact = number !== undefined && Math.abs(number) <= Number.MAX_SAFE_INTEGER;
  return [exact ? { kind: 'number', op: 'eq', value: number } : { kind: 'keyword', values: [value] }];
}

function dynamicAddress(value: string): readonly ValueTest[] {
  return (addressesOf(value) ?? []).map(({ from, to }) => ({ kind: 'ip', from, to }));
}

/** A bare year is a number, and `nowhere` a word: only what names a month at least is taken for a date. */
function dynamicDate(value: string, op: Order | 'eq' = 'eq'): readonly ValueTest[] {
  const date =
    /^\d{4}-\d\d/.test(value) || (op !== 'eq' && value.startsWith('now')) ? parseDate(value) : undefined;
  return date === undefined ? [] : [{ kind: 'date', ...dateBounds(date, op) }];
}

function either(of: readonly ValueTest[]): ValueTest {
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'either', of };
}

const nouns: Readonly<Partial<Record<Field['type'], string>>> = {
  long: 'a number',
  double: 'a number',
  boolean: 'a boolean',
  date: 'a date',
  ip: 'an IP address',
};

function typeInWords({ name, type }: Field): string {
  return `\`${name}\` is ${nouns[type] ?? `of type ${type}`}`;
}

function fault(code: string, message: string, hint?: string): { readonly fault: Fault } {
  return { fault: { code, message, ...(hint !== undefined && { hint }) } };
}
