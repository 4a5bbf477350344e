/** Functions: their examples, what each says of itself, and that none throws whatever its arguments. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EsqlAccepts,
  EsqlConstantError,
  type EsqlFunction,
  type EsqlParameter,
} from '../../../src/query/esql/function.ts';
import { esqlFunctions, functions } from '../../../src/query/esql/functions/index.ts';
import type { EsqlType, EsqlValue, Scalar } from '../../../src/query/esql/value.ts';
import { call, type Evaluated, evaluate } from './evaluate.ts';

const examples = functions.flatMap((of) => of.examples.map((example) => [example.call, example] as const));

/** Dates as text. */
function readable({ value, type }: Evaluated): EsqlValue {
  if (type !== 'date') return value;
  const texts = valuesOf(value).map((each) => new Date(each as number).toISOString());
  return texts.length > 1 ? texts : (texts[0] ?? null);
}

describe('an example', () => {
  it.each(examples)('%s', (_call, { call: text, result }) => {
    expect(readable(evaluate(text))).toEqual(result);
  });

  it.each(examples)('%s, of columns', (_call, { call: text, result }) => {
    expect(readable(evaluate(text, false))).toEqual(result);
  });
});

describe('a function', () => {
  const each = functions.map((of) => [of.name, of] as const);

  it('is known by its names alone', () => {
    const names = functions.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    expect([...esqlFunctions.keys()].toSorted()).toEqual(names.toSorted());
  });

  it.each(each)('%s says what it is', (_name, of) => {
    expect(of.doc).toMatch(/[.`]$/);
    expect(of.examples.length).toBeGreaterThan(0);
    const last = of.parameters.length - 1;
    expect(of.parameters.findIndex(({ repeated }) => repeated === true)).toBeOneOf([-1, last]);
  });

  it.each(each)('%s never throws, and gives values of its type', (_name, of) => {
    fc.assert(
      fc.property(argumentsOf(of), (args) => {
        if (of.result(args.map(({ type }) => type)) === undefined) return;
        let result: Evaluated;
        try {
          result = call(of, args, false);
        } catch (error) {
          // Only constants may be refused.
          expect(error).toBeInstanceOf(EsqlConstantError);
          expect(of.parameters.some(({ constant }) => constant === true)).toBe(true);
          return;
        }
        for (const value of valuesOf(result.value)) expect(isOf(value, result.type)).toBe(true);
        if (Array.isArray(result.value)) expect(result.value.length).toBeGreaterThan(1);
      }),
      { numRuns: 300 },
    );
  });
});

function valuesOf(value: EsqlValue): readonly Scalar[] {
  return value === null ? [] : Array.isArray(value) ? value : [value as Scalar];
}

function isOf(value: Scalar, type: EsqlType): boolean {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isInteger(value) && Math.abs(Number(value)) <= 2 ** 31;
    case 'long':
      return typeof value === 'bigint' ? !Number.isSafeInteger(Number(value)) : Number.isSafeInteger(value);
    case 'double':
      return typeof value === 'number' && Number.isFinite(value);
    case 'date':
      return Number.isInteger(value) && !Number.isNaN(new Date(value as number).getTime());
    case 'time_duration':
      return typeof value === 'number';
    case 'date_period':
      return typeof value === 'object';
    case 'null':
      return false;
    default:
      return typeof value === 'string';
  }
}

const all: readonly EsqlType[] = [
  'boolean',
  'date',
  'double',
  'integer',
  'ip',
  'keyword',
  'long',
  'text',
  'version',
];
const classes: Readonly<Partial<Record<EsqlAccepts, readonly EsqlType[]>>> = {
  amount: ['date_period', 'time_duration'],
  any: all,
  number: ['double', 'integer', 'long'],
  string: ['keyword', 'text'],
  whole: ['integer', 'long'],
};

const word = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'abAB/.%+ſs\u{1f600}0x -({[$\\"'), maxLength: 12 }),
  fc.constantFrom(
    '',
    '10.0.0.0/8',
    '12',
    '-7.5',
    '1e400',
    '%zz',
    '2024-02-30',
    'desc',
    'year',
    '{"a":[1,{"b":2}]}',
  ),
);
const long = fc.oneof(
  fc.integer({ min: -12, max: 12 }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }),
);
const scalars: Readonly<Record<string, fc.Arbitrary<Scalar>>> = {
  boolean: fc.boolean(),
  date: fc.oneof(fc.integer({ min: -1e13, max: 1e13 }), fc.constantFrom(8.64e15, -8.64e15)),
  double: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -3, max: 3 })),
  integer: fc.oneof(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.integer({ min: -12, max: 12 })),
  ip: fc.oneof(fc.ipV4(), fc.constantFrom('::1', 'fe80::1')),
  keyword: word,
  long,
  text: word,
  version: fc.oneof(word, fc.constantFrom('1.2.3', '1.2.3-rc1', '1.10')),
  date_period: fc.record({
    months: fc.integer({ min: -50, max: 50 }),
    days: fc.integer({ min: -50, max: 50 }),
  }),
  time_duration: fc.integer({ min: -1e9, max: 1e9 }),
};

function argumentOf({ accepts }: EsqlParameter): fc.Arbitrary<Evaluated> {
  const types = accepts.flatMap((each) => classes[each] ?? [each as EsqlType]);
  return fc.constantFrom(...types).chain((type) => {
    const one = scalars[type] ?? fc.constant(null);
    const value: fc.Arbitrary<EsqlValue> = fc.oneof(
      { weight: 8, arbitrary: one },
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.array(one as fc.Arbitrary<Scalar>, { minLength: 2, maxLength: 4 }) },
    );
    const isAmount = type === 'date_period' || type === 'time_duration';
    return (isAmount ? one : value).map((each): Evaluated => ({ value: each, type, warnings: [] }));
  });
}

function argumentsOf({ parameters }: EsqlFunction): fc.Arbitrary<readonly Evaluated[]> {
  const least = parameters.filter(({ optional }) => optional !== true).length;
  const repeated = parameters.at(-1)?.repeated === true ? 2 : 0;
  return fc
    .integer({ min: least, max: parameters.length + repeated })
    .chain((count) =>
      fc.tuple(
        ...Array.from({ length: count }, (_, index) =>
          argumentOf(parameters[Math.min(index, parameters.length - 1)] as EsqlParameter),
        ),
      ),
    );
}
