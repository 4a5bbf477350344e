/** Syntax trees back to EQL, fully parenthesised. Parsing the text gives the same tree. */
import type { EqlExpression, EqlField, EqlLiteral, EqlStage, EqlStatement } from './ast.ts';
import { isPlainName } from './words.ts';

export function printEql({ query, pipes }: EqlStatement): string {
  const piped = pipes.map(({ kind, count }) => ` | ${kind} ${count}`).join('');
  switch (query.kind) {
    case 'event':
      return printEvent(query) + piped;
    case 'sequence': {
      const { by, maxspan, stages, until } = query;
      const within = maxspan === null ? '' : ` with maxspan=${maxspan.count}${maxspan.unit}`;
      const ended = until === null ? '' : ` until ${printStage(until)}`;
      return `sequence${printKeys(by)}${within} ${stages.map(printStage).join(' ')}${ended}${piped}`;
    }
    case 'sample':
      return `sample${printKeys(query.by)} ${query.stages.map(printStage).join(' ')}${piped}`;
  }
}

function printEvent({ category, condition }: EqlStage['event']): string {
  const name = category === null ? 'any' : isPlainName(category) ? category : printString(category);
  return `${name} where ${printExpression(condition)}`;
}

function printStage({ event, missing, by, runs }: EqlStage): string {
  const repeated = runs === null ? '' : ` with runs=${runs}`;
  return `${missing ? '!' : ''}[${printEvent(event)}]${printKeys(by)}${repeated}`;
}

function printKeys(by: readonly EqlField[]): string {
  return by.length === 0 ? '' : ` by ${by.map(printField).join(', ')}`;
}

export function printExpression(expression: EqlExpression): string {
  switch (expression.kind) {
    case 'field':
      return printField(expression);
    case 'call': {
      const { name, caseInsensitive, args } = expression;
      return `${printName(name)}${caseInsensitive ? '~' : ''}(${args.map(printExpression).join(', ')})`;
    }
    case 'arithmetic':
    case 'comparison':
      return `${operand(expression.left)} ${expression.op} ${operand(expression.right)}`;
    case 'negate':
      return `-${operand(expression.of)}`;
    case 'in': {
      const { value, caseInsensitive, list } = expression;
      return `${operand(value)} in${caseInsensitive ? '~' : ''} (${list.map(printExpression).join(', ')})`;
    }
    case 'match': {
      const { value, op, patterns } = expression;
      const [one, ...others] = patterns.map(printLiteral);
      return `${operand(value)} ${op} ${others.length === 0 ? one : `(${[one, ...others].join(', ')})`}`;
    }
    case 'and':
    case 'or':
      return expression.of.map(operand).join(` ${expression.kind} `);
    case 'not':
      return `not ${operand(expression.of)}`;
    default:
      return printLiteral(expression);
  }
}

/** What stands beside an operator: in parentheses unless nothing could come between. */
function operand(expression: EqlExpression): string {
  const text = printExpression(expression);
  const atoms: readonly EqlExpression['kind'][] = [
    'field',
    'call',
    'string',
    'integer',
    'decimal',
    'boolean',
    'null',
  ];
  return atoms.includes(expression.kind) ? text : `(${text})`;
}

function printField({ name, optional }: EqlField): string {
  return (optional ? '?' : '') + printName(name);
}

/** A name as EQL writes it, in backquotes where it needs them. */
export function printName(name: string): string {
  return name.split('.').every(isPlainName) ? name : `\`${name.replaceAll('`', '``')}\``;
}

function printLiteral(literal: EqlLiteral): string {
  switch (literal.kind) {
    case 'string':
      return printString(literal.value);
    case 'decimal': {
      const text = String(literal.value);
      return /^\d+$/.test(text) ? `${text}.0` : text;
    }
    case 'null':
      return 'null';
    default:
      return String(literal.value);
  }
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function printString(text: string): string {
  const escaped = text.replaceAll(
    /["\\]|\p{Cc}/gu,
    (found) => escapes[found] ?? `\\u{${found.charCodeAt(0).toString(16).padStart(4, '0')}}`,
  );
  return `"${escaped}"`;
}
