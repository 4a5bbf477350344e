/**
 * Where a value in a text ends: one in quotes (JSON's, JSON's within JSON, a shell's, SQL's), a list in brackets, or
 * a bare one. What is never closed, as in a text that was cut, runs to the end of the text: nothing of it is read
 * twice, so reading all values of a text is linear in it.
 */

export interface ValueInText {
  /** Behind the value. */
  readonly end: number;
  /** The value without its quotes; of a list all of it. */
  readonly text: string;
  /** What to write before and behind what takes its place. */
  readonly quote: string;
}

/** @returns undefined where no value begins: at the end, at an object, at an empty list, at a list of objects */
export function readValue(text: string, start: number): ValueInText | undefined {
  const opening = quoteAt(text, start);
  if (opening !== undefined) return readTripled(text, start, opening) ?? readQuoted(text, start, opening);
  marked.lastIndex = start;
  if (marked.test(text)) return readValue(text, marked.lastIndex);
  const first = text[start];
  if (first === '[') {
    if (text.startsWith('[redacted]', start)) return bare(text, start);
    return readList(text, start);
  }
  if (
    first === undefined ||
    first === '{' ||
    (/[\s,;&|)\]}<>]/.test(first) && !/&\w/y.test(text.slice(start, start + 2)))
  )
    return undefined;
  return bare(text, start);
}

/** What SQL and programming languages write before a quote: `N'x'`, `r"x"`. */
const marked = /(?:[BENRUX]|[bfrux]|br|rb)(?=["'])/y;

/** TOML's and Python's quotes for several lines. */
function readTripled(text: string, start: number, opening: string): ValueInText | undefined {
  const quote = opening.repeat(3);
  if (!text.startsWith(quote, start)) return undefined;
  const from = start + quote.length;
  const close = text.indexOf(quote, from);
  if (close === -1) return { end: text.length, text: text.slice(from), quote: '' };
  return { end: close + quote.length, text: text.slice(from, close), quote };
}

/** @returns a quote with the backslashes before it; at most seven: JSON within JSON within JSON */
function quoteAt(text: string, start: number): string | undefined {
  let at = start;
  while (at - start < 8 && text[at] === '\\') at++;
  const quote = text[at];
  return at - start < 8 && (quote === '"' || quote === "'") ? text.slice(start, at + 1) : undefined;
}

function readQuoted(text: string, start: number, opening: string): ValueInText {
  const from = start + opening.length;
  const close = closing(text, from, opening);
  if (close === undefined) return { end: text.length, text: text.slice(from), quote: '' };
  const end = close + 1;
  // `"a"b`, as shells join it, and SQL's `'it''s'`.
  if (opening.length === 1 && /[\w$@!%^*+"']/.test(text[end] ?? '') && end - start > 2) {
    const rest =
      quoteAt(text, end) === undefined ? bare(text, end) : readQuoted(text, end, text[end] as string);
    return { end: rest.end, text: text.slice(from, rest.end), quote: '' };
  }
  return { end, text: text.slice(from, end - opening.length), quote: opening };
}

/**
 * A quote with as many backslashes before it as the opening one has closes; one with more is part of the value, but
 * where the rest of them are pairs of escaped backslashes.
 */
function closing(text: string, from: number, opening: string): number | undefined {
  const quote = opening.at(-1) as string;
  const depth = opening.length;
  let at = text.indexOf(quote, from);
  while (at !== -1) {
    let slashes = 0;
    while (at - slashes > from && text[at - slashes - 1] === '\\') slashes++;
    if (slashes % (2 * depth) === depth - 1) return at;
    at = text.indexOf(quote, at + 1);
  }
  return undefined;
}

function readList(text: string, start: number): ValueInText | undefined {
  let at = start + 1;
  while (at < text.length && /\s/.test(text[at] as string)) at++;
  if (text[at] === ']' || text[at] === '{' || text[at] === '[') return undefined;
  while (at < text.length && text[at] !== ']') {
    const opening = quoteAt(text, at);
    at = opening === undefined ? at + 1 : readQuoted(text, at, opening).end;
  }
  const end = Math.min(at + 1, text.length);
  return { end, text: text.slice(start, end), quote: '' };
}

const plain = /[^\s"'&;|,)\]}<>`\\]+/y;
/** Characters that end a value only where the next thing begins behind them: passwords have such characters, too. */
const mayEnd = /[,)\]}<>`\\]/;
const nextBegins =
  /[,)\]}<>`]{1,8}(?:[\s"'&;|,]|\\["'nrt]|[\w.-]{1,64}["']?[=:]|$)|\\(?:["']|[nrt](?:[\s"'}\]-]|[\w.-]{1,64}\\?["']?[=:]|$))/y;

/** What a shell puts in, and YAML's tags and anchors, which stand before the value. */
const substitution = /\$\([^)\n]{1,256}\)|(?:![\w!/]{0,32}|&\w{1,32})[ \t]{1,4}(?=\S)/y;

function bare(text: string, start: number): ValueInText {
  substitution.lastIndex = start;
  let at = substitution.test(text) ? substitution.lastIndex : start;
  if (text.startsWith('[redacted]', at)) at += '[redacted]'.length;
  while (at < text.length) {
    plain.lastIndex = at;
    if (plain.test(text)) at = plain.lastIndex;
    if (!mayEnd.test(text[at] ?? '')) break;
    nextBegins.lastIndex = at;
    if (nextBegins.test(text)) break;
    at++;
  }
  return { end: at, text: text.slice(start, at), quote: '' };
}
