/** Calls of functions and aggregates: the number and types of their arguments, and what can be computed at once. */
import { EsqlConstantError, type EsqlFunction, type EsqlParameter } from '../../../query/esql/function.ts';
import type { EsqlType, EsqlValue } from '../../../query/esql/value.ts';
import type { Span } from '../../problem.ts';
import type { Expression } from '../ast.ts';
import type { PlanExpression } from '../plan.ts';
import { asArgument } from './cast.ts';
import { nothing, type Report } from './report.ts';
import { countOfArguments, type Registry, signature } from './signature.ts';
import { anyInWords, inWords, isAccepted } from './types.ts';

/** Of a function or of an aggregate. */
export type Callable = Pick<EsqlFunction, 'name' | 'parameters' | 'result'>;

/** A call as it is written: its name, all of it, and its arguments. */
export interface Written {
  readonly nameSpan: Span;
  readonly span: Span;
  readonly args: readonly Expression[];
}

/**
 * @param args typed
 * @param constantOf the value of an argument that has to be a constant, if it is known
 * @returns the arguments as the parameters take them, and the call's type; undefined where they do not fit, which is told
 */
export function fitted(
  called: Callable,
  args: readonly PlanExpression[],
  written: Written,
  constantOf: (arg: PlanExpression) => PlanExpression,
  registry: Registry,
  report: Report,
): { readonly args: readonly PlanExpression[]; readonly type: EsqlType } | undefined {
  const { parameters, name } = called;
  const { least, most, words } = countOfArguments(called);
  if (args.length < least || args.length > most) {
    const message = `\`${name}\` takes ${words}, found ${args.length}`;
    report.error('number-of-arguments', message, written.span, `write \`${signature(called)}\``);
    return undefined;
  }
  let fits = true;
  const taken = args.map((arg, index) => {
    const parameter = parameters[Math.min(index, parameters.length - 1)];
    const expression = written.args[index];
    if (parameter === undefined || expression === undefined) return arg;
    const known = parameter.constant ? constantOf(arg) : arg;
    const read = asArgument(known, expression, parameter.accepts, registry, report);
    fits = isFitting(called, parameter, read, report) && fits;
    return read;
  });
  if (!fits) return undefined;
  const type = called.result(taken.map((arg) => arg.type));
  if (type !== undefined) return { args: taken, type };
  notTogether(called, taken, written.span, report);
  return undefined;
}

function isFitting(called: Callable, parameter: EsqlParameter, arg: PlanExpression, report: Report): boolean {
  const { name, accepts, constant } = parameter;
  if (!isAccepted(arg.type, accepts)) {
    const message = `\`${name}\` of \`${called.name}\` is ${anyInWords(accepts)}, found ${inWords(arg.type)}`;
    report.error(
      'argument-type',
      message,
      arg.span,
      conversionHint(accepts) ?? `write \`${signature(called)}\``,
    );
    return false;
  }
  if (constant && arg.kind !== 'literal') {
    const message = `\`${name}\` of \`${called.name}\` has to be a constant`;
    report.error('no-constant', message, arg.span, 'write the value itself');
    return false;
  }
  return true;
}

function conversionHint(accepts: EsqlParameter['accepts']): string | undefined {
  if (accepts.includes('string') || accepts.includes('keyword')) return 'convert it with `TO_STRING(…)`';
  if (accepts.includes('number') || accepts.includes('long'))
    return 'convert it with `TO_LONG(…)` or `TO_DOUBLE(…)`';
  if (accepts.includes('integer') || accepts.includes('whole')) return 'convert it with `TO_INTEGER(…)`';
  if (accepts.includes('date')) return 'convert it with `TO_DATETIME(…)`';
  if (accepts.includes('ip')) return 'convert it with `TO_IP(…)`';
  return accepts.includes('boolean') ? 'compare it with a value' : undefined;
}

/** Each argument is taken, but not all of them together. */
function notTogether(called: Callable, args: readonly PlanExpression[], span: Span, report: Report): void {
  if (called.name === 'CASE') {
    for (const arg of args.filter((_, index) => index % 2 === 0 && index < args.length - 1)) {
      if (isAccepted(arg.type, ['boolean'])) continue;
      const message = `${inWords(arg.type)} is no condition of \`CASE\``;
      report.error('argument-type', message, arg.span, 'compare it with a value');
      return;
    }
  }
  const values =
    called.name === 'CASE' ? args.filter((_, index) => index % 2 === 1 || index === args.length - 1) : args;
  const words = [...new Set(values.filter(({ type }) => type !== 'null').map(({ type }) => inWords(type)))];
  const message = `\`${called.name}\` does not take ${words.join(' and ')} together`;
  const hint = 'convert all of them to one type, for example with `TO_STRING(…)`';
  report.error('argument-type', message, span, hint);
}

/**
 * A call, or the constant that it is.
 * @returns null where a constant argument is wrong, which is told
 */
export function called(
  of: EsqlFunction,
  args: readonly PlanExpression[],
  type: EsqlType,
  span: Span,
  report: Report,
): PlanExpression {
  let isKnown = args.every(({ kind }) => kind === 'literal');
  const call: PlanExpression = { kind: 'call', function: of, args, type, span };
  const site = {
    types: args.map((arg) => arg.type),
    type,
    constants: args.map((arg) => (arg.kind === 'literal' ? arg.value : undefined)),
    now: () => {
      isKnown = false;
      return 0;
    },
    // What cannot be computed is told when the query is run.
    warn: () => {
      isKnown = false;
    },
  };
  const constants = of.check?.(site) ?? [];
  for (const { severity, index, message, hint, at } of constants) {
    const code = of.name === 'RLIKE' ? 'regex' : 'constant-argument';
    report[severity](code, message, placeOf(args[index], at, report) ?? span, hint);
  }
  if (constants.some(({ severity }) => severity === 'error')) return nothing(span);
  try {
    const compute = of.at(site);
    if (!isKnown) return call;
    const value: EsqlValue = compute(...args.map((arg) => (arg.kind === 'literal' ? arg.value : null)));
    return isKnown ? { kind: 'literal', value, type, span } : call;
  } catch (error) {
    if (!(error instanceof EsqlConstantError)) throw error;
    report.error('constant-argument', error.message, args[error.index]?.span ?? span, error.hint);
    return nothing(span);
  }
}

function placeOf(arg: PlanExpression | undefined, at: number | undefined, report: Report): Span | undefined {
  if (arg?.kind !== 'literal' || at === undefined || typeof arg.value !== 'string') return arg?.span;
  return report.within(arg.span, arg.value, { start: at, end: at + 1 });
}
