import { fold } from '../../compile/passes/fold.ts';
import type { Predicate } from '../../compile/predicate.ts';
import type { Problem } from '../../compile/problem.ts';
import type { Reader } from '../../schema/reader.ts';

/**
 * Compiles a query for the first of several readers in which it has no errors and can hold at all: the same audit events
 * are taken for those of one of Elastic's data streams or of another, which have different fields.
 * @param compile the predicates are those of which each has to hold for some event
 * @returns that, or else what the first reader said
 */
export function firstSound<Outcome extends { readonly predicates?: readonly Predicate[] | undefined }>(
  readers: readonly Reader[],
  compile: (reader: Reader) => Outcome,
): { readonly outcome: Outcome; readonly reader: Reader; readonly warnings: readonly Problem[] } {
  const all = readers.map((reader) => [compile(reader), reader] as const);
  const sound = all.filter(([{ predicates }]) => predicates !== undefined);
  const able = sound.find(([{ predicates = [] }]) => !predicates.map(fold).some(isNever));
  const [outcome, reader] = able ?? sound[0] ?? all[0] ?? [];
  if (outcome === undefined || reader === undefined)
    throw new Error('a query is compiled for one reader at least');
  const isNeverMet = able === undefined && sound.length > 0;
  return { outcome, reader, warnings: isNeverMet ? [neverMatches] : [] };
}

const neverMatches: Problem = {
  severity: 'warning',
  code: 'never-matches',
  message: 'nothing can match: the query contradicts what is known of every event',
  hint: 'look for fields that are never set, and for categories that no event has: `any where …` is about all events',
};

function isNever(predicate: Predicate): boolean {
  return predicate.kind === 'constant' && !predicate.value;
}
