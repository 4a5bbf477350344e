/** An EQL query's text to the predicate of an event query. */
import type { Reader } from '../../schema/resolve.ts';
import type { Statement } from './ast.ts';
import { type Lowered, lowerEql } from './lower.ts';
import { parseEql } from './parse.ts';

/**
 * @param text the query
 * @param reader what the events are
 * @param categoryField which field the category before `where` is a value of
 * @returns the predicate, not folded; absent if any problem is an error. Spans refer to `text`. For a query of several
 * events its kind alone.
 */
export function compileEql(
  text: string,
  reader: Reader,
  categoryField?: string,
): Lowered | { readonly kind: 'sequence' | 'sample' } {
  const parsed = parseEql(text);
  if ('problems' in parsed) return { problems: parsed.problems };
  const { query } = parsed.ast;
  if (query.kind !== 'event') return { kind: query.kind };
  const { predicate, problems } = lowerEql(query, reader, categoryField);
  const pipes = pipeProblems(parsed.ast);
  if (pipes.length > 0) return { problems: [...problems, ...pipes] };
  return predicate === undefined ? { problems } : { predicate, problems };
}

/** Pipes pick from a list of results, and rules look at events as they come. */
function pipeProblems({ pipes }: Statement) {
  return pipes.map(({ kind, span }) => ({
    severity: 'error' as const,
    code: 'pipe-in-rule',
    message: `\`${kind}\` picks from the results of one search, and a rule has no last result: events go on coming`,
    hint: 'drop it; for fewer alerts use `[rule.alert_suppression]`',
    span,
  }));
}
