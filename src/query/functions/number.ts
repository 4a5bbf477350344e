import type { Value } from '../types.ts';
import type { QueryFunction } from './function.ts';

export const number: QueryFunction = {
  name: 'number',
  languages: ['eql'],
  parameters: [
    { name: 'string', accepts: 'string' },
    { name: 'base_num', accepts: 'whole', optional: true, constant: true },
  ],
  result: () => 'double',
  hasCaseInsensitive: false,
  nulls: 'own',
  evaluate: ([text = null, base = null]) => {
    if (text === null) return null;
    const trimmed = String(text).trim();
    const isHex = trimmed.startsWith('0x');
    const radix = base === null ? (isHex ? 16 : 10) : Number(base);
    if (radix === 10) return decimal(trimmed);
    return whole(isHex && radix === 16 ? trimmed.slice(2) : trimmed, radix);
  },
  examples: [
    { call: 'number("403")', result: 403 },
    { call: 'number(" -4.5 ")', result: -4.5 },
    { call: 'number("+7")', result: 7 },
    { call: 'number("0xff")', result: 255 },
    { call: 'number("ff", 16)', result: 255 },
    { call: 'number("0xff", 16)', result: 255 },
    { call: 'number("-1010", 2)', result: -10 },
    { call: 'number("42", null)', result: 42 },
    { call: 'number("12", 2)', result: null },
    { call: 'number("four")', result: null },
    { call: 'number("")', result: null },
    { call: 'number(null, 16)', result: null },
  ],
  doc: 'The number that a text writes, in a base from 2 to 36; without one in base 16 if the text begins with `0x`, else in base 10. A text that writes none gives `null`.',
};

function decimal(text: string): Value {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : null;
}

function whole(text: string, radix: number): Value {
  const found = /^([+-]?)([0-9a-z]+)$/i.exec(text);
  if (found === null || radix < 2 || radix > 36) return null;
  const digits = Array.from(found[2] as string, (digit) => Number.parseInt(digit, 36));
  if (digits.some((digit) => digit >= radix)) return null;
  const size = digits.reduce((sum, digit) => sum * radix + digit, 0);
  return found[1] === '-' ? -size + 0 : size;
}
