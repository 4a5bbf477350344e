/** An EQL query's text to the predicate of an event query, or to the stages of a sequence. */
import type { Reader } from '../../schema/reader.ts';
import type { EqlStatement } from './ast.ts';
import { compileSequence, type LoweredSequence } from './compile-sequence.ts';
import { type Lowered, lowerEql } from './lower.ts';
import { parseEql } from './parse.ts';

/**
 * @param text the query
 * @param reader what the events are
 * @param categoryField which field the category before `where` is a value of
 * @returns the predicate, not folded; absent if any problem is an error. Spans refer to `text`. For a sample its kind
 * alone.
 */
export function compileEql(
  text: string,
  reader: Reader,
  categoryField?: string,
): Lowered | LoweredSequence | { readonly kind: 'sample' } {
  const parsed = parseEql(text);
  if ('problems' in parsed) return { problems: parsed.problems };
  const { query } = parsed.ast;
  if (query.kind === 'sample') return { kind: query.kind };
  const pipes = pipeProblems(parsed.ast);
  if (query.kind === 'sequence') {
    const compiled = compileSequence(query, text, reader, categoryField);
    return pipes.length === 0 ? compiled : { kind: 'sequence', problems: [...compiled.problems, ...pipes] };
  }
  const { predicate, problems } = lowerEql(query, reader, categoryField);
  if (pipes.length > 0) return { problems: [...problems, ...pipes] };
  return predicate === undefined ? { problems } : { predicate, problems };
}

/** Pipes pick from a list of results, and rules look at events as they come. */
function pipeProblems({ pipes }: EqlStatement) {
  return pipes.map(({ kind, span }) => ({
    severity: 'error' as const,
    code: 'pipe-in-rule',
    message: `\`${kind}\` picks from the results of one search, and a rule has no last result: events go on coming`,
    hint: 'drop it; for fewer alerts use `[rule.alert_suppression]`',
    span,
  }));
}
