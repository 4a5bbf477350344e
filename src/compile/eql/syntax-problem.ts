/** What is wrong with a text that is not EQL, said so that its author can mend it. */
import type { Problem, Span } from '../problem.ts';
import { suggest } from '../suggest.ts';
import { type BracketPlace, type BracketsOf, bracketProblem } from '../syntax/brackets.ts';
import { alternatives, type Expectation } from '../syntax/expectation.ts';
import { keywords } from './words.ts';

/**
 * @param text the query
 * @param offset where parsing could not go on
 */
export function syntaxProblem(text: string, offset: number, expected: readonly Expectation[]): Problem {
  return bracketProblem(text, placeOf(text, offset), brackets) ?? unexpected(text, offset, expected);
}

const brackets: BracketsOf = { brackets: ['(', '['], named: 'field' };
const dangling = /(?:[-+*/%(,=<>:]|\b(?:and|or|not|in|in~|like~?|regex~?|where|by))\s*$/;

function placeOf(text: string, offset: number): BracketPlace {
  return {
    read: { start: 0, end: offset },
    isEnd: offset >= text.length || text[offset] === '|',
    isDangling: dangling.test(text.slice(0, offset)),
  };
}

function unexpected(text: string, offset: number, expected: readonly Expectation[]): Problem {
  const span = wordAt(text, offset);
  const word = text.slice(span.start, span.end);
  const found = word === '' ? 'the end of the query' : `\`${word}\``;
  const hint = hintFor(text, offset, word);
  const message = `found ${found}, expected ${inWords(expected, text.slice(0, offset))}`;
  return { severity: 'error', code: 'unexpected-text', message, span, ...(hint !== undefined && { hint }) };
}

/** The word that begins at an offset, or the one character that cannot be part of a word. */
function wordAt(text: string, offset: number): Span {
  const word = /^(?:[\w@]+~?|&&|\|\||!=?|[^\s])/u.exec(text.slice(offset, offset + 80));
  return { start: offset, end: Math.min(text.length, offset + (word?.[0].length ?? 1)) };
}

const said: Readonly<Record<string, string>> = {
  'opening parenthesis': '`(`',
  'closing parenthesis': '`)`',
  '`[`': '`[`',
  comparison: 'a comparison',
  'pattern comparison': '',
  string: 'a string',
  number: 'a number',
  field: 'a field',
  'event category': 'an event category',
  'name of a pipe': 'the name of a pipe',
  blank: '',
  and: '`and`',
  or: '`or`',
  in: '',
  not: '',
  by: '`by`',
  where: '`where`',
  with: '`with`',
  until: '`until`',
  maxspan: '`maxspan`',
  '[+\\-]': '',
  '[*\\/%]': '',
};
const plainly = new Set([',', ']', '|', '=', 'runs']);

function inWords(expected: readonly Expectation[], before: string): string {
  const words = expected.map(({ type, text, description }) => {
    if (type === 'end') return 'the end of the query';
    if (description !== undefined) return said[description] ?? description;
    const literal = String(text ?? '');
    return plainly.has(literal) ? `\`${literal}\`` : '';
  });
  const value = words.includes('a field') && words.includes('a number');
  const kept = value ? ['a value', ...words.filter((word) => word === '`)`')] : words;
  if (before.trim() === '') return 'an event category, `sequence` or `sample`';
  return alternatives(new Set(kept.filter((word) => word !== ''))) ?? 'a condition';
}

/** The usual slips, by the text before and after the place where parsing ended. The first that fits. */
const slips: readonly { readonly before?: RegExp; readonly after?: RegExp; readonly hint: string }[] = [
  { after: /^&&/, hint: 'EQL has no `&&`: write `and`' },
  { after: /^\|\|/, hint: 'EQL has no `||`: write `or`' },
  { after: /^![^[=]/, hint: 'EQL has no `!`: write `not`' },
  { after: /^~/, hint: '`~` stands without a blank after `in`, `like`, `regex` or the name of a function' },
  { after: /^[\u00A0\u2000-\u200B\u202F\uFEFF]/, hint: 'this is no ordinary blank: replace it by one' },
  { after: /^[\u201C\u201D\u201E]/, hint: 'this is no ordinary quotation mark: replace it by `"`' },
  {
    before: /^\s*\w+\s*$/,
    after: /^(?:\.|[=!<>:]|in\b|like\b|regex\b)/,
    hint: 'begin with the event category: `any where field == "value"`',
  },
  {
    before: /\bwhere\s*$/,
    after: /^(?:[|\]]|$)/,
    hint: 'add a condition; `where true` holds for every event of the category',
  },
  {
    before: /^\s*(?:sequence|sample)\s*$/,
    after: /^where/,
    hint: 'a category with the name of a keyword needs quotes',
  },
  { before: /,\s*$/, after: /^[)[\]]/, hint: 'drop the comma, or add what should follow' },
  { before: /\(\s*$/, after: /^\)/, hint: 'name at least one value' },
  { before: /[\w"`)]\s*$/, after: /^\[\w*\s*where\b/, hint: 'close the event before with `]`' },
  {
    before: /\]\s*$/,
    after: /^\w+\s+where\b/,
    hint: 'put the event in brackets: `[category where condition]`',
  },
  {
    before: /(?::|\blike~?|\bregex~?)\s*(?:\(\s*(?:"[^"]*"\s*,\s*)*)?$/,
    after: /^[\w@`?]/,
    hint: 'quote the value: `field : "value"`',
  },
  { before: /:\s*\(?[^()]*$/, after: /^[-+]/, hint: '`:` compares with strings; compare numbers with `==`' },
  { before: /[\w"`)]\s+not\s+$/, after: /^[\w@`?]/, hint: 'write `and not`' },
  { before: /\b(?:and|or|not)\s*$/, hint: 'add the condition that should follow, or drop the keyword' },
  { before: /[\w"`)]\s*$/, after: /^[("]/, hint: 'an operator is missing here' },
];

function hintFor(text: string, offset: number, word: string): string | undefined {
  const [before, after] = [text.slice(0, offset), text.slice(offset)];
  const slip = slips.find((each) => (each.before?.test(before) ?? true) && (each.after?.test(after) ?? true));
  if (slip !== undefined) return slip.hint;
  const lower = word.toLowerCase().replace(/~$/, '');
  if (lower !== word && keywords.has(lower)) return `keywords are written in small letters: \`${lower}\``;
  if (keywords.has(word)) return `\`${word}\` is a keyword: as a name it needs backquotes`;
  const near = word.length > 2 ? suggest(word, keywords) : undefined;
  if (near !== undefined) return `did you mean \`${near}\``;
  const conditions = /[\w"`)]\s+$/.test(before) && /^[\w@`?]/.test(after);
  return conditions ? 'join conditions with `and` or `or`' : undefined;
}
