/** Sigma's `condition`: names of detections, `1 of` and `all of`, `and`, `or`, `not`. */
import type { Span } from '../problem.ts';
import { suggest } from '../suggest.ts';
import { SigmaProblem, type Tree } from './tree.ts';

interface Token {
  readonly text: string;
  readonly start: number;
}

/** Of parentheses and `not` within each other; a deeper condition is no rule. */
const mostNested = 200;

/**
 * @param span of the condition in its file
 * @param detections by name
 * @throws SigmaProblem
 */
export function conditionTree(text: string, span: Span, detections: ReadonlyMap<string, Tree>): Tree {
  const pipe = text.indexOf('|');
  if (pipe >= 0)
    throw new SigmaProblem(
      'sigma-condition',
      spanIn(text, span, { text: '|', start: pipe }),
      'the condition counts, in a syntax that Sigma gave up',
      'write a correlation rule in a document of its own',
    );
  const tokens = tokensOf(text, span);
  let at = 0;
  let depth = 0;
  const end = { text: '', start: text.length };
  const peek = (): Token => tokens[at] ?? end;
  const word = (): string => peek().text.toLowerCase();
  const fail = (token: Token, message: string, hint: string): never => {
    throw new SigmaProblem('sigma-condition', spanIn(text, span, token), message, hint);
  };

  const either = (): Tree => joined('or', both);
  const both = (): Tree => joined('and', negated);

  function joined(kind: 'and' | 'or', part: () => Tree): Tree {
    const of = [part()];
    while (word() === kind) {
      at++;
      of.push(part());
    }
    const [only] = of;
    return of.length === 1 && only !== undefined ? only : { kind, of };
  }

  function negated(): Tree {
    if (++depth > mostNested) fail(peek(), 'the condition nests too deep', 'split the rule');
    try {
      if (word() !== 'not') return atom();
      at++;
      return { kind: 'not', of: negated() };
    } finally {
      depth--;
    }
  }

  function atom(): Tree {
    const token = peek();
    at++;
    if (token.text === '(') {
      const inside = either();
      if (peek().text !== ')') fail(peek(), 'a `(` has no `)`', 'close it');
      at++;
      return inside;
    }
    if (
      token.text === '' ||
      token.text === ')' ||
      ['and', 'or', 'of', 'them'].includes(token.text.toLowerCase())
    )
      fail(
        token,
        `a detection was expected, and ${token.text === '' ? 'the condition ends' : `\`${token.text}\` was found`}`,
        'name a detection',
      );
    if (word() === 'of') {
      at++;
      return quantified(token);
    }
    const found = detections.get(token.text);
    if (found !== undefined) return found;
    const meant = suggest(token.text, [...detections.keys()]);
    return fail(
      token,
      `there is no detection \`${token.text}\``,
      meant === undefined ? `there are: ${[...detections.keys()].join(', ')}` : `did you mean \`${meant}\`?`,
    );
  }

  function quantified(quantifier: Token): Tree {
    const pattern = peek();
    at++;
    const kind = { 1: 'or', any: 'or', all: 'and' }[quantifier.text.toLowerCase()] as
      | 'and'
      | 'or'
      | undefined;
    if (kind === undefined)
      return fail(quantifier, `\`${quantifier.text} of\` was found`, 'write `1 of`, `any of` or `all of`');
    if (pattern.text === '' || pattern.text === '(' || pattern.text === ')')
      return fail(
        pattern,
        `\`${quantifier.text} of\` needs a pattern of names`,
        'write `them`, or a name with `*`',
      );
    const isThem = pattern.text.toLowerCase() === 'them';
    const of = [...detections].flatMap(([name, tree]) => {
      if (name.startsWith('_') && !pattern.text.startsWith('_')) return [];
      return isThem || fits(name, pattern.text) ? [tree] : [];
    });
    const [only] = of;
    if (only === undefined)
      return fail(
        pattern,
        `no detection has a name like \`${pattern.text}\``,
        `there are: ${[...detections.keys()].join(', ')}`,
      );
    return of.length === 1 ? only : { kind, of };
  }

  const tree = either();
  if (at < tokens.length)
    fail(peek(), `\`${peek().text}\` was not expected here`, 'join detections by `and` or `or`');
  return tree;
}

/** `*` is any text. */
function fits(name: string, pattern: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  if (others.length === 0) return name === pattern;
  if (!name.startsWith(first)) return false;
  const last = others.pop() ?? '';
  let from = first.length;
  for (const piece of others) {
    const at = name.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}

function tokensOf(text: string, span: Span): readonly Token[] {
  const tokens: Token[] = [];
  const token = /\s+|[()]|[\w*.-]+|(\S)/gy;
  for (const match of text.matchAll(token)) {
    if (match[1] !== undefined)
      throw new SigmaProblem(
        'sigma-condition',
        spanIn(text, span, { text: match[1], start: match.index }),
        `\`${match[1]}\` has no meaning in a condition`,
        'a condition has names, `and`, `or`, `not`, `1 of`, `all of` and parentheses',
      );
    if (match[0].trim() !== '') tokens.push({ text: match[0], start: match.index });
  }
  return tokens;
}

/** Where a token is in the file, if the condition stands there as it is read; else the whole condition. */
function spanIn(text: string, span: Span, { text: token, start }: Token): Span {
  const quotes = span.end - span.start - text.length;
  if (quotes !== 0 && quotes !== 2) return span;
  const from = span.start + quotes / 2 + Math.min(start, Math.max(0, text.length - 1));
  return { start: from, end: from + Math.max(1, token.length) };
}
