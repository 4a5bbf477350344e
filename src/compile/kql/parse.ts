/** KQL text to its syntax tree. */
import { SyntaxError as KqlSyntaxError, parse } from '../../../build/kql-parser.js';
import type { Problem } from '../problem.ts';
import type { Query } from './ast.ts';
import { syntaxProblem } from './syntax-problem.ts';

/** How many groups may stand inside one another. */
export const maxDepth = 250;

/**
 * Parses a query. Every text that Kibana accepts is a query, and no other, except for groups deeper than `maxDepth`.
 *
 * @param text the query; empty or blank, it matches everything
 * @returns the tree, or the one problem that ended parsing; its span refers to `text`
 */
export function parseKql(text: string): { readonly ast: Query } | { readonly problems: readonly Problem[] } {
  try {
    const ast: Query = parse(text, { maxDepth });
    return { ast };
  } catch (error) {
    if (!(error instanceof KqlSyntaxError)) throw error;
    return { problems: [syntaxProblem(text, error.location.start.offset, error.message, error.expected)] };
  }
}
