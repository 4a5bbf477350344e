/**
 * Arithmetic. What does not fit its type, and what is divided by zero, is null.
 * https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/operators
 */
import {
  type Amount,
  commonType,
  fitting,
  isNumber,
  type One,
  Uncovered,
  type Value,
  widened,
} from './value.ts';

export type Operator = '+' | '-' | '*' | '/' | '%';

export function arithmetic(op: Operator, left: Value, right: Value): Value {
  if (left.type === 'amount' || right.type === 'amount') return moved(op, left, right);
  const type = commonType([left.type, right.type]);
  if (type !== 'null' && !isNumber(type)) throw new Uncovered(`${op} of ${type}`);
  if (left.of.length !== 1 || right.of.length !== 1) return { type, of: [] };
  const [a, b] = [left.of[0] as One, right.of[0] as One].map((one) => widened(one, type));
  if (type === 'double') return { type, of: fitting(ofDoubles(op, Number(a), Number(b)), type) };
  const found = ofWholes(op, BigInt(a as bigint | number), BigInt(b as bigint | number));
  return { type, of: found === undefined ? [] : fitting(found, type) };
}

function ofDoubles(op: Operator, a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
  }
}

/** @returns undefined where there is no result */
function ofWholes(op: Operator, a: bigint, b: bigint): bigint | undefined {
  if ((op === '/' || op === '%') && b === 0n) return undefined;
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
  }
}

/** A date and an amount of time. */
function moved(op: Operator, left: Value, right: Value): Value {
  const [date, amount] = left.type === 'amount' && op === '+' ? [right, left] : [left, right];
  if (
    (date.type !== 'date' && date.type !== 'null') ||
    amount.type !== 'amount' ||
    (op !== '+' && op !== '-')
  )
    throw new Uncovered(`${op} of ${date.type} and ${amount.type}`);
  const [at] = date.of;
  if (date.of.length !== 1 || at === undefined) return { type: 'date', of: [] };
  const sign = op === '+' ? 1 : -1;
  const { months, days, ms } = amount.of[0] as Amount;
  const found = new Date(Number(at));
  const day = found.getUTCDate();
  found.setUTCMonth(found.getUTCMonth() + sign * months);
  // A month without that day: its last.
  if (found.getUTCDate() !== day) found.setUTCDate(0);
  found.setUTCDate(found.getUTCDate() + sign * days);
  return { type: 'date', of: [BigInt(found.getTime() + sign * ms)] };
}

export function negated({ type, of }: Value): Value {
  if (type === 'amount') {
    const { months, days, ms } = of[0] as Amount;
    return { type, of: [{ months: -months, days: -days, ms: -ms }] };
  }
  if (of.length !== 1) return { type, of: [] };
  return { type, of: type === 'double' ? [-Number(of[0])] : fitting(-BigInt(of[0] as bigint), type) };
}
