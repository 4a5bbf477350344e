/** TOML text -> values and their places. */
import { parse } from '@iarna/toml';
import { parseTOML } from 'toml-eslint-parser';
import type { Problem, SourceFile } from '../problem.ts';
import { placesOf, type TomlPlace } from './places.ts';
import { lineAndColumnOffset, syntaxProblem } from './syntax-problem.ts';

export interface TomlFile {
  readonly file: SourceFile;
  /** The top-level table. Line ends in strings are `\n`, so that a checkout with CRLF reads the same. */
  readonly value: unknown;
  readonly places: TomlPlace;
}

/**
 * Parses TOML 1.0. Two parsers read the text: one gives the places, and is exact about where an error is; the other
 * gives the values. Both must accept it.
 * @returns the first syntax error as a problem; neither parser goes on after one
 */
export function parseToml(file: SourceFile): TomlFile | { readonly problem: Problem } {
  try {
    const places = placesOf(parseTOML(file.text, { tomlVersion: '1.0' }));
    return { file, places, value: parse(file.text.replaceAll('\r\n', '\n')) };
  } catch (error) {
    return { problem: problemOf(file.text, error) };
  }
}

function problemOf(text: string, error: unknown): Problem {
  if (isPlacesError(error)) return syntaxProblem(text, error.index, error.message);
  if (isValuesError(error)) {
    const [message = error.message] = error.message.split(/ at row \d+/);
    return syntaxProblem(text, lineAndColumnOffset(text, error.line, error.col), message);
  }
  // A string of some 100,000 characters, or some thousand brackets within each other: no rule has either.
  if (error instanceof RangeError) {
    return {
      severity: 'error',
      code: 'toml-too-large',
      message: 'the file nests too deep or holds too long a string to be read',
    };
  }
  throw error;
}

function isPlacesError(error: unknown): error is SyntaxError & { index: number } {
  return error instanceof SyntaxError && 'index' in error && typeof error.index === 'number';
}

/** `line` and `col` count from 0. */
function isValuesError(error: unknown): error is Error & { line: number; col: number } {
  return error instanceof Error && 'fromTOML' in error && 'line' in error && 'col' in error;
}
