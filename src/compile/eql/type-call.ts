/** Calls of functions: their names, their arguments' number and types. */

import type { Parameter, QueryFunction } from '../../query/functions/function.ts';
import { call } from '../../query/functions/function.ts';
import { functions, functionsByName } from '../../query/functions/index.ts';
import type { Expression as Typed } from '../expression.ts';
import { addressesOf } from '../literals/address.ts';
import { suggest } from '../suggest.ts';
import type { Call } from './ast.ts';
import { as, familyOf, inWords, isAccepted, isDynamic } from './types.ts';
import { isNull, nothing, type Typing } from './typing.ts';

export function typeCall(written: Call, typing: Typing): Typed {
  const { name, nameSpan, caseInsensitive, span } = written;
  const called = functionsByName.get(name.toLowerCase());
  const args = written.args.map((arg) => typing.type(arg));
  if (called === undefined) {
    const meant = suggest(
      name,
      functions.map((each) => each.name),
    );
    const hint = meant === undefined ? `there are ${listed()}` : `did you mean \`${meant}\`?`;
    typing.problem('error', 'unknown-function', `there is no function \`${name}\``, nameSpan, hint);
    return nothing(span);
  }
  if (caseInsensitive && !called.hasCaseInsensitive) {
    const message = `\`${called.name}\` has no form without regard to case`;
    typing.problem('error', 'misplaced-tilde', message, nameSpan, 'drop the `~`');
    return nothing(span);
  }
  const read = fitted(called, args, written, typing);
  if (read === undefined) return nothing(span);
  // A text is its own text, and so can still be looked up.
  if (called.name === 'string' && read[0] !== undefined && isKeyword(read[0])) return read[0];
  const type = called.result(read.map((arg) => arg.type));
  return { kind: 'call', function: called, caseInsensitive, args: read, type, span };
}

function isKeyword(typed: Typed): boolean {
  return (typed.type === 'keyword' || typed.type === 'text') && !isDynamic(typed);
}

function listed(): string {
  return functions
    .map(({ name }) => `\`${name}\``)
    .sort()
    .join(', ');
}

/** @returns the arguments as the parameters read them; undefined if something does not fit */
function fitted(
  called: QueryFunction,
  args: readonly Typed[],
  { name, span, args: written }: Call,
  typing: Typing,
): readonly Typed[] | undefined {
  const { parameters } = called;
  const last = parameters.at(-1);
  const least = parameters.filter(({ optional }) => !optional).length;
  const most = last?.repeated ? Number.POSITIVE_INFINITY : parameters.length;
  if (args.length < least || args.length > most) {
    const wanted =
      most === least ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
    const found = `\`${name}\` takes ${wanted} argument${wanted === '1' || wanted === 'at least 1' ? '' : 's'}, found ${args.length}`;
    typing.problem('error', 'number-of-arguments', found, span, `write \`${signature(called)}\``);
    return undefined;
  }
  let fits = true;
  const read = args.map((arg, index) => {
    const parameter = parameters[Math.min(index, parameters.length - 1)] as Parameter;
    const typed = as(arg, parameter.accepts);
    fits = isFitting(called, parameter, typed, written[index]?.span ?? span, typing) && fits;
    return typed;
  });
  return fits && isConvertible(called, read, span, typing) ? read : undefined;
}

function isFitting(
  called: QueryFunction,
  parameter: Parameter,
  arg: Typed,
  span: Typed['span'],
  typing: Typing,
): boolean {
  const { name, accepts, constant } = parameter;
  if (!isAccepted(arg, accepts)) {
    const family = familyOf(arg);
    const found = accepts === 'whole' ? 'a fraction' : family === undefined ? 'this' : inWords(family);
    const message = `\`${name}\` of \`${called.name}\` is ${inWords(accepts)}, found ${family === 'number' ? found : inWords(family ?? 'any')}`;
    const hint = accepts === 'string' ? 'convert it with `string(…)`' : `write \`${signature(called)}\``;
    typing.problem('error', 'argument-type', message, span, hint);
    return false;
  }
  if (constant && arg.kind !== 'literal') {
    const message = `\`${name}\` of \`${called.name}\` has to be a constant`;
    typing.problem('error', 'no-constant', message, span, 'write the value itself');
    return false;
  }
  if (called.name === 'cidrMatch' && name === 'cidr_block' && arg.kind === 'literal' && !isNull(arg)) {
    if (addressesOf(String(arg.value)) !== undefined) return true;
    const message = `\`${String(arg.value)}\` is no CIDR block`;
    const hint = 'write an address and a prefix length, such as `"10.0.0.0/8"` or `"2001:db8::/32"`';
    typing.problem('error', 'bad-cidr', message, span, hint);
    return false;
  }
  return true;
}

/** A constant text that is no number is a mistake, and no number at all to Elasticsearch. */
function isConvertible(
  called: QueryFunction,
  args: readonly Typed[],
  span: Typed['span'],
  typing: Typing,
): boolean {
  const values = args.flatMap((arg) => (arg.kind === 'literal' ? [arg.value] : []));
  const [text = null] = values;
  if (called.name !== 'number' || values.length < args.length || text === null) return true;
  const context = { caseInsensitive: false, types: args.map(({ type }) => type) };
  if (call(called, values, context) !== null) return true;
  typing.problem('error', 'bad-number', `\`${String(text)}\` is no number`, span, 'write its digits');
  return false;
}

function signature({ name, parameters }: QueryFunction): string {
  const of = parameters.map((each) => `${each.name}${each.optional ? '?' : ''}${each.repeated ? ', …' : ''}`);
  return `${name}(${of.join(', ')})`;
}
