/** ES|QL text to its syntax tree, or to everything that is wrong with it. */
import { SyntaxError as EsqlSyntaxError, parse } from '../../../build/esql-parser.js';
import type { Problem, Span } from '../problem.ts';
import { Refused } from '../syntax/refusal.ts';
import type { Command, ProcessingCommand, Query, SourceCommand } from './ast.ts';
import { cutCommands } from './cut.ts';
import { type RefusalName, refusal } from './refusals.ts';
import { syntaxProblem } from './syntax-problem.ts';
import { commandWords, keywords, missingCommands, timeUnits } from './words.ts';

/** How many groups, negations and comments may stand inside one another. */
export const maxDepth = 200;

/** How many operators, calls and casts may be made of one another; Elasticsearch's own bound is the same. */
export const maxTreeDepth = 400;

/** Elasticsearch's own bounds are the same. */
export const maxCommands = 500;
export const maxLength = 1_000_000;

export interface Parsed {
  /** The commands before the first that cannot be read; all of them, where none is wrong. */
  readonly commands: readonly Command[];
  /** Of all of the commands, in the order of the text. */
  readonly problems: readonly Problem[];
}

/**
 * Parses a query, command by command, so that what is wrong in one hides nothing in another. Every text whose syntax
 * Elasticsearch accepts is a query, and no other, but for what refusals.ts and words.ts name and for trees deeper than
 * `maxDepth`. Whether columns and functions exist, and whether types fit, is not looked at.
 *
 * @param text the query
 * @returns what could be read; spans refer to `text`
 */
export function parseCommands(text: string): Parsed {
  if (text.length > maxLength) return { commands: [], problems: [refusal('too-long', start, maxLength)] };
  const cuts = cutCommands(text);
  const beyond = cuts[maxCommands];
  if (beyond !== undefined)
    return { commands: [], problems: [refusal('too-many-commands', beyond, maxCommands)] };
  const parsed = cuts.map((of, index) => parseCommand(text, of, index === 0));
  const broken = parsed.findIndex((each) => 'problem' in each);
  return {
    commands: parsed
      .slice(0, broken < 0 ? undefined : broken)
      .flatMap((each) => ('ast' in each ? [each.ast] : [])),
    problems: parsed.flatMap((each) => ('problem' in each ? [each.problem] : [])),
  };
}

const start: Span = { start: 0, end: 1 };

/**
 * @param text the query
 * @returns the tree, or all that is wrong; spans refer to `text`
 */
export function parseEsql(text: string): { readonly ast: Query } | { readonly problems: readonly Problem[] } {
  const { commands, problems } = parseCommands(text);
  const [source, ...others] = commands;
  if (problems.length > 0 || source === undefined) return { problems };
  const span = { start: source.span.start, end: (commands.at(-1) ?? source).span.end };
  // The grammar's two start rules see to which command is which.
  return { ast: { source: source as SourceCommand, commands: others as ProcessingCommand[], span } };
}

function parseCommand(
  text: string,
  of: Span,
  isFirst: boolean,
): { readonly ast: Command } | { readonly problem: Problem } {
  const refuse = (name: RefusalName, span: Span, found?: string | number): never => {
    throw new Refused(refusal(name, span, found));
  };
  try {
    const ast: Command = parse(text.slice(of.start, of.end), {
      startRule: isFirst ? 'Source' : 'Processing',
      base: of.start,
      maxDepth,
      maxTreeDepth,
      refuse,
      keywords,
      timeUnits,
      commands: commandWords,
      missingCommands,
    });
    return { ast };
  } catch (error) {
    if (error instanceof Refused) return { problem: error.problem };
    if (!(error instanceof EsqlSyntaxError)) throw error;
    const at = of.start + error.location.start.offset;
    return { problem: syntaxProblem(text, of, at, error.expected ?? []) };
  }
}
