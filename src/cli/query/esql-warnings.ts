import { SourceLines } from '../../compile/source-lines.ts';
import type { Warnings } from '../../query/esql/run/warnings.ts';
import { shortened } from '../../text/visible.ts';
import { count } from '../count.ts';

/** So many are told. */
const most = 20;

/** @returns what could not be computed, a line each: where in the query, why, how often */
export function warningNotes(warnings: Warnings, text: string): readonly string[] {
  const lines = new SourceLines(text);
  const all = warnings.list();
  const told = all.slice(0, most).map(({ start, end, reason, count: times }) => {
    const { line, column } = lines.position(start, 1);
    const part = shortened(text.slice(start, end), 60);
    const often = times === 1 ? '' : ` (${times.toLocaleString('en')} times)`;
    return `query:${line}:${column}: \`${part}\` is null: ${shortened(reason, 200)}${often}`;
  });
  const more = all.length - told.length;
  return more > 0 ? [...told, `${count(more, 'further reason')} why values are null`] : told;
}
