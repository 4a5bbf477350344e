/** Syntax trees back to ES|QL, fully parenthesised. Parsing the text gives the same tree. */
import type { Aggregate, Command, Expression, Field, Literal, NamePattern, Query, Text } from './ast.ts';
import { isPlainName } from './words.ts';

export function printEsql({ source, commands }: Query): string {
  return [source, ...commands].map(printCommand).join(' | ');
}

export function printCommand(command: Command): string {
  switch (command.kind) {
    case 'from': {
      const { patterns, metadata } = command;
      const names = metadata.map(({ text }) => text).join(', ');
      return `FROM ${list(patterns, printText)}${names === '' ? '' : ` METADATA ${names}`}`;
    }
    case 'row':
      return `ROW ${list(command.fields, printField)}`;
    case 'where':
      return `WHERE ${printExpression(command.condition)}`;
    case 'eval':
      return `EVAL ${list(command.fields, printField)}`;
    case 'stats': {
      const { inline, aggregates, by } = command;
      const of = aggregates.length === 0 ? '' : ` ${list(aggregates, printAggregate)}`;
      return `${inline ? 'INLINE ' : ''}STATS${of}${by.length === 0 ? '' : ` BY ${list(by, printField)}`}`;
    }
    case 'keep':
    case 'drop':
      return `${command.kind.toUpperCase()} ${list(command.patterns, printPattern)}`;
    case 'rename':
      return `RENAME ${list(command.clauses, ({ from, to }) => `${printName(from.text)} AS ${printName(to.text)}`)}`;
    case 'sort':
      return `SORT ${list(command.by, ({ expression, descending, nulls }) => {
        const place = nulls === null ? '' : ` NULLS ${nulls.toUpperCase()}`;
        return `${printExpression(expression)}${descending ? ' DESC' : ''}${place}`;
      })}`;
    case 'limit':
      return `LIMIT ${command.count}`;
    case 'mv-expand':
      return `MV_EXPAND ${printName(command.column.text)}`;
    case 'grok':
      return `GROK ${operand(command.input)} ${list(command.patterns, printText)}`;
    case 'dissect': {
      const { input, pattern, appendSeparator } = command;
      const option = appendSeparator === null ? '' : ` APPEND_SEPARATOR = ${printText(appendSeparator)}`;
      return `DISSECT ${operand(input)} ${printText(pattern)}${option}`;
    }
    case 'missing':
      // A comment at its end would take the next pipe with it.
      return command.text.includes('//') ? `${command.text}\n` : command.text;
  }
}

function list<Item>(items: readonly Item[], print: (item: Item) => string): string {
  return items.map(print).join(', ');
}

function printField({ name, expression }: Field): string {
  return `${name === null ? '' : `${printName(name.text)} = `}${printExpression(expression)}`;
}

function printAggregate(aggregate: Aggregate): string {
  const { where } = aggregate;
  return printField(aggregate) + (where === null ? '' : ` WHERE ${printExpression(where)}`);
}

export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'column':
      return printName(expression.name);
    case 'call': {
      const { name, star, args, options } = expression;
      const named = options?.map(({ name: key, value }) => `${printText(key)}: ${printLiteral(value)}`);
      const map = named === undefined ? [] : [`{${named.join(', ')}}`];
      return `${printFunctionName(name)}(${star ? '*' : [...args.map(printExpression), ...map].join(', ')})`;
    }
    case 'cast':
      return `${operand(expression.of)}::${printName(expression.type.text)}`;
    case 'arithmetic':
    case 'comparison':
      return `${operand(expression.left)} ${expression.op} ${operand(expression.right)}`;
    case 'negate': {
      // A sign before a number is part of the number.
      const of = operand(expression.of);
      return `-${/^[-+.\d]/.test(of) ? `(${of})` : of}`;
    }
    case 'in':
      return `${operand(expression.value)} IN (${list(expression.list, operand)})`;
    case 'like':
    case 'rlike': {
      const [one, ...others] = expression.patterns.map(printText);
      const patterns = others.length === 0 ? one : `(${[one, ...others].join(', ')})`;
      return `${operand(expression.value)} ${expression.kind.toUpperCase()} ${patterns}`;
    }
    case 'is-null':
      return `${operand(expression.of)} IS ${expression.negated ? 'NOT ' : ''}NULL`;
    case 'match':
      return `${printExpression(expression.of)} : ${printLiteral(expression.query)}`;
    case 'and':
    case 'or':
      return expression.of.map(operand).join(` ${expression.kind.toUpperCase()} `);
    case 'not':
      return `NOT ${operand(expression.of)}`;
    default:
      return printLiteral(expression);
  }
}

const compound: ReadonlySet<Expression['kind']> = new Set<Expression['kind']>([
  'arithmetic',
  'comparison',
  'negate',
  'in',
  'like',
  'rlike',
  'is-null',
  'match',
  'and',
  'or',
  'not',
]);

/** What stands beside an operator: in parentheses unless nothing could come between. */
function operand(expression: Expression): string {
  const text = printExpression(expression);
  return compound.has(expression.kind) ? `(${text})` : text;
}

/** A name as ES|QL writes it, in backquotes where it needs them. */
export function printName(name: string): string {
  return name.split('.').every(isPlainName) ? name : quoted(name);
}

/** `FIRST` and `LAST` are keywords that are functions as well. */
function printFunctionName(name: string): string {
  return /^(?:first|last)$/i.test(name) ? name : printName(name);
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** A wildcard in backquotes is a letter. */
function printPattern({ pieces }: NamePattern): string {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return printName(only);
  return pieces.map((piece) => (/^(?!\d)\w*$/.test(piece) ? piece : quoted(piece))).join('*');
}

export function printLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'string':
      return printString(literal.value);
    case 'decimal': {
      const text = Object.is(literal.value, -0) ? '-0' : String(literal.value);
      return /^-?\d+$/.test(text) ? `${text}.0` : text;
    }
    case 'null':
      return 'null';
    case 'timespan':
      return `${literal.count} ${literal.unit}s`;
    case 'list':
      return `[${literal.of.map(printLiteral).join(', ')}]`;
    default:
      return String(literal.value);
  }
}

function printText({ text }: Text): string {
  return printString(text);
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function printString(text: string): string {
  return `"${text.replaceAll(/["\\\n\r\t]/g, (found) => escapes[found] ?? found)}"`;
}
