/** Patterns of `:`, `like` and `regex` as tests of texts. */
import { foldCase } from '../../query/fold-case.ts';
import type { TextTest } from '../predicate.ts';
import type { EqlMatch } from './ast.ts';

/** @param pattern as in the query, its string's escapes undone */
export function patternTest(op: EqlMatch['op'], pattern: string): TextTest {
  const caseInsensitive = op === ':' || op.endsWith('~');
  if (op === 'regex' || op === 'regex~') return { kind: 'regex', pattern, caseInsensitive };
  if (pattern.includes('?')) return { kind: 'like', pattern, caseInsensitive };
  const pieces = (caseInsensitive ? foldCase(pattern) : pattern).split('*');
  const [only = ''] = pieces;
  const of =
    pieces.length === 1
      ? ({ kind: 'keyword', values: [only] } as const)
      : ({ kind: 'wildcard', patterns: [pieces] } as const);
  return caseInsensitive ? { kind: 'folded', of } : of;
}

/** A text without regard to case. */
export function foldedTest(text: string): TextTest {
  return { kind: 'folded', of: { kind: 'keyword', values: [foldCase(text)] } };
}
