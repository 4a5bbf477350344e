import { parseCommands } from './parse.ts';

/** @returns the index patterns behind `FROM`; none if the query has no such command or it cannot be read */
export function patternsOf(text: string): readonly string[] {
  const [from] = parseCommands(text).commands;
  if (from?.kind !== 'from') return [];
  return from.patterns.flatMap((pattern) => pattern.text.split(',').map((each) => each.trim()));
}
