/** What functions share that look for one text in another. */
import { foldCase } from '../fold-case.ts';
import type { CallContext, Parameter } from './function.ts';

export const sourceAndSubstring: readonly Parameter[] = [
  { name: 'source', accepts: 'string' },
  { name: 'substring', accepts: 'string' },
];

/** @returns a text to compare by; the same length as before */
export function comparable(text: unknown, { caseInsensitive }: CallContext): string {
  return caseInsensitive ? foldCase(String(text)) : String(text);
}
