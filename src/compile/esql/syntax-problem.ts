/** What is wrong with a text that is not ES|QL, said so that its author can mend it. */
import type { Problem, Span } from '../problem.ts';
import { suggest } from '../suggest.ts';
import { type BracketPlace, type BracketsOf, bracketProblem } from '../syntax/brackets.ts';
import { alternatives, type Expectation } from '../syntax/expectation.ts';
import { commandWords, keywords } from './words.ts';

/**
 * @param text the query
 * @param command where the command stands, up to the next pipe
 * @param offset where parsing could not go on
 */
export function syntaxProblem(
  text: string,
  command: Span,
  offset: number,
  expected: readonly Expectation[],
): Problem {
  return (
    bracketProblem(text, placeOf(text, command, offset), brackets) ??
    unexpected(text, command, offset, expected)
  );
}

const brackets: BracketsOf = { brackets: ['(', '[', '{'], named: 'column' };
const dangling = /(?:[-+*/%(,=<>:]|\b(?:and|or|not|in|like|rlike|where|by|eval|stats|keep|drop|sort))\s*$/i;

function placeOf(text: string, command: Span, offset: number): BracketPlace {
  return {
    read: { start: command.start, end: offset },
    isEnd: offset >= command.end,
    isDangling: dangling.test(text.slice(Math.max(command.start, offset - 200), offset)),
  };
}

function unexpected(text: string, command: Span, offset: number, expected: readonly Expectation[]): Problem {
  const span = wordAt(text, offset);
  const word = text.slice(span.start, span.end);
  const found = word === '' ? 'the end of the query' : `\`${word}\``;
  const before = text.slice(Math.max(command.start, offset - 200), offset);
  const hint = hintFor(before, text.slice(offset, offset + 200), word, command.start === 0);
  const message = `found ${found}, expected ${inWords(expected, before, command.start === 0)}`;
  return { severity: 'error', code: 'unexpected-text', message, span, ...(hint !== undefined && { hint }) };
}

/** The word that begins at an offset, or the one character that cannot be part of a word. */
function wordAt(text: string, offset: number): Span {
  const word = /^(?:[\w@]+|&&|\|\||!=?|==?|[^\s])/u.exec(text.slice(offset, offset + 80));
  return { start: offset, end: Math.min(text.length, offset + (word?.[0].length ?? 1)) };
}

const said: Readonly<Record<string, string>> = {
  'opening parenthesis': '`(`',
  'closing parenthesis': '`)`',
  'opening bracket': '`[`',
  'closing bracket': '`]`',
  comparison: 'a comparison',
  string: 'a string',
  number: 'a number',
  column: 'a column',
  command: '',
  constant: 'a constant',
  type: 'a type',
  direction: '`ASC`, `DESC`',
  'place of nulls': '`FIRST` or `LAST`',
  'name of an index': 'the name of an index',
  'name of a metadata field': 'the name of a metadata field',
  'unit of time': '',
  append_separator: '',
  blank: '',
  and: '`AND`',
  or: '`OR`',
  in: '',
  is: '',
  like: '',
  not: '',
  null: '',
  nulls: '',
  as: '`AS`',
  by: '`BY`',
  where: '',
  metadata: '`METADATA`',
};
const plainly = new Set([',', '|', '=', '}']);

function inWords(expected: readonly Expectation[], before: string, isFirst: boolean): string {
  if (/^\s*$/.test(before)) return isFirst ? '`FROM` or `ROW`' : 'a command';
  const words = expected.map(({ type, text, description }) => {
    if (type === 'end') return '`|`';
    if (description !== undefined) return said[description] ?? description;
    const literal = String(text ?? '');
    return plainly.has(literal) ? `\`${literal}\`` : '';
  });
  const value = words.includes('a column') && words.includes('a number');
  const all = value ? ['a value', ...words.filter((word) => word === '`)`')] : words;
  // What can be said shorter is not said at length: a parenthesis may stand nearly everywhere.
  const kept = all.some((word) => word !== '`(`' && word !== '') ? all.filter((word) => word !== '`(`') : all;
  return (
    alternatives(new Set(kept.filter((word) => word !== ''))) ??
    (/\binline\s*$/i.test(before) ? '`STATS`' : '`|` or the end of the query')
  );
}

/** The usual slips, by the text before and after the place where parsing ended. The first that fits. */
const slips: readonly { readonly before?: RegExp; readonly after?: RegExp; readonly hint: string }[] = [
  { after: /^&&/, hint: 'ES|QL has no `&&`: write `AND`' },
  { after: /^\|\|/, hint: 'ES|QL has no `||`: write `OR`; one `|` separates commands' },
  { after: /^![^[=]/, hint: 'ES|QL has no `!`: write `NOT`' },
  { after: /^;/, hint: 'a query has no `;` at its end: drop it' },
  { after: /^[\u00A0\u2000-\u200B\u202F\uFEFF]/, hint: 'this is no ordinary blank: replace it by one' },
  { after: /^[\u201C\u201D\u201E]/, hint: 'this is no ordinary quotation mark: replace it by `"`' },
  { before: /^\s*$/, after: /^\|/, hint: 'add a command, or drop one of the `|`' },
  { before: /^\s*where\s*$/i, hint: 'add a condition' },
  { before: /[\w"`)\]]\s+$/, after: /^not\b/i, hint: 'write `AND NOT`' },
  { before: /^\s*(?:keep|drop)\b.*\w\s+$/is, after: /^\w/, hint: 'names of columns are separated by `,`' },
  {
    before: /^\s*(?:keep|drop|mv_expand|rename)\b/is,
    after: /^\(/,
    hint: 'name a column; compute it with `EVAL` before',
  },
  { after: /^append_separator\b/i, hint: 'write `APPEND_SEPARATOR = ","`' },
  { before: /^\s*rename\b/is, hint: 'write `RENAME old AS new`' },
  {
    before: /^\s*grok\b/is,
    hint: 'write the column and then the pattern: `GROK message "%{IP:address} %{WORD:verb}"`',
  },
  {
    before: /^\s*dissect\b/is,
    hint: 'write the column and then the pattern: `DISSECT message "%{address} %{verb}"`',
  },
  {
    before: /^\s*sort\b/is,
    after: /^[a-z]+/i,
    hint: 'write `ASC` or `DESC`, then `NULLS FIRST` or `NULLS LAST`',
  },
  { before: /^\s*limit\b/is, hint: 'write, for example, `LIMIT 100`' },
  { before: /:\s*$/, after: /^[\w@`]/, hint: 'quote the value: `field : "value"`' },
  { before: /^\s*$/, after: /^$/, hint: 'add a command, or drop the `|`' },
  { before: /,\s*$/, after: /^[)[\]|]|^$/, hint: 'drop the comma, or add what should follow' },
  { before: /,\s*$/, after: /^by\b/i, hint: 'drop the comma before `BY`' },
  { before: /\bin\s*\(\s*$/i, after: /^\)/, hint: 'name at least one value' },
  { before: /\blike\s*\(?\s*$/i, after: /^[\w@`]/, hint: 'patterns are strings: `field LIKE "value*"`' },
  {
    before: /\bis\s*(?:not\s*)?$/i,
    hint: 'write `IS NULL` or `IS NOT NULL`; compare other values with `==`',
  },
  { before: /[\w"`)]\s+not\s+$/i, after: /^[\w@`?]/, hint: 'write `AND NOT`' },
  { before: /\b(?:and|or|not)\s*$/i, hint: 'add the condition that should follow, or drop the keyword' },
  { before: /[\w"`)]\s*$/, after: /^["(]/, hint: 'an operator or a comma is missing here' },
  { before: /[\w`]$/, after: /^-/, hint: 'a name with `-` in it needs backquotes' },
];

function hintFor(before: string, after: string, word: string, isFirst: boolean): string | undefined {
  if (isFirst && /^\s*$/.test(before)) return 'begin with `FROM logs-*`';
  const slip = slips.find((each) => (each.before?.test(before) ?? true) && (each.after?.test(after) ?? true));
  if (slip !== undefined) return slip.hint;
  if (keywords.has(word.toLowerCase())) return `\`${word}\` is a keyword: as a name it needs backquotes`;
  const near =
    word.length > 2
      ? suggest(
          word,
          [...keywords].map((each) => each.toUpperCase()),
        )
      : undefined;
  if (near !== undefined) return `did you mean \`${near}\`?`;
  if (commandWords.has(word.toUpperCase())) return 'put a `|` before the command';
  const conditions = /[\w"`)]\s+$/.test(before) && /^[\w@`?]/.test(after);
  return conditions ? 'an operator is missing here; conditions are joined with `AND` or `OR`' : undefined;
}
