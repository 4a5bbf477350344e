/** A KQL query's text to its predicate. */
import type { Reader } from '../../schema/reader.ts';
import { type Lowered, lowerKql } from './lower.ts';
import { parseKql } from './parse.ts';

/**
 * @param text the query; empty or blank, it matches every event
 * @param reader what the events are
 * @returns the predicate, not folded; absent if any problem is an error. Spans refer to `text`.
 */
export function compileKql(text: string, reader: Reader): Lowered {
  const parsed = parseKql(text);
  return 'ast' in parsed ? lowerKql(parsed.ast, reader) : { problems: parsed.problems };
}
