/** Diagnostics: what a stage of the compiler found wrong, and where. */

/** A stretch of a source file, as offsets into its text (UTF-16 code units); `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Problem {
  /** `error` fails the build; `warning` is reported and the build goes on. */
  readonly severity: 'error' | 'warning';
  /** Stable and greppable, kebab-case, for example `unknown-field`. */
  readonly code: string;
  /** What was found and what was expected. One sentence without a full stop. */
  readonly message: string;
  /** How to mend it, or what was probably meant. */
  readonly hint?: string;
  /** Absent when the file as a whole is meant. */
  readonly span?: Span;
}

/** A text with a name, to which the spans of problems refer. */
export interface SourceFile {
  /** As the user named it. */
  readonly path: string;
  readonly text: string;
}

/** A problem together with the file it is in. */
export interface LocatedProblem extends Problem {
  readonly file: SourceFile;
}

/**
 * Line and column of an offset.
 * @returns 1-based line, and 1-based column counted in code points, as editors count.
 */
export function position(text: string, offset: number): { line: number; column: number; lineText: string } {
  const at = Math.min(Math.max(offset, 0), text.length);
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const newline = text.indexOf('\n', at);
  const lineEnd = newline === -1 ? text.length : newline;
  let line = 1;
  for (let i = text.indexOf('\n'); i !== -1 && i < lineStart; i = text.indexOf('\n', i + 1)) line++;
  return {
    line,
    column: [...text.slice(lineStart, at)].length + 1,
    lineText: text.slice(lineStart, lineEnd).replace(/\r$/, ''),
  };
}

/**
 * Renders problems for a terminal or a log: file, line, column, the line itself with carets, and the hint.
 * @returns text that ends with a newline; empty for no problems.
 */
export function renderProblems(problems: readonly LocatedProblem[]): string {
  return problems.map(renderProblem).join('\n');
}

const lineWidth = 160;

function renderProblem(problem: LocatedProblem): string {
  const { file, severity, code, message, hint, span } = problem;
  const label = `${severity}[${code}]: ${message}`;
  const help = hint === undefined ? '' : `  help: ${hint}\n`;
  if (span === undefined) return `${file.path}: ${label}\n${help}`;
  const { line, column, lineText } = position(file.text, span.start);
  const window = clip(lineText, column - 1);
  const length = Math.max(1, Math.min([...file.text.slice(span.start, span.end)].length, window.after));
  const gutter = String(line);
  const blank = ' '.repeat(gutter.length);
  return [
    `${file.path}:${line}:${column}: ${label}`,
    `${blank} |`,
    `${gutter} | ${window.text}`,
    `${blank} | ${' '.repeat(window.caret)}${'^'.repeat(length)}`,
    help,
  ].join('\n');
}

/** The part of a long line around the caret, so that a query of one long line stays readable. */
function clip(lineText: string, caret: number): { text: string; caret: number; after: number } {
  // A file may hold anything, and a terminal would act on control characters.
  const points = [...lineText.replaceAll('\t', ' ').replaceAll(/\p{Cc}/gu, '\u{fffd}')];
  if (points.length <= lineWidth) {
    return { text: points.join(''), caret, after: Math.max(1, points.length - caret) };
  }
  const start = Math.max(0, Math.min(caret - lineWidth / 2, points.length - lineWidth));
  const end = start + lineWidth;
  const head = start > 0 ? '…' : '';
  const tail = end < points.length ? '…' : '';
  return {
    text: head + points.slice(start, end).join('') + tail,
    caret: caret - start + head.length,
    after: Math.max(1, end - caret),
  };
}
