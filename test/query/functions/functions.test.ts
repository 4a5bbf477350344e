/** Functions: their examples, and that they agree with the reference evaluator's own on any arguments. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EqlExpression } from '../../../src/compile/eql/ast.ts';
import { parseEql } from '../../../src/compile/eql/parse.ts';
import { call, type Parameter, type QueryFunction } from '../../../src/query/functions/function.ts';
import { functions, functionsByName } from '../../../src/query/functions/index.ts';
import type { Type, Value } from '../../../src/query/types.ts';
import { functions as references } from '../../reference/eql/functions.ts';
import { constantOf } from '../../reference/eql/script.ts';
import type { Value as ReferenceValue } from '../../reference/eql/values.ts';

function constant(text: string): EqlExpression {
  const parsed = parseEql(`any where ${text}`);
  if ('problems' in parsed || parsed.ast.query.kind !== 'event') throw new Error(text);
  return parsed.ast.query.condition;
}

/** Evaluates calls and constants by the functions under test. */
function evaluated(expression: EqlExpression): { readonly value: Value; readonly type: Type } {
  switch (expression.kind) {
    case 'string':
      return { value: expression.value, type: 'keyword' };
    case 'integer':
      return { value: Number(expression.value), type: 'integer' };
    case 'decimal':
      return { value: expression.value, type: 'double' };
    case 'boolean':
      return { value: expression.value, type: 'boolean' };
    case 'null':
      return { value: null, type: 'null' };
    case 'negate': {
      const { value, type } = evaluated(expression.of);
      return { value: -Number(value), type };
    }
    case 'call': {
      const of = functionsByName.get(expression.name.toLowerCase());
      if (of === undefined) throw new Error(expression.name);
      const args = expression.args.map(evaluated);
      const types = args.map(({ type }) => type);
      const { caseInsensitive } = expression;
      const values = args.map(({ value }) => value);
      return { value: call(of, values, { caseInsensitive, types }), type: of.result(types) };
    }
    default:
      throw new Error(expression.kind);
  }
}

/** Whole numbers of the reference evaluator are bigints; no literal is a date. */
function plain(value: ReferenceValue): Value {
  if (value instanceof Date) throw new Error('a date');
  return typeof value === 'bigint' ? Number(value) : value === 0 ? 0 : value;
}

const examples = functions.flatMap((of) => of.examples.map((example) => [example.call, example] as const));

describe('an example', () => {
  it.each(examples)('%s', (_call, { call: text, result }) => {
    expect(evaluated(constant(text)).value).toBe(result);
    expect(plain(constantOf(constant(text)))).toBe(result);
  });
});

describe('a function', () => {
  const word = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'abAB/.ſs\u{1f600}0x '), maxLength: 8 }),
    fc.constantFrom(
      '',
      'a',
      '/',
      '10.0.0.1',
      '::ffff:10.0.0.1',
      '2001:db8::1',
      '12',
      '-7.5',
      '0xff',
      'ff',
      '1e3',
    ),
  );
  const whole = fc.integer({ min: -12, max: 12 });
  const block = fc.oneof(
    fc.tuple(fc.constantFrom('10.0.0.0', '10.0.0.1', '0.0.0.0', '192.168.0.0'), fc.nat({ max: 32 })),
    fc.tuple(fc.constantFrom('2001:db8::', 'fe80::1', '::1', '::'), fc.nat({ max: 128 })),
  );
  const address = fc.oneof(fc.ipV4(), fc.ipV6(), word);

  interface Argument {
    readonly value: Value;
    readonly type: Type;
  }

  function argumentOf({ accepts }: Parameter, isBlock: boolean): fc.Arbitrary<Argument> {
    const text = word.map((value): Argument => ({ value, type: 'keyword' }));
    const number = whole.map((value): Argument => ({ value, type: 'integer' }));
    const fraction = fc
      .double({ min: -1e9, max: 1e9, noNaN: true })
      .map((value): Argument => ({ value: value + 0, type: 'double' }));
    const yes = fc.boolean().map((value): Argument => ({ value, type: 'boolean' }));
    const kinds = {
      string: isBlock
        ? block.map(([at, bits]): Argument => ({ value: `${at}/${bits}`, type: 'keyword' }))
        : text,
      whole: number,
      number: fc.oneof(number, fraction),
      boolean: yes,
      ip: address.map((value): Argument => ({ value, type: 'ip' })),
      any: fc.oneof(text, number, fraction, yes),
    };
    const unknown: Argument = { value: null, type: 'null' };
    return fc.oneof({ weight: 9, arbitrary: kinds[accepts] }, { weight: 1, arbitrary: fc.constant(unknown) });
  }

  function argumentsOf({ name, parameters }: QueryFunction): fc.Arbitrary<readonly Argument[]> {
    const least = parameters.filter(({ optional }) => optional !== true).length;
    const repeated = parameters.at(-1)?.repeated === true ? 2 : 0;
    return fc.integer({ min: least, max: parameters.length + repeated }).chain((count) =>
      fc.tuple(
        ...Array.from({ length: count }, (_, index) => {
          const parameter = parameters[Math.min(index, parameters.length - 1)] as Parameter;
          return argumentOf(parameter, name === 'cidrMatch');
        }),
      ),
    );
  }

  it.each(functions.map((of) => [of.name, of] as const))('%s agrees with its definition', (name, of) => {
    const reference = references[name.toLowerCase()];
    if (reference === undefined) throw new Error(`no definition of ${name}`);
    fc.assert(
      fc.property(argumentsOf(of), fc.boolean(), (args, tilde) => {
        const caseInsensitive = tilde && of.hasCaseInsensitive;
        const values = args.map(({ value }) => value);
        const types = args.map(({ type }) => type);
        const exact = args.map(({ value, type }) => (type === 'integer' ? BigInt(Number(value)) : value));
        const defined =
          reference.nulls !== true && values.includes(null) ? null : reference.run(exact, caseInsensitive);
        const found = call(of, values, { caseInsensitive, types });
        expect(found).toBe(plain(Number.isNaN(defined) ? null : defined));
      }),
      { numRuns: 2000 },
    );
  });

  it('is known by one name, and so is its definition', () => {
    expect([...functionsByName.keys()].toSorted()).toEqual(Object.keys(references).toSorted());
    expect(functionsByName.size).toBe(functions.length);
  });

  it.each(functions.map((of) => [of.name, of] as const))(
    '%s says the same of itself as its definition',
    (name, of) => {
      const {
        kinds,
        least = kinds.length,
        endless = false,
        tilde = false,
      } = references[name.toLowerCase()] ?? { kinds: [] };
      expect(of.parameters.map(({ accepts }) => accepts)).toEqual(kinds);
      expect(of.parameters.filter(({ optional }) => optional !== true)).toHaveLength(least);
      expect(of.parameters.at(-1)?.repeated ?? false).toBe(endless);
      expect(of.hasCaseInsensitive).toBe(tilde);
      expect(of.doc).toMatch(/\.$/);
      expect(of.examples.length).toBeGreaterThan(2);
    },
  );
});
