/** The value of a TOML string, and where each character of it stands in the file. */
import type { AST } from 'toml-eslint-parser';

export interface StringText {
  /** The string's value: escapes resolved, line ends as `\n`. */
  readonly text: string;
  /**
   * @param offset into `text`, in UTF-16 code units; `text.length` stands for the closing quote
   * @returns the offset into the file's text. What came from an escape is at the escape's backslash.
   */
  toFile(offset: number): number;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  '\\': '\\',
};

/**
 * Decodes a TOML string (https://toml.io/en/v1.0.0#string) that is known to be well-formed, noting where each code
 * unit comes from.
 * @param source the whole file
 */
export function stringText(source: string, node: AST.TOMLStringValue): StringText {
  const quotes = node.multiline ? 3 : 1;
  const end = node.range[1] - quotes;
  let at = node.range[0] + quotes;
  if (node.multiline) at += newlineAt(source, at);

  let text = '';
  const offsets: number[] = [];
  const push = (value: string): void => {
    text += value;
    for (let unit = 0; unit < value.length; unit++) offsets.push(at);
  };
  while (at < end) {
    const newline = newlineAt(source, at);
    if (newline > 0) {
      push('\n');
      at += newline;
    } else if (source[at] === '\\' && node.style === 'basic') {
      const { value, length } = escapeAt(source, at);
      push(value);
      at += length;
    } else {
      push(source.charAt(at));
      at++;
    }
  }
  return {
    text,
    toFile: (offset) => (offset <= 0 ? offsets[0] : offsets[offset]) ?? end,
  };
}

/** The escape that begins at `at`. A backslash at a line's end stands for nothing, with all white space after it. */
function escapeAt(source: string, at: number): { value: string; length: number } {
  const letter = source.charAt(at + 1);
  if (letter === 'u' || letter === 'U') {
    const length = letter === 'u' ? 4 : 8;
    const codePoint = Number.parseInt(source.slice(at + 2, at + 2 + length), 16);
    return { value: String.fromCodePoint(codePoint), length: 2 + length };
  }
  const value = simpleEscapes[letter];
  if (value !== undefined) return { value, length: 2 };
  let next = at + 1;
  while (/[ \t\r\n]/.test(source.charAt(next))) next++;
  return { value: '', length: next - at };
}

/** The length of the line end at `at`: 0, 1 or 2. */
function newlineAt(source: string, at: number): number {
  if (source[at] === '\n') return 1;
  return source[at] === '\r' && source[at + 1] === '\n' ? 2 : 0;
}
