/**
 * Secrets that a text gives a name: `password=x`, `"token": "x"`, `DB_PASS: x`, headers, YAML's blocks and lists,
 * `name: DB_PASS` with its `value: x`. The text is read once from left to right; names hold no `=` and no `:`, so
 * looking back for one never reads anything twice.
 */
import { nameLimit, namesSecret, naming } from './names.ts';
import { isPairName, isPairValue } from './pairs.ts';
import { readValue, type ValueInText } from './read-value.ts';
import { isNamedSecret, isPlaceholder, isRandomKey, redacted } from './values.ts';

/** Headers whose value is all of the line. */
const wholeLine = /^(?:proxy-)?authorization$|^(?:set-)?cookie$/i;

const scheme =
  /^(?:basic|bearer|token|digest|apikey|negotiate|ntlm|key|AWS4-HMAC-SHA256|GoogleLogin)(?:\\?[ \t]){1,8}/i;

/** @returns the text with the values of secret names replaced */
export function redactAssignments(text: string): string {
  let result = '';
  let copied = 0;
  let pair = '';
  const replace = (from: number, to: number, by: string): void => {
    result += text.slice(copied, from) + by;
    copied = to;
  };
  const separator = /[=:]/g;
  for (let found = separator.exec(text); found !== null; found = separator.exec(text)) {
    const at = found.index;
    const name = nameBefore(text, at, copied);
    if (name === undefined) continue;
    const start = valueStart(text, at, name);
    if (start === undefined) continue;
    const hidden = secretAt(text, start, name, pair);
    if (isPairName(name.text)) pair = glance(text, start)?.text ?? '';
    else if (isPairValue(name.text)) pair = '';
    if (hidden === undefined) {
      if (opensObject.test(text.slice(start, start + 16)) && namesSecret(name.text)) pair = name.text;
      continue;
    }
    replace(hidden.from, hidden.to, hidden.by);
    separator.lastIndex = hidden.to;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

interface Name {
  readonly text: string;
  readonly start: number;
  /** The quote before it, with its backslashes; empty if there is none. */
  readonly quote: string;
}

/** @param from what is before it has been dealt with */
function nameBefore(text: string, separator: number, from: number): Name | undefined {
  let end = separator;
  // `TOKEN+=x`, `TOKEN ?= x`.
  if (end > from && text[separator] === '=' && /[+?]/.test(text[end - 1] as string)) end--;
  while (end > from && separator - end < 4 && /[ \t]/.test(text[end - 1] as string)) end--;
  if (end > from && /["'`\]]/.test(text[end - 1] as string)) {
    end--;
    // `user[password]=x`, as forms have it, and `env["PASSWORD"] = x`, as programs do.
    if (end > from && /["'`]/.test(text[end - 1] as string)) end--;
    while (end > from && text[end - 1] === '\\' && separator - end < 16) end--;
  }
  let start = end;
  const least = Math.max(from, end - nameLimit);
  while (start > least && /[\w./-]|[^\0-\x7f]/.test(text[start - 1] as string)) start--;
  if (start === end) return undefined;
  if (/^keys?$/i.test(text.slice(start, end)))
    start -= kindOfKey(text.slice(Math.max(from, start - 16), start));
  const before = text[start - 1];
  return { text: text.slice(start, end), start, quote: before === '"' || before === "'" ? before : '' };
}

/** @returns how much of what is before `key` belongs to its name, as in `API key: x` */
function kindOfKey(before: string): number {
  return (
    /\b(?:api|access|account|auth|encryption|master|private|secret|signing)[ \t]{1,4}$/i.exec(before)?.[0]
      .length ?? 0
  );
}

/** `"password": {"value": "x"}`, and the same in YAML. */
const opensObject = /^(?:\{|[ \t\r]{0,8}\n)/;

const quoteOrList = /["'\\[]/;

/** Behind `=`, `:=`, `=>`, `==` and blanks. `a:b` without blank or quote is no assignment but of a password. */
function valueStart(text: string, separator: number, name: Name): number | undefined {
  let at = separator + 1;
  while (at - separator < 3 && /[=>:]/.test(text[at] ?? '')) at++;
  const joined = at;
  while (at < text.length && /[ \t]/.test(text[at] as string) && at - joined < 64) at++;
  // `"password" : "x"` is JSON, `volume "token" : not found` a sentence.
  if (text[separator] === ':' && name.quote !== '' && /\s/.test(text[separator - 1] as string))
    return quoteOrList.test(text[at] ?? '') ? at : undefined;
  if (text[separator] !== ':' || at > joined || at > separator + 1) return at;
  const next = text[at] ?? '\n';
  if (/[\s"'\\[]/.test(next)) return at;
  const isQuoted = /["'\\]/.test(text[separator - 1] ?? '');
  return isQuoted ||
    wholeLine.test(name.text) ||
    /(?:pass|passwd|password|pwd|passphrase|api-?key)$|^x-[\w-]{1,64}$|^private-token$/i.test(name.text)
    ? at
    : undefined;
}

interface Hidden {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

function secretAt(text: string, start: number, name: Name, pair: string): Hidden | undefined {
  if (wholeLine.test(name.text)) return header(text, start, name);
  const paired = isPairValue(name.text) && pair !== '' && namesSecret(pair);
  const asked = paired ? pair : name.text;
  if (naming(asked).kind === undefined && !isQueryKey(text, name)) return undefined;
  const block = namesSecret(asked) ? blockBehind(text, start, name) : undefined;
  if (block !== undefined) return block;
  const seen = glance(text, start);
  if (
    seen === undefined ||
    !(isQueryKey(text, name) ? isRandomKey(seen.text) : isNamedSecret(asked, seen.text))
  )
    return undefined;
  const value = readValue(text, start);
  return value === undefined ? undefined : hide(start, value);
}

/** `?key=x`, as some services have their API keys; `key` says nothing elsewhere. */
function isQueryKey(text: string, name: Name): boolean {
  return name.text === 'key' && /[?&]/.test(text[name.start - 1] ?? '');
}

/** The beginning of a value: enough to judge it by. Only what is hidden is read as a whole, since only that is passed. */
const glanceLength = 128;

function glance(text: string, start: number): ValueInText | undefined {
  return readValue(text.slice(start, start + glanceLength), 0);
}

function hide(start: number, { end, quote }: ValueInText): Hidden {
  return { from: start, to: end, by: quote + redacted + quote };
}

/**
 * The scheme stays: it says what was stolen. Without a blank before it the value is a word of a command line, as in
 * `-H Authorization:Bearer\\ x https://host`, and what is behind the word has to be seen.
 */
function header(text: string, start: number, name: Name): Hidden | undefined {
  if (glance(text, start) === undefined) return undefined;
  if (/["']|\\[\\"']/y.test(text.slice(start, start + 2))) {
    const value = readValue(text, start);
    return value === undefined || isPlaceholder(value.text) ? undefined : hide(start, value);
  }
  const isWord = text[start - 1] === ':';
  const escaped = /\\[ \t]/.test(text.slice(start, start + 2)) ? 2 : 0;
  const [kept = ''] = scheme.exec(text.slice(start + escaped, start + 32)) ?? [];
  const from = start + escaped + kept.length;
  let end = from;
  while (end < text.length && text[end] !== '\n' && (name.quote === '' || text[end] !== name.quote)) {
    if (isWord && /\s/.test(text[end] as string) && !/[\\,;]/.test(text[end - 1] as string)) break;
    end++;
  }
  while (end > from && text[end - 1] === '\\') end--;
  return { from, to: end, by: redacted };
}

/** YAML: `password: |` and the lines further in, `passwords:` and the items of the list below. */
function blockBehind(text: string, start: number, name: Name): Hidden | undefined {
  const head = /[|>](?:[+-]\d?|\d[+-]?)?[ \t]{0,8}(?:#[^\n]{0,128})?\n|\n/y;
  head.lastIndex = start;
  const found = head.exec(text);
  if (found === null) return undefined;
  const lineStart = text.lastIndexOf('\n', name.start) + 1;
  const indent = /^ {0,64}/.exec(text.slice(lineStart, lineStart + 64))?.[0].length ?? 0;
  const isBelow = found[0] === '\n';
  const line = /( {0,64})(- {1,8})?([^\n]*)(?:\n|$)/y;
  line.lastIndex = start + found[0].length;
  let end = line.lastIndex;
  const isItem = /^ {0,64}- /.test(text.slice(end, end + 66));
  for (let read = line.exec(text); read !== null && read[0] !== ''; read = line.exec(text)) {
    const [all, blanks = '', dash, rest = ''] = read;
    const isScalar = rest !== '' && !/^["']?[\w./-]{1,64}["']?:(?:\s|$)|^#/.test(rest);
    const belongs = isBelow
      ? isScalar && (dash === undefined ? blanks.length > indent : blanks.length >= indent)
      : blanks.length > indent || (rest === '' && dash === undefined);
    if (!belongs) break;
    end += all.length;
  }
  if (end === start + found[0].length) return undefined;
  const newline = text[end - 1] === '\n' ? '\n' : '';
  const by = `${' '.repeat(indent + 2)}${isItem ? '- ' : ''}${redacted}${newline}`;
  return { from: start + found[0].length, to: end, by };
}
