/**
 * No text takes more than linear time, whatever pattern meets it: those of Elastic's rules, where they are, and some that
 * are slow elsewhere. What is counted is work, not time.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCommands } from '../../../src/compile/esql/parse.ts';
import { compileDissect } from '../../../src/query/esql/dissect/dissect.ts';
import { expandGrok } from '../../../src/query/esql/grok/expand.ts';
import { compileExpression } from '../../../src/query/group-regex/compile.ts';
import { type Dialect, java, oniguruma } from '../../../src/query/group-regex/dialect.ts';
import { Search } from '../../../src/query/group-regex/search.ts';
import { checkRegex } from '../../../src/query/regex/regex.ts';
import { sharedData } from '../../shared-data.ts';

interface Patterns {
  readonly dissect: readonly string[];
  readonly grok: readonly string[];
  readonly replace: readonly string[];
  readonly rlike: readonly string[];
}

const own: Patterns = {
  dissect: ['%{a} %{b}', '%{a->} %{b}', '%{+a/2}, %{+a/1},', 'x%{a}aaaaab%{b}'],
  grok: [
    '%{DATA}%{DATA:a}x',
    '(%{WORD:a} ?)*$',
    '%{URI:a}',
    '%{IP:a}',
    '%{QUOTEDSTRING:a}',
    '%{EMAILADDRESS:a}',
  ],
  replace: ['(a+)+b', '(a|aa)*c', '(.*)*x', 'a.*b|a', 'x*y|x', '(\\w+\\s?)*!', '(?i)(bearer +)[^" ]+'],
  rlike: ['(a|aa)*b', '.*a.{5}b.*', '(.*a){4}.*'],
};

const file = sharedData('elastic-rules/all-queries.ndjson');
const elastic = file === undefined ? undefined : patternsOf(file);

function patternsOf(path: string): Patterns {
  const found = {
    dissect: new Set<string>(),
    grok: new Set<string>(),
    replace: new Set<string>(),
    rlike: new Set<string>(),
  };
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) visit(each);
    if (typeof node !== 'object' || node === null) return;
    const { kind, name, args, patterns, pattern } = node as {
      kind?: string;
      name?: string;
      args?: readonly { kind: string; value?: unknown }[];
      patterns?: readonly { text: string }[];
      pattern?: { text: string };
    };
    if (kind === 'grok' || kind === 'rlike') for (const { text } of patterns ?? []) found[kind].add(text);
    if (kind === 'dissect' && pattern !== undefined) found.dissect.add(pattern.text);
    if (kind === 'call' && name?.toLowerCase() === 'replace' && args?.[1]?.kind === 'string') {
      found.replace.add(String(args[1].value));
    }
    for (const each of Object.values(node)) visit(each);
  };
  for (const line of readFileSync(path, 'utf8').trim().split('\n')) {
    const { language, query } = JSON.parse(line) as { language: string; query: string };
    if (language === 'esql') visit(parseCommands(query).commands);
  }
  return {
    dissect: [...found.dissect],
    grok: [...found.grok],
    replace: [...found.replace],
    rlike: [...found.rlike],
  };
}

/** Texts that begin like a match, again and again, and never are one; the last are made of the pattern itself. */
function hostile(pattern: string): readonly string[] {
  const literal = pattern.replace(/[\\^$*+?()[\]{}|]/g, '');
  return [
    'a',
    'a ',
    'x',
    '"',
    '/',
    '1.',
    'http://a.',
    '&command=',
    '%{',
    ' : =',
    '\n',
    literal,
    literal.slice(0, -1),
  ].filter((unit) => unit !== '');
}

/** Steps for each character and each instruction, with all matches searched for. */
function searched(pattern: string, dialect: Dialect, text: string): number {
  const program = compileExpression(pattern, dialect);
  const search = new Search(program, text);
  for (let from = 0; from <= text.length; ) {
    const found = search.find(from);
    if (found === undefined) break;
    from = found[1] > found[0] ? found[1] : found[1] + 1;
  }
  return search.steps / (text.length + 1) / program.instructions.length;
}

/** A text that counts the characters that are looked at. */
class Watched {
  looked = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get length(): number {
    return this.#text.length;
  }

  startsWith(part: string, at = 0): boolean {
    this.looked += part.length;
    return this.#text.startsWith(part, at);
  }

  indexOf(part: string, from: number): number {
    const found = this.#text.indexOf(part, from);
    this.looked += (found === -1 ? this.#text.length : found + part.length) - from;
    return found;
  }

  slice(from: number, to?: number): string {
    return this.#text.slice(from, to);
  }
}

function dissected(pattern: string, text: string): number {
  const watched = new Watched(text);
  compileDissect(pattern).match(watched as unknown as string);
  return watched.looked / (text.length + 1);
}

const lengths = [100, 2000];

describe.each([
  ['of some that are slow elsewhere', own],
  ...(elastic === undefined ? [] : [['of Elastic’s rules', elastic] as const]),
] as const)('patterns %s', (_of, patterns) => {
  it.each(patterns.replace)('REPLACE %s', (pattern) => {
    for (const unit of hostile(pattern)) {
      for (const length of lengths) {
        const text = unit.repeat(Math.ceil(length / unit.length));
        expect(searched(pattern, java, text)).toBeLessThan(3);
      }
    }
  });

  it.each(patterns.grok)('GROK %s', (pattern) => {
    const { expression } = expandGrok(pattern);
    for (const unit of hostile(pattern)) {
      for (const length of lengths) {
        const text = unit.repeat(Math.ceil(length / unit.length));
        expect(searched(expression, oniguruma, text)).toBeLessThan(3);
      }
    }
  });

  it.each(patterns.dissect)('DISSECT %s', (pattern) => {
    for (const unit of hostile(pattern)) {
      for (const length of lengths) {
        const text = unit.repeat(Math.ceil(length / unit.length));
        // Each key looks at what is behind the one before it.
        expect(dissected(pattern, text)).toBeLessThan(3);
      }
    }
  });

  // An automaton looks at each character once; what could be too large is its number of states.
  it.each(patterns.rlike)('RLIKE %s', (pattern) => {
    expect(checkRegex(pattern, false).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
