/** Functions of numbers. https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/math-functions */
import { arg, type Call } from '../call.ts';
import { fitting, type One, type Value, type ValueType } from '../value.ts';

/** Of one number; the type is the argument's without another. */
function ofNumber(of: (value: One, type: ValueType) => bigint | number, to?: ValueType): Call {
  return (args) => {
    const { type, of: values } = arg(args, 0);
    const result = to ?? type;
    return { type: result, of: values.length === 1 ? fitting(of(values[0] as One, type), result) : [] };
  };
}

/** Away from zero where it is halfway; with more digits than it has it is itself. */
function rounded(value: number, digits: number): number {
  const scaled = Math.abs(value) * 10 ** digits;
  return Number.isFinite(scaled) ? (Math.sign(value) * Math.round(scaled)) / 10 ** digits : value;
}

function round(args: readonly Value[]): Value {
  const [value, digits] = [arg(args, 0), args[1]];
  if (digits === undefined && value.type !== 'double') return value;
  if (value.of.length !== 1 || (digits !== undefined && digits.of.length !== 1))
    return { type: value.type, of: [] };
  const places = Number(digits?.of[0] ?? 0);
  if (value.type === 'double')
    return { type: 'double', of: fitting(rounded(Number(value.of[0]), places), 'double') };
  if (places >= 0) return value;
  const unit = 10n ** BigInt(-places);
  const whole = BigInt(value.of[0] as bigint);
  const size = whole < 0n ? -whole : whole;
  if (size.toString().length <= -places) return { type: value.type, of: fitting(0n, value.type) };
  const found = ((size + unit / 2n) / unit) * unit;
  return { type: value.type, of: fitting(whole < 0n ? -found : found, value.type) };
}

/** Whole numbers are themselves, several too. */
function toWhole(of: (value: number) => number): Call {
  const ofDouble = ofNumber((value) => of(Number(value)));
  return (args, ...rest) => (arg(args, 0).type === 'double' ? ofDouble(args, ...rest) : arg(args, 0));
}

export const numberFunctions: Readonly<Record<string, Call>> = {
  ABS: ofNumber((value, type) => {
    if (type === 'double') return Math.abs(Number(value));
    const whole = BigInt(value as bigint);
    return whole < 0n ? -whole : whole;
  }),
  CEIL: toWhole(Math.ceil),
  FLOOR: toWhole(Math.floor),
  LOG10: ofNumber((value) => (Number(value) > 0 ? Math.log10(Number(value)) : Number.NaN), 'double'),
  POW: (args) => {
    const [base, exponent] = [arg(args, 0), arg(args, 1)];
    const isOne = base.of.length === 1 && exponent.of.length === 1;
    return {
      type: 'double',
      of: isOne ? fitting(Number(base.of[0]) ** Number(exponent.of[0]), 'double') : [],
    };
  },
  ROUND: round,
  SIGNUM: ofNumber((value) => Math.sign(Number(value)), 'double'),
  SQRT: ofNumber((value) => Math.sqrt(Number(value)), 'double'),
};
