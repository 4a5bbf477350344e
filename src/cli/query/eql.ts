/** EQL: events, sequences and samples, in the order of event time, through the query's pipes. */
import type { EqlStatement, Pipe } from '../../compile/eql/ast.ts';
import { type CompiledSearch, compileSearch, type SearchFor } from '../../compile/eql/compile-search.ts';
import { parseEql } from '../../compile/eql/parse.ts';
import type { Predicate } from '../../compile/predicate.ts';
import type { Problem } from '../../compile/problem.ts';
import type { Reader } from '../../schema/reader.ts';
import { cidrNotes } from './cidr-notes.ts';
import { EventOrder } from './event-order.ts';
import { Events } from './events.ts';
import type { Finder, FinderParts, KeptFound } from './finder.ts';
import { firstSound } from './first-sound.ts';
import { type Found, resultLine } from './found.ts';
import { StageMatcher } from './hits.ts';
import type { KeyReader } from './join-keys.ts';
import { KeptEvents } from './kept-events.ts';
import { type Compiled, type Language, nothing, type Search, type Setting } from './language.ts';
import { loadStages } from './load-stages.ts';
import { fieldsOf } from './named-fields.ts';
import { type Printer, printerOf } from './printer.ts';
import { Samples } from './samples.ts';
import { Sequences } from './sequences.ts';

export const eql: Language = {
  name: 'eql',
  parse(text) {
    const parsed = parseEql(text);
    if ('problems' in parsed) return parsed;
    return { readsInput: true, compile: (setting) => compile(parsed.ast, text, setting) };
  },
};

async function compile(statement: EqlStatement, text: string, setting: Setting): Promise<Compiled> {
  const { outcome, reader, warnings } = firstSound(setting.readers, (each) => {
    const compiled = compileSearch(statement, each, setting.categoryField);
    return { ...compiled, predicates: compiled.search && neededOf(compiled.search) };
  });
  const { search, pipes } = outcome;
  const problems = [...outcome.problems.map(asOption), ...warnings];
  if (search === undefined) return { problems };
  const order = await EventOrder.by(setting, reader);
  const stages = await loadStages(search.stages, reader);
  const matcher = new StageMatcher(stages, setting);
  const kept = new KeptEvents();
  const finder = finderOf(search, {
    kept,
    matcher,
    order,
    timestampField: setting.timestampField,
    keys: search.kind === 'event' ? [] : keyReaders(search, reader),
  });
  const predicates = search.stages.map(({ predicate }) => predicate);
  const fields = fieldsOf(predicates);
  const groups =
    search.kind === 'event'
      ? undefined
      : { by: (search.keys[0] ?? []).map(({ field }) => field), steps: stepTexts(statement, text) };
  const shown = { order, fields, ...(groups && { groups }) };
  const printer = printerOf(setting, shown, (found) => resultLine(found, setting, reader));
  return {
    problems,
    search: searchOf(finder, kept, pipes, printer, () => [
      ...cidrNotes(predicates),
      ...matcher.notes(),
      ...finder.notes(),
      ...tiebreakerNotes(setting, order),
    ]),
  };
}

function tiebreakerNotes(
  { tiebreakerField: field }: Setting,
  { hasTiebreaker }: EventOrder,
): readonly string[] {
  if (field === undefined || hasTiebreaker) return [];
  return [
    `no event has a field \`${field}\` to break ties by: events of one time are taken in the order in which they were read`,
  ];
}

/** The conditions of which each has to hold for some event, if anything is to be found. */
function neededOf(search: SearchFor): readonly Predicate[] {
  const isNeeded = (stage: number): boolean =>
    search.kind !== 'sequence' || search.steps.some((step) => step.stage === stage && !step.isMissing);
  return search.stages.flatMap(({ predicate }, stage) => (isNeeded(stage) ? [predicate] : []));
}

/** What each event of a sequence or sample is to be, in the query's words. */
function stepTexts({ query }: EqlStatement, text: string): readonly string[] {
  if (query.kind === 'event') return [];
  return query.stages.flatMap(({ event: { span }, runs }) =>
    Array.from(
      { length: runs ?? 1 },
      () => `[${text.slice(span.start, span.end).trim().replaceAll(/\s+/g, ' ')}]`,
    ),
  );
}

/** In rules a key of theirs names the field, here an option. */
function asOption(problem: Problem): Problem {
  if (problem.code !== 'no-category') return problem;
  return {
    ...problem,
    hint: 'write `any where …`, or name the field that has it with `--event-category-field`',
  };
}

function finderOf(search: SearchFor, parts: FinderParts): Finder {
  switch (search.kind) {
    case 'event':
      return new Events(parts);
    case 'sequence':
      return new Sequences(search, parts);
    case 'sample':
      return new Samples(search, parts);
  }
}

function keyReaders(
  { stages, keys }: Extract<SearchFor, { readonly keys: unknown }>,
  reader: Reader,
): readonly KeyReader[] {
  return keys.map((by, stage) => ({
    by,
    fields: new Map(stages[stage]?.fields.map((field) => [field.name, field])),
    keepsEmpty: reader.keepsEmpty === true,
  }));
}

/** Results are printed so many at a time. */
const atOnce = 500;

function searchOf(
  finder: Finder,
  kept: KeptEvents,
  pipes: CompiledSearch['pipes'],
  printer: Printer,
  notes: Search['notes'],
): Search {
  return {
    add(events) {
      for (const event of events) finder.add(event);
      return nothing;
    },
    *end() {
      try {
        const results = finder.end();
        const [first, behind] = piped(results.length, pipes);
        for (let from = first; from < behind; from += atOnce) {
          const indexes = Array.from({ length: Math.min(atOnce, behind - from) }, (_, index) => from + index);
          const found = indexes.map((index) => results.at(index)).filter((each) => each !== undefined);
          yield printer.print(
            found.map((each) => taken(each, kept)),
            from + atOnce >= behind,
          );
        }
      } finally {
        kept.close();
      }
    },
    notes,
  };
}

function taken({ events, joinKeys }: KeptFound, kept: KeptEvents): Found {
  return { events: events.map((handle) => (handle === null ? null : kept.get(handle))), joinKeys };
}

/** @returns which of the results the pipes leave, the second number exclusive */
function piped(results: number, pipes: readonly Pipe[]): readonly [first: number, behind: number] {
  return pipes.reduce(
    ([first, behind], { kind, count }) =>
      kind === 'head' ? [first, Math.min(behind, first + count)] : [Math.max(first, behind - count), behind],
    [0, results],
  );
}
