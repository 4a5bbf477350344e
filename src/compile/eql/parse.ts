/** EQL text to its syntax tree. */
import { SyntaxError as EqlSyntaxError, parse } from '../../../build/eql-parser.js';
import type { Problem, Span } from '../problem.ts';
import { Refused } from '../syntax/refusal.ts';
import type { EqlStatement } from './ast.ts';
import { checkShape } from './check-shape.ts';
import { type RefusalName, refusal } from './refusals.ts';
import { syntaxProblem } from './syntax-problem.ts';
import { keywords } from './words.ts';

/** How many groups, negations and comments may stand inside one another. */
export const maxDepth = 200;

/**
 * Parses a query. Every text whose syntax Elasticsearch accepts is a query, and no other, except for groups deeper
 * than `maxDepth`. Whether fields and functions exist, and whether types fit, is not looked at.
 *
 * @param text the query
 * @returns the tree, or what is wrong; spans refer to `text`
 */
export function parseEql(
  text: string,
): { readonly ast: EqlStatement } | { readonly problems: readonly Problem[] } {
  const refuse = (name: RefusalName, span: Span, found?: string | number): never => {
    throw new Refused(refusal(name, span, found));
  };
  try {
    const ast: EqlStatement = parse(text, { maxDepth, refuse, keywords });
    const problems = checkShape(ast);
    return problems.length === 0 ? { ast } : { problems };
  } catch (error) {
    if (error instanceof Refused) return { problems: [error.problem] };
    if (!(error instanceof EqlSyntaxError)) throw error;
    return { problems: [syntaxProblem(text, error.location.start.offset, error.expected ?? [])] };
  }
}
