/** EQL's functions, from the texts of Elastic's function reference and nothing else. */
import { blockOf } from '../address.ts';
import { isNumber, textOf, type Value } from './values.ts';

type Kind = 'any' | 'boolean' | 'ip' | 'number' | 'string' | 'whole';

export interface ReferenceFunction {
  /** What arguments may be; those from `least` on may be left out, and the last goes on if `endless`. */
  readonly kinds: readonly Kind[];
  readonly least?: number;
  readonly endless?: true;
  readonly tilde?: true;
  readonly result: string;
  /** Called without nulls, unless it says that it takes them. */
  readonly nulls?: true;
  readonly run: (args: readonly Value[], ignoreCase: boolean) => Value;
}

const cased = (text: Value, ignoreCase: boolean): string =>
  ignoreCase
    ? Array.from(String(text), (each) => {
        const lower = each.toUpperCase().toLowerCase();
        return lower.length === each.length && each.toUpperCase().length === each.length ? lower : each;
      }).join('')
    : String(text);

const calculation = (whole: (a: bigint, b: bigint) => Value, floating: (a: number, b: number) => Value) => ({
  kinds: ['number', 'number'] as const,
  result: 'number',
  run: ([a = null, b = null]: readonly Value[]): Value => {
    if (typeof a === 'bigint' && typeof b === 'bigint') return whole(a, b);
    return isNumber(a) && isNumber(b) ? floating(Number(a), Number(b)) : null;
  },
});

export const functions: Readonly<Record<string, ReferenceFunction>> = {
  add: calculation(
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  subtract: calculation(
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  multiply: calculation(
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  divide: calculation(
    (a, b) => (b === 0n ? null : a / b),
    (a, b) => (b === 0 ? null : a / b),
  ),
  modulo: calculation(
    (a, b) => (b === 0n ? null : a % b),
    (a, b) => (b === 0 ? null : a % b),
  ),
  string: { kinds: ['any'], result: 'keyword', run: ([value = null]) => textOf(value) },
  concat: { kinds: ['any'], endless: true, result: 'keyword', run: (args) => args.map(textOf).join('') },
  length: { kinds: ['string'], result: 'long', run: ([text]) => BigInt(String(text).length) },
  startswith: {
    kinds: ['string', 'string'],
    tilde: true,
    result: 'boolean',
    run: ([text = '', part = ''], ci) => cased(text, ci).slice(0, String(part).length) === cased(part, ci),
  },
  endswith: {
    kinds: ['string', 'string'],
    tilde: true,
    result: 'boolean',
    run: ([text = '', part = ''], ci) => {
      const [all, end] = [cased(text, ci), cased(part, ci)];
      return all.length >= end.length && all.slice(all.length - end.length) === end;
    },
  },
  stringcontains: {
    kinds: ['string', 'string'],
    tilde: true,
    result: 'boolean',
    run: ([text = '', part = ''], ci) => part !== '' && cased(text, ci).split(cased(part, ci)).length > 1,
  },
  indexof: {
    kinds: ['string', 'string', 'whole'],
    least: 2,
    tilde: true,
    result: 'long',
    run: ([text = '', part = '', from = 0n], ci) => {
      const [all, wanted] = [cased(text, ci), cased(part, ci)];
      for (let at = Math.max(Number(from), 0); at + wanted.length <= all.length; at++) {
        if (all.slice(at, at + wanted.length) === wanted) return BigInt(at);
      }
      return null;
    },
  },
  substring: {
    kinds: ['string', 'whole', 'whole'],
    least: 2,
    nulls: true,
    result: 'keyword',
    run: ([text = null, from = null, to = null]) => {
      if (typeof text !== 'string') return text;
      const place = (at: number) => (at < 0 ? at + text.length : at);
      const [start, end] = [place(Number(from ?? 0)), to === null ? text.length : place(Number(to))];
      return text
        .split('')
        .filter((_, index) => index >= start && index < end)
        .join('');
    },
  },
  between: {
    kinds: ['string', 'string', 'string', 'boolean'],
    least: 3,
    tilde: true,
    result: 'keyword',
    run: ([text = '', left = '', right = '', greedy = false], ci) => {
      if (typeof text !== 'string' || text === '') return text;
      const [all, before, after] = [cased(text, ci), cased(left, ci), cased(right, ci)];
      const begin = all.indexOf(before);
      if (begin < 0) return null;
      const start = begin + before.length;
      const ends = Array.from({ length: all.length - start + 1 }, (_, index) => start + index).filter((at) =>
        all.startsWith(after, at),
      );
      const end = greedy === true ? ends.at(-1) : ends[0];
      return end === undefined ? null : text.slice(start, end);
    },
  },
  number: {
    kinds: ['string', 'whole'],
    least: 1,
    nulls: true,
    result: 'number',
    run: ([text = null, base = null]) => {
      if (typeof text !== 'string') return null;
      const written = text.trim();
      const radix = base === null ? (written.startsWith('0x') ? 16 : 10) : Number(base);
      if (radix === 10) {
        if (/^[+-]?\d+$/.test(written)) return BigInt(written.replace('+', ''));
        return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(written) ? Number(written) : null;
      }
      if (radix < 2 || radix > 36) return null;
      const digits = radix === 16 ? written.replace(/^0x/, '') : written;
      const sign = digits.startsWith('-') ? -1n : 1n;
      const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, radix);
      const plain = digits.replace(/^[+-]/, '').toLowerCase();
      if (plain === '' || Array.from(plain).some((digit) => !alphabet.includes(digit))) return null;
      return (
        sign *
        Array.from(plain).reduce((sum, digit) => sum * BigInt(radix) + BigInt(alphabet.indexOf(digit)), 0n)
      );
    },
  },
  cidrmatch: {
    kinds: ['ip', 'string'],
    endless: true,
    result: 'boolean',
    run: ([address, ...blocks]) => {
      const at = blockOf(String(address));
      return blocks.some((block) => isInBlock(at?.[0], String(block)));
    },
  },
};

export function isInBlock(address: bigint | undefined, block: string): boolean {
  const [first, last] = blockOf(block) ?? [];
  return (
    address !== undefined && first !== undefined && last !== undefined && first <= address && address <= last
  );
}
