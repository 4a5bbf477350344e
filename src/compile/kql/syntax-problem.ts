/** What is wrong with a text that is not KQL, said so that its author can mend it. */
import type { Problem, Span } from '../problem.ts';
import { alternatives, type Expectation } from '../syntax/expectation.ts';
import { scanBrackets } from './scan-brackets.ts';

/**
 * @param text the query
 * @param offset where parsing could not go on
 * @param message the parser's own words
 * @param expected absent if the parser gave up for a reason of its own, which `message` then is
 */
export function syntaxProblem(
  text: string,
  offset: number,
  message: string,
  expected: readonly Expectation[] | undefined | null,
): Problem {
  if (expected === undefined || expected === null) {
    const hint = 'name the values in one list, `field: (a or b)`, or drop parentheses that change nothing';
    return { severity: 'error', code: 'too-deep', message, hint, span: { start: offset, end: offset + 1 } };
  }
  return bracketProblem(text, offset) ?? unexpected(text, offset, expected);
}

function bracketProblem(text: string, offset: number): Problem | undefined {
  const { openQuote, open } = scanBrackets(text, offset);
  const error = (code: string, at: number, message: string, hint: string): Problem => ({
    severity: 'error',
    code,
    message,
    hint,
    span: { start: at, end: at + 1 },
  });
  if (openQuote !== undefined) {
    const hint = 'close it; a quotation mark that is part of a value is written `\\"`';
    return error('unclosed-quote', openQuote, 'this quotation mark is never closed', hint);
  }
  const innermost = open.at(-1);
  if (offset === text.length && innermost !== undefined && !/[:(<>=]\s*$/.test(text)) {
    const [name, close] = innermost.bracket === '(' ? ['parenthesis', ')'] : ['brace', '}'];
    const hint = `add \`${close}\`; a ${name} that is part of a value is written \`\\${innermost.bracket}\`, or the value is quoted`;
    return error('unclosed-bracket', innermost.at, `this ${name} is never closed`, hint);
  }
  const found = text[offset];
  if (found !== ')' && found !== '}') return undefined;
  const opener = found === ')' ? '(' : '{';
  if (innermost === undefined) {
    const hint = `drop it; as part of a value it is written \`\\${found}\`, or the value is quoted`;
    return error('unopened-bracket', offset, `\`${found}\` closes what no \`${opener}\` has opened`, hint);
  }
  if (innermost.bracket === opener) return undefined;
  const wanted = innermost.bracket === '(' ? ')' : '}';
  return error(
    'unopened-bracket',
    offset,
    `found \`${found}\` where \`${wanted}\` is missing`,
    `add \`${wanted}\` before it`,
  );
}

function unexpected(text: string, offset: number, expected: readonly Expectation[]): Problem {
  const span = wordAt(text, offset);
  const word = text.slice(span.start, span.end);
  const found = word === '' ? 'the end of the query' : `\`${word}\``;
  const hint = hintFor(text.slice(0, offset), text.slice(offset));
  const message = `found ${found}, expected ${inWords(expected)}`;
  return { severity: 'error', code: 'unexpected-text', message, span, ...(hint !== undefined && { hint }) };
}

/** The word that begins at an offset, or the one character that cannot be part of a word. */
function wordAt(text: string, offset: number): Span {
  const word = /^[^\s\\():<>"*{}]+/.exec(text.slice(offset, offset + 40));
  return { start: offset, end: Math.min(text.length, offset + (word?.[0].length ?? 1)) };
}

const names: Readonly<Record<string, string>> = {
  value: 'a value',
  or: '`or`',
  and: '`and`',
  not: '',
  blank: '',
  comparison: '',
  ':': '',
  'opening parenthesis': '',
  'opening brace': '',
  'closing parenthesis': '`)`',
  'closing brace': '`}`',
};

function inWords(expected: readonly Expectation[]): string {
  const words = expected.map(({ type, text, description }) => {
    if (type === 'end') return 'the end of the query';
    const name = description ?? String(text ?? '');
    return names[name] ?? name;
  });
  // Where no value can stand, a condition has ended; the parser may have looked for a keyword before the blank.
  if (!words.includes(names.value ?? '')) words.unshift('`and`', '`or`');
  return alternatives(new Set(words.filter((word) => word !== ''))) ?? 'a value';
}

/** The usual slips, by the text before and after the place where parsing ended. The first that fits. */
const slips: readonly { readonly before?: RegExp; readonly after?: RegExp; readonly hint: string }[] = [
  {
    before: /^\s*(?:(?:sequence|sample)\b[^[]*\[\s*)?(?:\w+|"[^"]*")\s+where\s/,
    hint: 'it begins as EQL does: say that its language is `eql`; in KQL a condition is `field: value`',
  },
  {
    before: /^\s*from\s[^|]+\|/i,
    hint: 'it begins as ES|QL does: say that its language is `esql`; in KQL a condition is `field: value`',
  },
  { before: /&&[^():"]*$/, hint: 'KQL has no `&&`: write `and`' },
  { before: /\|\|[^():"]*$/, hint: 'KQL has no `||`: write `or`' },
  { after: /^(?:&&|\|\|)/, hint: 'KQL has no `&&` and `||`: write `and` and `or`' },
  { after: /^\\/, hint: 'a backslash that is part of a value is written `\\\\`, or the value is quoted' },
  { before: /:\s*$/, after: /^[<>]/, hint: 'a comparison has no colon: `field > 5`' },
  { before: /<$/, after: /^>/, hint: '"is not" is written `not field: value`' },
  { before: /(?:^|[\s(])not$/i, after: /^\(/, hint: 'a blank must follow `not`' },
  { before: /\bnot\s+$/i, after: /^not\b/i, hint: 'leave out both, or write `not (not …)`' },
  {
    before: /[^\s(]$/,
    after: /^not\s/i,
    hint: '`not` before a blank is a keyword even at the end of a word: quote the value',
  },
  { before: /\s$/, after: /^not\s/i, hint: 'write `and not`' },
  {
    before: /[)}"]\s*$/,
    after: /^(?:and|or)\b/i,
    hint: 'a blank must stand before and after `and` and `or`',
  },
  {
    before: /(?:\s|^)(?:and|or)$/i,
    after: /^\(/,
    hint: 'a blank must stand before and after `and` and `or`',
  },
  {
    before: /:\s*[^\s():"]+\s[^():"]*$/,
    after: /^[:<>]/,
    hint: 'conditions are joined by `and` or `or`; a value with blanks in it is best quoted',
  },
  {
    before: /[:<>=]\s*[^\s():"]+$/,
    after: /^:/,
    hint: 'quote a value that has a colon in it, or write `\\:`',
  },
  { before: /[=~]\s*$/, after: /^"/, hint: 'a condition is written with a colon: `field: value`' },
  {
    before: /"\s*$/,
    after: /^[^\s():]/,
    hint: 'join conditions with `and` or `or`; a quotation mark inside a value is written `\\"`',
  },
  { after: /^"/, hint: 'quote the whole value, or write `\\"`' },
  {
    after: /^[({]/,
    hint: 'a bracket that is part of a value takes a backslash before it, or the value is quoted',
  },
  { before: /(?:^|[\s(])$/, after: /^[:<>]/, hint: 'name the field first: `field: value`' },
  {
    before: /\s(?:and|or|not)\s+$/i,
    hint: 'add the condition or value that should follow, or drop the keyword',
  },
  { before: /:\s*\(?\s*$/, after: /^\)?$/, hint: 'for any value write `field: *`, for none `not field: *`' },
];

function hintFor(before: string, after: string): string | undefined {
  return slips.find((slip) => (slip.before?.test(before) ?? true) && (slip.after?.test(after) ?? true))?.hint;
}
