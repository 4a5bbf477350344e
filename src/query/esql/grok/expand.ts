/** Patterns of `GROK` as regular expressions, with the columns that they give: for build time. */
import { compileExpression } from '../../group-regex/compile.ts';
import { oniguruma } from '../../group-regex/dialect.ts';
import { ExpressionError } from '../../group-regex/node.ts';
import type { EsqlType } from '../value.ts';
import { definitions } from './definitions.ts';
import { outputsOf, typeNames } from './grok.ts';

/** A pattern of `GROK` that is none. */
export class GrokError extends Error {
  readonly hint: string;
  readonly code: 'grok-pattern' | 'grok-type';

  constructor(message: string, hint: string, code: GrokError['code'] = 'grok-pattern') {
    super(message);
    this.hint = hint;
    this.code = code;
  }
}

export interface Grok {
  /** What `compileGrok` takes. */
  readonly expression: string;
  /** By name, as Elasticsearch orders them. */
  readonly outputs: readonly { readonly name: string; readonly type: EsqlType }[];
}

const reference = /%\{([A-Za-z0-9_-]+)(?::([\w@[\]:.-]+))?\}/g;
const maxNesting = 20;

/** @throws {GrokError} if the pattern is none, or gives a column of one name two types */
export function expandGrok(pattern: string): Grok {
  const expression = expanded(pattern);
  const types = new Map<string, EsqlType>();
  for (const { name, type } of outputs(expression)) {
    const known = types.get(name) ?? type;
    if (known !== type) {
      throw new GrokError(
        `\`${name}\` is both ${known} and ${type}`,
        'give it the same type, or another name, everywhere',
        'grok-type',
      );
    }
    types.set(name, type);
  }
  const sorted = [...types].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { expression, outputs: sorted.map(([name, type]) => ({ name, type })) };
}

function expanded(pattern: string, nesting = 0): string {
  if (nesting > maxNesting) throw new GrokError('patterns within patterns too deep', 'write it out');
  return pattern.replace(reference, (_found, name: string, column?: string) => {
    const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
    if (definition === undefined) throw new GrokError(`\`%{${name}}\` is no pattern`, hintFor(name));
    const inner = expanded(definition, nesting + 1);
    return column === undefined ? `(?:${inner})` : `(?<${column}>${inner})`;
  });
}

function hintFor(name: string): string {
  const known = Object.keys(definitions);
  const like = known.filter((each) => each.includes(name.toUpperCase()) || name.toUpperCase().includes(each));
  return `there are ${(like.length > 0 ? like : known).join(', ')}; or write \`(?<name>expression)\``;
}

function outputs(expression: string): Grok['outputs'] {
  try {
    return outputsOf(compileExpression(expression, oniguruma).names).map(({ name, type }) => ({
      name,
      type,
    }));
  } catch (error) {
    if (error instanceof ExpressionError) throw new GrokError(error.message, error.hint);
    if (error instanceof SyntaxError) {
      const hint = `there are ${typeNames.map((each) => `\`${each}\``).join(', ')}`;
      throw new GrokError(error.message, hint, 'grok-type');
    }
    throw error;
  }
}
