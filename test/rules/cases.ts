/** Files of cases that tests rely on: a problem fails them. */
import {
  type CaseFile,
  casesIn,
  type ExceptionCase,
  exceptionCasesIn,
  type RuleCase,
} from '../../src/cli/cases/case-file.ts';
import { renderProblems, type SourceFile } from '../../src/compile/problem.ts';
import { readSource } from '../../src/compile/rules/read.ts';

export const readCases = (path: string): readonly RuleCase[] => read(path, casesIn);
export const readExceptionCases = (path: string): readonly ExceptionCase[] => read(path, exceptionCasesIn);

function read<Case>(path: string, of: (file: SourceFile) => CaseFile<Case>): readonly Case[] {
  const file = readSource(path);
  const { cases, problems } = 'problem' in file ? { cases: [], problems: [file.problem] } : of(file);
  if (problems.length > 0) throw new Error(renderProblems(problems));
  return cases;
}
