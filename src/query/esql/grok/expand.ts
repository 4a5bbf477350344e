/** Patterns of `GROK` as regular expressions, with the columns that they give: for build time. */
import { compileExpression } from '../../group-regex/compile.ts';
import { oniguruma } from '../../group-regex/dialect.ts';
import { ExpressionError } from '../../group-regex/node.ts';
import type { EsqlType } from '../value.ts';
import { definitions } from './definitions.ts';
import { outputsOf } from './grok.ts';

/** A pattern of `GROK` that is none. */
export class GrokError extends Error {
  readonly hint: string;
  /** Which of the patterns. */
  readonly index: number;

  constructor(message: string, hint: string, index: number) {
    super(message);
    this.hint = hint;
    this.index = index;
  }
}

export interface Grok {
  /** What `compileGrok` takes. */
  readonly expressions: readonly string[];
  /** By name, as Elasticsearch orders them. */
  readonly outputs: readonly { readonly name: string; readonly type: EsqlType }[];
}

const reference = /%\{([A-Za-z0-9_-]+)(?::([\w@[\]:.-]+))?\}/g;
const maxNesting = 20;

/**
 * @param patterns are tried one after the other
 * @throws {GrokError} if one is none, or two give a column of one name two types
 */
export function expandGrok(patterns: readonly string[]): Grok {
  const expressions = patterns.map((pattern, index) => expanded(pattern, index));
  const types = new Map<string, EsqlType>();
  for (const [index, expression] of expressions.entries()) {
    for (const { name, type } of outputs(expression, index)) {
      const known = types.get(name) ?? type;
      if (known !== type) {
        const hint = 'give it the same type, or another name, everywhere';
        throw new GrokError(`\`${name}\` is both ${known} and ${type}`, hint, index);
      }
      types.set(name, type);
    }
  }
  const sorted = [...types].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { expressions, outputs: sorted.map(([name, type]) => ({ name, type })) };
}

function expanded(pattern: string, index: number, nesting = 0): string {
  if (nesting > maxNesting) throw new GrokError('patterns within patterns too deep', 'write it out', index);
  return pattern.replace(reference, (_found, name: string, column?: string) => {
    const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
    if (definition === undefined) {
      throw new GrokError(`\`%{${name}}\` is no pattern`, hintFor(name), index);
    }
    const inner = expanded(definition, index, nesting + 1);
    return column === undefined ? `(?:${inner})` : `(?<${column}>${inner})`;
  });
}

function hintFor(name: string): string {
  const known = Object.keys(definitions);
  const like = known.filter((each) => each.includes(name.toUpperCase()) || name.toUpperCase().includes(each));
  return `known are ${(like.length > 0 ? like : known).join(', ')}; or write \`(?<name>expression)\``;
}

function outputs(expression: string, index: number): Grok['outputs'] {
  try {
    return outputsOf(compileExpression(expression, oniguruma).names).map(({ name, type }) => ({
      name,
      type,
    }));
  } catch (error) {
    if (error instanceof ExpressionError) throw new GrokError(error.message, error.hint, index);
    if (error instanceof SyntaxError) {
      throw new GrokError(error.message, 'write `int`, `long`, `float`, `double` or `boolean`', index);
    }
    throw error;
  }
}
