import { compileExpression } from '../../group-regex/compile.ts';
import { java } from '../../group-regex/dialect.ts';
import { ExpressionError } from '../../group-regex/node.ts';
import type { Program } from '../../group-regex/program.ts';
import { parseReplacement, replaceAll } from '../../group-regex/replace.ts';
import { single } from '../call.ts';
import { EsqlConstantError, type EsqlFunction } from '../function.ts';

/** A result is at most so long, as in Elasticsearch: a short text can be replaced by a long one often. */
const maxLength = 1_048_576;

export const replace: EsqlFunction = {
  name: 'REPLACE',
  parameters: [
    { name: 'string', accepts: ['string'] },
    { name: 'regex', accepts: ['string'] },
    { name: 'newString', accepts: ['string'] },
  ],
  result: () => 'keyword',
  at: (site) => {
    const { warn } = site;
    const [, pattern, by] = site.constants;
    const known = typeof pattern === 'string' ? compileConstant(pattern) : undefined;
    if (known !== undefined && typeof by === 'string') checkConstant(by, known);
    const programs = new Map<string, Program>();
    const programOf = (regex: string): Program => {
      const found = known ?? programs.get(regex);
      if (found !== undefined) return found;
      const program = compileExpression(regex, java);
      if (programs.size === maxPrograms) programs.clear();
      programs.set(regex, program);
      return program;
    };
    return single(site, (text: string, regex: string, replacement: string) => {
      try {
        const program = programOf(regex);
        const result = replaceAll(program, text, parseReplacement(replacement, program), maxLength);
        if (result === undefined) warn(`result is longer than ${maxLength} characters`);
        return result ?? null;
      } catch (error) {
        if (!(error instanceof ExpressionError || error instanceof SyntaxError)) throw error;
        if (error instanceof ExpressionError)
          warn(`PatternSyntaxException: ${error.message}`, 'PatternSyntaxException');
        else warn(error.message, 'no replacement');
        return null;
      }
    });
  },
  examples: [
    { call: 'REPLACE("Hello World", "World", "Universe")', result: 'Hello Universe' },
    { call: 'REPLACE("Hello World", "\\\\s+", "")', result: 'HelloWorld' },
    { call: 'REPLACE("a+b", "\\\\+", " ")', result: 'a b' },
    { call: 'REPLACE("2024-02-29", "(\\\\d+)-(\\\\d+)-(\\\\d+)", "$3.$2.$1")', result: '29.02.2024' },
    { call: 'REPLACE("Bearer abc", "(?i)(bearer +)[a-z]+", "$1***")', result: 'Bearer ***' },
    { call: 'REPLACE("é1", "\\\\w", "x")', result: 'éx' },
    { call: 'REPLACE("abc", "", "-")', result: '-a-b-c-' },
    { call: 'REPLACE("a", null, "b")', result: null },
  ],
  doc: 'A text in which what a regular expression of Java matches is replaced; `$1` is what its first group matched. Back-references and look-around at more than one character are not supported, so that no text takes longer than linear time.',
};

/** How many expressions that come from columns are kept. */
const maxPrograms = 16;

function compileConstant(pattern: string): Program {
  try {
    return compileExpression(pattern, java);
  } catch (error) {
    if (error instanceof ExpressionError) throw new EsqlConstantError(1, error.message, error.hint);
    throw error;
  }
}

function checkConstant(by: string, program: Program): void {
  try {
    parseReplacement(by, program);
  } catch (error) {
    const hint = 'as a character, `$` is written `\\$`';
    if (error instanceof SyntaxError) throw new EsqlConstantError(2, error.message, hint);
    throw error;
  }
}
