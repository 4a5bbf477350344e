/** Evaluates constant expressions of ES|QL by the functions alone. */
import type { Expression, Literal } from '../../../src/compile/esql/ast.ts';
import { parseCommands } from '../../../src/compile/esql/parse.ts';
import type { CallSite, EsqlFunction } from '../../../src/query/esql/function.ts';
import { esqlFunctions } from '../../../src/query/esql/functions/index.ts';
import type { EsqlType, EsqlValue, Scalar } from '../../../src/query/esql/value.ts';

export interface Evaluated {
  readonly value: EsqlValue;
  readonly type: EsqlType;
  readonly warnings: readonly string[];
}

export const now = Date.UTC(2026, 2, 1, 10);

/** @param constant whether the arguments are known when the query is built */
export function call(of: EsqlFunction, args: readonly Evaluated[], constant: boolean): Evaluated {
  const warnings = args.flatMap((arg) => arg.warnings);
  const types = args.map(({ type }) => type);
  const type = of.result(types);
  if (type === undefined) throw new TypeError(`${of.name} takes no ${types.join(', ')}`);
  const known = (index: number): boolean =>
    constant || (of.parameters[Math.min(index, of.parameters.length - 1)]?.constant ?? false);
  const site: CallSite = {
    types,
    type,
    constants: args.map(({ value }, index) => (known(index) ? value : undefined)),
    now: () => now,
    warn: (reason) => warnings.push(reason),
  };
  return { value: of.at(site)(...args.map(({ value }) => value)), type, warnings };
}

/** @param constant whether functions see their arguments as known when the query is built */
export function evaluate(text: string, constant = true): Evaluated {
  const { commands, problems } = parseCommands(`ROW x = ${text}`);
  const [row] = commands;
  if (row?.kind !== 'row' || problems.length > 0)
    throw new SyntaxError(`${text}: ${JSON.stringify(problems)}`);
  return value(row.fields[0]?.expression as Expression, constant);
}

const casts: Readonly<Record<string, string>> = {
  boolean: 'TO_BOOLEAN',
  date: 'TO_DATETIME',
  datetime: 'TO_DATETIME',
  double: 'TO_DOUBLE',
  int: 'TO_INTEGER',
  integer: 'TO_INTEGER',
  ip: 'TO_IP',
  keyword: 'TO_STRING',
  long: 'TO_LONG',
  string: 'TO_STRING',
  version: 'TO_VERSION',
};

function value(expression: Expression, constant: boolean): Evaluated {
  const apply = (name: string, ...args: readonly Expression[]): Evaluated => {
    const of = esqlFunctions.get(name.toUpperCase());
    if (of === undefined) throw new ReferenceError(name);
    return call(
      of,
      args.map((arg) => value(arg, constant)),
      constant,
    );
  };
  switch (expression.kind) {
    case 'column':
      throw new ReferenceError(expression.name);
    case 'call':
      return apply(expression.name, ...expression.args);
    case 'cast':
      return apply(casts[expression.type.text.toLowerCase()] ?? '', expression.of);
    case 'arithmetic':
    case 'comparison':
      return apply(expression.op, expression.left, expression.right);
    case 'negate':
      return apply('NEG', expression.of);
    case 'in':
      return apply('IN', expression.value, ...expression.list);
    case 'like':
    case 'rlike': {
      const patterns = expression.patterns.map(
        ({ text, span }): Expression => ({ kind: 'string', value: text, span }),
      );
      return apply(expression.kind, expression.value, ...patterns);
    }
    case 'is-null':
      return apply(expression.negated ? 'IS NOT NULL' : 'IS NULL', expression.of);
    case 'match':
      return apply(':', expression.of, expression.query);
    case 'and':
    case 'or':
      return apply(expression.kind, ...expression.of);
    case 'not':
      return apply('NOT', expression.of);
    default:
      return literal(expression);
  }
}

function literal(of: Literal): Evaluated {
  switch (of.kind) {
    case 'null':
      return { value: null, type: 'null', warnings: [] };
    case 'list': {
      const each = of.of.map(literal);
      const type = each.find((one) => one.type !== 'integer')?.type ?? 'integer';
      const values = each.map((one) => one.value as Scalar);
      return { value: values.length === 1 ? (values[0] as Scalar) : values, type, warnings: [] };
    }
    case 'timespan':
      return timespan(of.count, of.unit);
    case 'integer': {
      const type = BigInt.asIntN(32, BigInt(of.value)) === BigInt(of.value) ? 'integer' : 'long';
      return { value: of.value, type, warnings: [] };
    }
    default:
      return {
        value: of.value,
        type: of.kind === 'string' ? 'keyword' : of.kind === 'decimal' ? 'double' : 'boolean',
        warnings: [],
      };
  }
}

function timespan(count: number, unit: string): Evaluated {
  const days = { day: 1, week: 7 }[unit];
  const months = { month: 1, quarter: 3, year: 12 }[unit];
  const milliseconds = { millisecond: 1, second: 1000, minute: 60_000, hour: 3_600_000 }[unit];
  if (milliseconds !== undefined) {
    return { value: count * milliseconds, type: 'time_duration', warnings: [] };
  }
  const value = { months: count * (months ?? 0), days: count * (days ?? 0) };
  return { value, type: 'date_period', warnings: [] };
}
