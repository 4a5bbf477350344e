/** Diagnostics: what a stage of the compiler found wrong, and where. */
import stringWidth from 'string-width';
import { SourceLines } from './source-lines.ts';

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
  /** Set if it is another file than the one that is looked at. */
  readonly file?: SourceFile;
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
 * Renders problems for a terminal or a log: file, line, column, the line itself with carets, and the hint.
 * @returns text that ends with a newline; empty for no problems.
 */
export function renderProblems(problems: readonly LocatedProblem[]): string {
  // A query of one line may have thousands of problems: its lines are found once for all of them.
  const known = new Map<string, SourceLines>();
  const linesOf = ({ text }: SourceFile): SourceLines => {
    const lines = known.get(text) ?? new SourceLines(text);
    known.set(text, lines);
    return lines;
  };
  return problems.map((problem) => renderProblem(problem, linesOf)).join('\n');
}

/** In code points. */
const lineWidth = 160;

function renderProblem(problem: LocatedProblem, linesOf: (file: SourceFile) => SourceLines): string {
  const { file, severity, code, message, hint, span } = problem;
  const label = `${severity}[${code}]: ${message}`;
  const help = hint === undefined ? '' : `  help: ${hint}\n`;
  if (span === undefined) return `${file.path}: ${label}\n${help}`;
  const { line, column, excerpt } = linesOf(file).position(span.start, lineWidth);
  // No more carets are shown than there is line.
  const marked = file.text.slice(span.start, Math.min(span.end, span.start + 2 * lineWidth));
  const length = Math.max(1, Math.min([...marked].length, excerpt.after));
  // Terminals show some characters in two columns, and some in none.
  const shown = [...excerpt.text];
  const indent = stringWidth(shown.slice(0, excerpt.caret).join(''));
  const carets = Math.max(1, stringWidth(shown.slice(excerpt.caret, excerpt.caret + length).join('')));
  const gutter = String(line);
  const blank = ' '.repeat(gutter.length);
  return [
    `${file.path}:${line}:${column}: ${label}`,
    `${blank} |`,
    `${gutter} | ${excerpt.text}`,
    `${blank} | ${' '.repeat(indent)}${'^'.repeat(carets)}`,
    help,
  ].join('\n');
}
