import { describe, expect, it } from 'vitest';
import {
  equalsTest,
  rangeTest,
  type Tested,
  wildcardTest,
} from '../../../src/compile/literals/test-value.ts';
import type { ValueTest } from '../../../src/compile/predicate.ts';
import type { Field, FieldType } from '../../../src/schema/field.ts';

const types: readonly FieldType[] = [
  'keyword',
  'text',
  'long',
  'boolean',
  'date',
  'ip',
  'flattened',
  'nested',
  'object',
  'dynamic',
];

function field(type: FieldType): Field {
  return { name: 'f', type, access: { from: 'path', steps: ['f'], dotted: false } };
}

function outcome(tested: Tested): ValueTest | string {
  return 'test' in tested ? tested.test : tested.fault.code;
}

describe('equality', () => {
  it.each<[FieldType, string, ValueTest | string]>([
    ['keyword', '200', { kind: 'keyword', values: ['200'] }],
    ['text', 'a B', { kind: 'keyword', values: ['a B'] }],
    ['flattened', 'true', { kind: 'keyword', values: ['true'] }],
    ['long', '200', { kind: 'number', op: 'eq', value: 200 }],
    ['long', '2e2', { kind: 'number', op: 'eq', value: 200 }],
    ['long', '-0', { kind: 'number', op: 'eq', value: 0 }],
    ['long', '1.5', 'bad-number'],
    ['long', '1e999', 'bad-number'],
    ['long', '0x10', 'bad-number'],
    ['long', 'NaN', 'bad-number'],
    ['boolean', 'false', { kind: 'boolean', value: false }],
    ['boolean', 'False', 'bad-boolean'],
    ['ip', '10.0.0.1', { kind: 'ip', from: '10.0.0.1', to: '10.0.0.1' }],
    ['ip', '::ffff:a00:1', { kind: 'ip', from: '10.0.0.1', to: '10.0.0.1' }],
    ['ip', '10.0.0.0/33', 'bad-cidr'],
    ['ip', '10.0.0', 'bad-ip'],
    ['date', 'soon', 'bad-date'],
    ['dynamic', 'web', { kind: 'keyword', values: ['web'] }],
    ['dynamic', 'true', { kind: 'keyword', values: ['true'] }],
    ['dynamic', '3.0', { kind: 'number', op: 'eq', value: 3 }],
    ['dynamic', '90071992547409931', { kind: 'keyword', values: ['90071992547409931'] }],
    [
      'dynamic',
      '10.0.0.0/8',
      {
        kind: 'either',
        of: [
          { kind: 'keyword', values: ['10.0.0.0/8'] },
          { kind: 'ip', from: '10.0.0.0', to: '10.255.255.255' },
        ],
      },
    ],
    ['dynamic', 'now', { kind: 'keyword', values: ['now'] }],
  ])('%s %s', (type, value, expected) => {
    expect(outcome(equalsTest(field(type), value))).toEqual(expected);
  });
});

describe('order', () => {
  it.each<[FieldType, string, ValueTest | string]>([
    ['keyword', '5', { kind: 'keyword-order', op: 'gt', value: '5' }],
    ['flattened', 'a', { kind: 'keyword-order', op: 'gt', value: 'a' }],
    ['long', '.5', { kind: 'number', op: 'gt', value: 0.5 }],
    ['long', 'a', 'bad-number'],
    ['boolean', 'true', 'no-order'],
    ['date', '2024', { kind: 'date', from: { kind: 'instant', epochMs: Date.UTC(2025, 0, 1) } }],
    [
      'date',
      'now-1d',
      {
        kind: 'date',
        from: { kind: 'now', math: [{ op: '-', amount: 1, unit: 'd' }], roundUp: true, shiftMs: 1 },
      },
    ],
    ['ip', '2001:db8::', { kind: 'ip', from: '2001:db8::1', to: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff' }],
    ['ip', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'bad-ip'],
    ['ip', '10.0.0.0/8', 'bad-ip'],
    ['dynamic', '5', { kind: 'number', op: 'gt', value: 5 }],
    ['dynamic', '2024', { kind: 'number', op: 'gt', value: 2024 }],
    ['dynamic', '2024-02', { kind: 'date', from: { kind: 'instant', epochMs: Date.UTC(2024, 2, 1) } }],
    ['dynamic', 'nowhere', { kind: 'keyword-order', op: 'gt', value: 'nowhere' }],
  ])('%s > %s', (type, value, expected) => {
    expect(outcome(rangeTest(field(type), 'gt', value))).toEqual(expected);
  });
});

describe('wildcards', () => {
  it.each(types)('alone are any value of a field of type %s', (type) => {
    expect(outcome(wildcardTest(field(type), ['', '']))).toEqual({ kind: 'exists' });
  });

  it.each(types)('are of text only: %s', (type) => {
    const expected = ['long', 'boolean', 'date', 'ip'].includes(type)
      ? 'wildcard-type'
      : { kind: 'wildcard', patterns: [['a', '']] };
    expect(outcome(wildcardTest(field(type), ['a', '']))).toEqual(expected);
  });

  it.each([
    [['10.', ''], '10.0.0.0/8'],
    [['10.1.', ''], '10.1.0.0/16'],
    [['10.1.2.', ''], '10.1.2.0/24'],
    [['999.', ''], undefined],
    [['', '.1'], undefined],
  ])('that stand for a block of addresses have its CIDR form as the hint: %j', (pattern, block) => {
    const tested = wildcardTest(field('ip'), pattern);
    const hint = 'fault' in tested ? tested.fault.hint : '';
    if (block === undefined) expect(hint).not.toContain('the CIDR block');
    else expect(hint).toBe(`write the CIDR block \`${block}\``);
  });
});
