import { describe, expect, it } from 'vitest';
import { uniqueKeys } from '../../../src/text/redact/keys.ts';
import { isPairName, isPairValue } from '../../../src/text/redact/pairs.ts';

/** Hides what begins with `secret`. */
const judge = (key: string): string => (key.startsWith('secret') ? '[redacted]' : key);

it.each<[readonly string[], readonly string[]]>([
  [[], []],
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  // No key as short as these is a token.
  [['secret12345'], ['secret12345']],
  [['secret123456'], ['[redacted]']],
  [
    ['a', 'secret123456', 'b'],
    ['a', '[redacted]', 'b'],
  ],
  [
    ['secret123456', 'secret1234567', 'secret12345678'],
    ['[redacted]', '[redacted] 2', '[redacted] 3'],
  ],
  [
    ['secret123456', '[redacted]', 'secret1234567', '[redacted] 3'],
    ['[redacted] 2', '[redacted]', '[redacted] 4', '[redacted] 3'],
  ],
])('the keys %j', (keys, shown) => {
  expect(uniqueKeys(keys, judge)).toEqual(shown);
});

describe('members of a pair', () => {
  it.each<[string, boolean, boolean]>([
    ['name', true, false],
    ['Name', true, false],
    ['key', true, false],
    ['k', true, false],
    ['property', true, false],
    ['parameterName', true, false],
    ['parameter_key', true, false],
    ['headerName', true, false],
    ['variable_name', true, false],
    ['value', false, true],
    ['Values', false, true],
    ['v', false, true],
    ['val', false, true],
    ['default', false, true],
    ['defaultValue', false, true],
    ['stringValue', false, true],
    ['plainText', false, true],
    ['parameterValue', false, true],
    ['variable_value', false, true],
    ['username', false, false],
    ['names', false, false],
    ['apiKey', false, false],
    ['keys', false, false],
    ['valueFrom', false, false],
    ['evaluate', false, false],
    ['interval', false, false],
    ['text', false, false],
  ])('%s', (key, name, value) => {
    expect(isPairName(key)).toBe(name);
    expect(isPairValue(key)).toBe(value);
  });
});
