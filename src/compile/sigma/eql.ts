/** A tree of conditions as EQL. */
import type { Field } from '../../schema/field.ts';
import type { EqlExpression, EqlField, EqlLiteral } from '../eql/ast.ts';
import { printExpression } from '../eql/print.ts';
import type { Problem, Span } from '../problem.ts';
import { addressField, knownField } from './fields.ts';
import { literal } from './regex.ts';
import { type Piece, SigmaProblem, type Test, type Tree } from './tree.ts';

export interface AsEql {
  /** Absent if there is any error. */
  readonly condition?: EqlExpression;
  readonly problems: readonly Problem[];
}

const span: Span = { start: 0, end: 0 };
type Leaf = Extract<Tree, { kind: 'test' }>;

export function toEql(tree: Tree): AsEql {
  const problems = new Map<string, Problem>();
  const tell = (problem: Problem) => {
    problems.set(`${problem.message} ${problem.span?.start}`, problem);
  };
  const condition = tidy(expression(tree, tell));
  const found = [...problems.values()].toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  return found.some(({ severity }) => severity === 'error')
    ? { problems: found }
    : { condition, problems: found };
}

/** One value needs no list. */
function tidy(condition: EqlExpression): EqlExpression {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...condition, of: condition.of.map(tidy) };
    case 'not':
      return { ...condition, of: tidy(condition.of) };
    case 'in': {
      const [only, ...others] = condition.list;
      return only === undefined || others.length > 0 || condition.caseInsensitive
        ? condition
        : { kind: 'comparison', op: '==', left: condition.value, right: only, span };
    }
    default:
      return condition;
  }
}

/** On lines of its own, if it is an `and` or an `or`. */
export function printCondition(condition: EqlExpression, indent = '  '): string {
  if (condition.kind !== 'and') return printExpression(condition);
  return condition.of
    .map((each) =>
      each.kind === 'and' || each.kind === 'or' ? `(${printExpression(each)})` : printExpression(each),
    )
    .join(` and\n${indent}`);
}

function expression(tree: Tree, tell: (problem: Problem) => void): EqlExpression {
  switch (tree.kind) {
    case 'and':
    case 'or':
      return joined(
        tree.kind,
        tree.of.map((each) => expression(each, tell)),
      );
    case 'not': {
      const of = expression(tree.of, tell);
      // `not (field != null)` is said as it would be written.
      if (of.kind === 'comparison' && of.op === '!=') return { ...of, op: '==' };
      return { kind: 'not', of, span };
    }
    case 'test':
      try {
        return leaf(tree, tell);
      } catch (error) {
        if (!(error instanceof SigmaProblem)) throw error;
        tell(error.problem);
        return { kind: 'boolean', value: false, span };
      }
  }
}

/** Values of one field are one condition. */
function joined(kind: 'and' | 'or', all: readonly EqlExpression[]): EqlExpression {
  const of: EqlExpression[] = [];
  for (const each of all) {
    const last = of.at(-1);
    const both = kind === 'or' && last !== undefined ? together(last, each) : undefined;
    if (both !== undefined) of[of.length - 1] = both;
    else of.push(each);
  }
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind, of, span };
}

function together(one: EqlExpression, other: EqlExpression): EqlExpression | undefined {
  if (
    one.kind === 'match' &&
    other.kind === 'match' &&
    one.op === other.op &&
    isSameField(one.value, other.value)
  )
    return { ...one, patterns: [...one.patterns, ...other.patterns] };
  if (
    one.kind === 'in' &&
    other.kind === 'in' &&
    one.caseInsensitive === other.caseInsensitive &&
    isSameField(one.value, other.value)
  )
    return { ...one, list: [...one.list, ...other.list] };
  return undefined;
}

function isSameField(one: EqlExpression, other: EqlExpression): boolean {
  return one.kind === 'field' && other.kind === 'field' && one.name === other.name;
}

function leaf(
  { field: name, test, span: at, fieldSpan }: Leaf,
  tell: (problem: Problem) => void,
): EqlExpression {
  const found = knownField(name, fieldSpan);
  if (found.note !== undefined)
    tell({
      severity: 'warning',
      code: 'sigma-field',
      message: found.note,
      hint: 'write the path itself',
      span: fieldSpan,
    });
  const field = test.kind === 'cidr' ? addressField(found.field) : found.field;
  return ofTest(field, name, test, at);
}

function ofTest(field: Field, name: string, test: Test, at: Span): EqlExpression {
  const named: EqlField = { kind: 'field', name: field.name, optional: false, span };
  const mismatch = (what: string): never => {
    throw new SigmaProblem(
      'sigma-value',
      at,
      `\`${name}\` ${what}`,
      'compare it with a value that it can have',
    );
  };
  switch (test.kind) {
    case 'present':
      return { kind: 'comparison', op: '!=', left: named, right: { kind: 'null', span }, span };
    case 'cidr':
      if (field.type !== 'ip') return mismatch('is no address');
      return {
        kind: 'call',
        name: 'cidrMatch',
        nameSpan: span,
        caseInsensitive: false,
        args: [named, string(test.range)],
        span,
      };
    case 'boolean':
      if (field.type === 'boolean' || field.type === 'dynamic')
        return equals(named, { kind: 'boolean', value: test.value, span });
      return isText(field) ? anyCase(named, String(test.value)) : mismatch('is neither true nor false');
    case 'compare':
      if (isNumber(field) || field.type === 'dynamic') return compared(named, test.op, test.value);
      if (test.op === '==' && isText(field)) return anyCase(named, String(test.value));
      return mismatch('is no number');
    case 'regex':
      if (!isText(field)) return mismatch('is no text');
      return {
        kind: 'match',
        op: test.insensitive ? 'regex~' : 'regex',
        value: named,
        patterns: [string(test.pattern)],
        span,
      };
    case 'text':
      return ofText(field, named, test, mismatch);
  }
}

function ofText(
  field: Field,
  named: EqlField,
  { pieces, cased }: Extract<Test, { kind: 'text' }>,
  mismatch: (what: string) => never,
): EqlExpression {
  const plain = pieces.every((piece) => 'text' in piece);
  const text = pieces.map((piece) => ('text' in piece ? piece.text : piece.wild)).join('');
  if (isNumber(field)) {
    if (plain && /^-?\d+(?:\.\d+)?$/.test(text)) return compared(named, '==', Number(text));
    return mismatch(`is a number, and \`${text}\` is none`);
  }
  if (field.type === 'boolean') {
    if (plain && /^(?:true|false)$/i.test(text))
      return equals(named, { kind: 'boolean', value: text.toLowerCase() === 'true', span });
    return mismatch('is true or false, and nothing else');
  }
  if (field.type === 'ip' && plain) return equals(named, string(text));
  if (!isText(field)) return mismatch('is no text');
  const hasLiteralWildcard = pieces.some((piece) => 'text' in piece && /[*?]/.test(piece.text));
  if (plain) {
    if (cased) return equals(named, string(text));
    if (isSmall(field))
      return { kind: 'in', value: named, caseInsensitive: false, list: [string(text.toLowerCase())], span };
    if (hasLiteralWildcard)
      return { kind: 'in', value: named, caseInsensitive: true, list: [string(text)], span };
    return anyCase(named, text);
  }
  if (!hasLiteralWildcard)
    return { kind: 'match', op: cased ? 'like' : ':', value: named, patterns: [string(text)], span };
  return {
    kind: 'match',
    op: cased ? 'regex' : 'regex~',
    value: named,
    patterns: [string(asRegex(pieces))],
    span,
  };
}

function asRegex(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) =>
      'wild' in piece ? (piece.wild === '*' ? '.*' : '.') : Array.from(piece.text, literal).join(''),
    )
    .join('');
}

function anyCase(field: EqlField, text: string): EqlExpression {
  return { kind: 'match', op: ':', value: field, patterns: [string(text)], span };
}

function equals(left: EqlField, right: EqlLiteral): EqlExpression {
  return { kind: 'comparison', op: '==', left, right, span };
}

function compared(left: EqlField, op: '<' | '<=' | '==' | '>' | '>=', value: number): EqlExpression {
  const size = Math.abs(value);
  const number: EqlLiteral = Number.isInteger(size)
    ? { kind: 'integer', value: size, span }
    : { kind: 'decimal', value: size, span };
  const right: EqlExpression = value < 0 ? { kind: 'negate', of: number, span } : number;
  return { kind: 'comparison', op, left, right, span };
}

function string(value: string): Extract<EqlLiteral, { kind: 'string' }> {
  return { kind: 'string', value, span };
}

function isNumber({ type }: Field): boolean {
  return type === 'long' || type === 'double';
}

/** What no request that is served has in capitals: said by case, events are found by it without looking at each. */
function isSmall({ name }: Field): boolean {
  return /\.(?:verb|objectRef\.(?:resource|subresource|apiGroup))$/.test(name);
}

function isText({ type }: Field): boolean {
  return type === 'keyword' || type === 'text' || type === 'dynamic' || type === 'flattened';
}
