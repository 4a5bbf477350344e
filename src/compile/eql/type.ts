/**
 * EQL's syntax tree to typed expressions: names become fields and functions, and what does not fit is told. What has
 * been told becomes null, which fits everywhere, so that one mistake is told once.
 */
import { add } from '../../query/functions/add.ts';
import { divide } from '../../query/functions/divide.ts';
import type { QueryFunction } from '../../query/functions/function.ts';
import { modulo } from '../../query/functions/modulo.ts';
import { multiply } from '../../query/functions/multiply.ts';
import { subtract } from '../../query/functions/subtract.ts';
import type { Reader } from '../../schema/reader.ts';
import { constantFolded } from '../constant.ts';
import type { Comparison as Operator, Expression as Typed } from '../expression.ts';
import { FieldResolver } from '../field-resolver.ts';
import type { Problem, Span } from '../problem.ts';
import type { Arithmetic, EqlComparison, EqlExpression, EqlField, Membership } from './ast.ts';
import { foldedTest } from './pattern.ts';
import { typeCall } from './type-call.ts';
import { typeMatch } from './type-match.ts';
import { as, familyOf, inWords, isAccepted, valueType } from './types.ts';
import { anyOf, isNull, literal, nothing, readLike, type Typing } from './typing.ts';

const functionFor: Readonly<Record<Arithmetic['op'], QueryFunction>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': modulo,
};

const operators: Readonly<Record<EqlComparison['op'], Operator>> = {
  '==': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
};

/** The operator with its sides turned. */
const mirrored: Readonly<Record<Operator, Operator>> = {
  eq: 'eq',
  ne: 'ne',
  lt: 'gt',
  lte: 'gte',
  gt: 'lt',
  gte: 'lte',
};

export class ExpressionTyping implements Typing {
  readonly #reader: Reader;
  readonly #fields: FieldResolver;
  readonly #problems: Problem[];

  get keepsEmpty(): boolean {
    return this.#reader.keepsEmpty === true;
  }

  constructor(reader: Reader, problems: Problem[]) {
    this.#reader = reader;
    this.#problems = problems;
    this.#fields = new FieldResolver(reader, problems);
  }

  problem(severity: Problem['severity'], code: string, message: string, span: Span, hint?: string): void {
    this.#problems.push({ severity, code, message, span, ...(hint !== undefined && { hint }) });
  }

  /** An expression that has to be a condition. */
  condition(expression: EqlExpression): Typed {
    return this.#asked(this.type(expression), 'boolean', 'is no condition', 'compare it with a value');
  }

  type(expression: EqlExpression): Typed {
    return constantFolded(this.#type(expression));
  }

  #type(expression: EqlExpression): Typed {
    const { span } = expression;
    switch (expression.kind) {
      case 'string':
      case 'integer':
      case 'decimal':
      case 'boolean':
      case 'null':
        return literal(expression);
      case 'field':
        return this.#field(expression, false);
      case 'call':
        return typeCall(expression, this);
      case 'arithmetic':
        return this.#arithmetic(expression.op, [expression.left, expression.right], span);
      case 'negate': {
        const zero: EqlExpression = { kind: 'integer', value: 0, span };
        return this.#arithmetic('-', [zero, expression.of], span);
      }
      case 'comparison':
        return this.#comparison(expression);
      case 'in':
        return this.#membership(expression);
      case 'match':
        return typeMatch(expression, this);
      case 'and':
      case 'or':
        return {
          kind: expression.kind,
          of: expression.of.map((each) => this.condition(each)),
          type: 'boolean',
          span,
        };
      case 'not':
        return { kind: 'not', of: this.condition(expression.of), type: 'boolean', span };
    }
  }

  /** @param asksForAny whether it is only asked if there is a value at or below the field */
  #field({ name, optional, span }: EqlField, asksForAny: boolean): Typed {
    if (optional && this.#reader.resolve(name) === undefined) {
      const message = `no event has a field \`${name}\`: it is null`;
      const meant = this.#fields.meant(name);
      const hint = meant === undefined ? undefined : `did you mean \`?${meant}\`?`;
      this.problem('warning', 'unknown-optional-field', message, span, hint);
      return nothing(span);
    }
    const field = this.#fields.resolve({ text: name, span });
    if (field === undefined) return nothing(span);
    const type = valueType(field.type);
    if (type === undefined && !asksForAny) {
      const message = `\`${name}\` has fields below it and no value of its own`;
      this.problem('error', 'no-value', message, span, `name one of them: \`${name}.…\``);
      return nothing(span);
    }
    return { kind: 'field', field, type: type ?? 'keyword', span };
  }

  #arithmetic(op: Arithmetic['op'], operands: readonly EqlExpression[], span: Span): Typed {
    const called = functionFor[op];
    const args = operands.map((each) =>
      this.#asked(as(this.type(each), 'number'), 'number', 'is no number', 'convert it with `number(…)`'),
    );
    const type = called.result(args.map((arg) => arg.type));
    return { kind: 'call', function: called, caseInsensitive: false, args, type, span };
  }

  #comparison({ op, left, right, span }: EqlComparison): Typed {
    const told = this.#problems.length;
    const asksForNull = (op === '==' || op === '!=') && [left, right].some(({ kind }) => kind === 'null');
    const typed = [left, right].map((each) =>
      each.kind === 'field' ? this.#field(each, asksForNull) : this.type(each),
    ) as [Typed, Typed];
    // What is wrong is no null that is asked for.
    if (this.#problems.slice(told).some(({ severity }) => severity === 'error')) return nothing(span);
    const [one, other] = typed;
    const isConstant = typed.map(({ kind }) => kind === 'literal');
    if (!isConstant.includes(true)) {
      const hint = 'one side has to be a constant; EQL cannot compare what an event has with itself';
      this.problem('error', 'no-constant', 'neither side of this comparison is a constant', span, hint);
      return nothing(span);
    }
    // `null == a` asks what `a == null` does.
    const asked = isNull(other) ? one : isNull(one) ? other : undefined;
    if (asked !== undefined && (op === '==' || op === '!=')) {
      const test: Typed = { kind: 'is-null', of: asked, type: 'boolean', span };
      return op === '==' ? test : { kind: 'not', of: constantFolded(test), type: 'boolean', span };
    }
    const [value, constant, operator] =
      isConstant[0] && !isConstant[1] ? [other, one, mirrored[operators[op]]] : [one, other, operators[op]];
    if (!this.#areComparable(value, constant, span)) return nothing(span);
    return {
      kind: 'compare',
      op: operator,
      left: readLike(value, constant),
      right: constant,
      type: 'boolean',
      span,
    };
  }

  #membership({ value, caseInsensitive, list, span }: Membership): Typed {
    const typed = this.type(value);
    const constants = list.map((each) => this.type(each));
    for (const each of constants) {
      if (each.kind !== 'literal') {
        const hint = 'compare with each: `a == b or a == c`, one side of each being a constant';
        this.problem('error', 'no-constant', 'a list holds constants only', each.span, hint);
        return nothing(span);
      }
      if (!this.#areComparable(typed, each, each.span)) return nothing(span);
    }
    const values = constants.map((each) => (each.kind === 'literal' ? each.value : null));
    const read = constants.reduce(readLike, typed);
    const among = (of: typeof values): Typed => ({
      kind: 'among',
      value: read,
      list: of,
      type: 'boolean',
      span,
    });
    if (!caseInsensitive) return among(values);
    return anyOf(
      values.map((each) =>
        typeof each === 'string'
          ? { kind: 'matches', value: read, test: foldedTest(each), type: 'boolean', span }
          : among([each]),
      ),
      span,
    );
  }

  /** Fields are compared with what can be read as their type (look-up.ts); what is computed with its own. */
  #areComparable(value: Typed, constant: Typed, span: Span): boolean {
    const [one, other] = [familyOf(value), familyOf(constant)];
    if (value.kind === 'field' || one === undefined || other === undefined || one === other) return true;
    this.problem(
      'error',
      'type-mismatch',
      `${inWords(one)} is compared with ${inWords(other)}`,
      span,
      one === 'number' ? 'write the number without quotes' : 'convert one of them: `string(…)`, `number(…)`',
    );
    return false;
  }

  #asked(typed: Typed, kind: 'boolean' | 'number', message: string, hint: string): Typed {
    const read = as(typed, kind);
    if (isAccepted(read, kind)) return read;
    const family = familyOf(read);
    const found = family === undefined ? 'this' : `this is ${inWords(family)} and`;
    this.problem('error', 'type-mismatch', `${found} ${message}`, typed.span, hint);
    return nothing(typed.span);
  }
}
