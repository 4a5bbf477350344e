/** Regular expressions with groups, in the syntax of Java or of Oniguruma. */
import type { Dialect } from './dialect.ts';
import { parseExpression } from './parse.ts';
import { compileProgram, type Program } from './program.ts';

/** @throws {ExpressionError} if the pattern is none, or has no equivalent that takes linear time */
export function compileExpression(pattern: string, dialect: Dialect): Program {
  return compileProgram(parseExpression(pattern, dialect));
}
