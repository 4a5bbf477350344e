/** Text in columns of a terminal, whose cells go on in further lines. */
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

const gap = '  ';
/** No column is narrower, unless all of its cells are. */
const narrowest = 10;
/** A cell that needs more lines is cut. */
const mostLines = 6;

export interface Layout {
  /** Of each column that is shown: the first ones, as many as have room. */
  readonly widths: readonly number[];
}

/** Of fewer rows it is not taken for granted that those to come are like them. */
const telling = 50;

/**
 * Finds widths for columns, by what is in them: as wide as that if there is room, and else the widest ones give way.
 * @param rows with the headings among them; of visible characters alone
 * @param width of the terminal
 * @param areAll whether there are no more rows; otherwise those to come may be longer than a few that are there
 */
export function layoutOf(rows: readonly (readonly string[])[], width: number, areAll: boolean): Layout {
  const wanted = (rows[0] ?? []).map((_, index) =>
    rows.reduce((most, row) => Math.max(most, stringWidth(row[index] ?? '')), 1),
  );
  const least = wanted.map((each) => Math.min(each, narrowest));
  const roomFor = (columns: readonly number[]): boolean =>
    columns.reduce((sum, each) => sum + each, 0) + gap.length * (columns.length - 1) <= width;
  let shown = wanted.length;
  while (shown > 1 && !roomFor(least.slice(0, shown))) shown--;
  const widths = wanted.slice(0, shown);
  while (!roomFor(widths)) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) break;
    widths[widths.lastIndexOf(widest)] = widest - 1;
  }
  if (areAll || rows.length > telling) return { widths };
  // The first column is the time, which is as wide as ever.
  const growing = widths.length > 1 ? widths.map((_, index) => index).slice(1) : [0];
  const free = width - widths.reduce((sum, each) => sum + each, 0) - gap.length * (widths.length - 1);
  for (const index of growing)
    widths[index] = (widths[index] ?? 0) + Math.max(0, Math.floor(free / growing.length));
  return { widths };
}

/** @returns lines, each with its end and without blanks at it */
export function inColumns(cells: readonly string[], { widths }: Layout, indent = ''): string {
  const columns = widths.map((width, index) => linesOf(cells[index] ?? '', width));
  const height = Math.max(...columns.map(({ length }) => length));
  const lines = Array.from({ length: height }, (_, line) =>
    columns
      .map((column, index) => padded(column[line] ?? '', widths[index] ?? 0))
      .join(gap)
      .trimEnd(),
  );
  return lines.map((line) => `${indent}${line}\n`).join('');
}

function linesOf(text: string, width: number): readonly string[] {
  // Words as long as all the lines together need not be looked at to their ends.
  const lines = wrapAnsi(text.slice(0, width * mostLines * 2), width, { hard: true }).split('\n');
  if (lines.length <= mostLines) return lines;
  const last = lines[mostLines - 1] ?? '';
  return [...lines.slice(0, mostLines - 1), stringWidth(last) < width ? `${last}…` : `${last.slice(0, -1)}…`];
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}
