/** What a query language is to the command: text in, what is to be printed out. */
import type { Problem } from '../../compile/problem.ts';
import type { JsonObject, SourcedEvent } from '../../schema/audit-event.ts';
import type { FieldType } from '../../schema/field.ts';
import type { Reader } from '../../schema/reader.ts';
import type { Source } from '../../source/source.ts';

export interface Language {
  /** As `--language` takes it. */
  readonly name: string;
  /** Looks at the text alone. */
  parse(text: string): ParsedQuery | { readonly problems: readonly Problem[] };
}

export interface ParsedQuery {
  /** Whether there has to be anything to search. */
  readonly readsInput: boolean;
  compile(setting: Setting): Promise<Compiled>;
}

/** What the query is run over, and how it is shown. */
export interface Setting {
  readonly source: Source;
  /** The event under the names by which queries name its fields. */
  documentOf(event: SourcedEvent, reader: Reader): JsonObject;
  /** Whether events that are equal are one: a log delivers some more than once, each with its times and its id. */
  readonly distinct: boolean;
  /** What the events may be taken for, never empty: the query is compiled for the first in which it means something. */
  readonly readers: readonly Reader[];
  /** As `--types` names them, in Elasticsearch's words. */
  readonly givenTypes: Readonly<Record<string, string>>;
  /** Of every field, where the events are documents of any shape. */
  readonly types?: ReadonlyMap<string, FieldType>;
  readonly categoryField: string | undefined;
  readonly timestampField: string;
  readonly tiebreakerField: string | undefined;
  /** What `now` is in the query, epoch milliseconds. */
  readonly now: number;
  readonly output: Output;
}

export type Output =
  | { readonly kind: 'ndjson' }
  /** @see table.ts */
  | { readonly kind: 'table'; readonly width: number; readonly colour: boolean };

export interface Compiled {
  /** Spans refer to the query's text. */
  readonly problems: readonly Problem[];
  /** Absent if any problem is an error. */
  readonly search?: Search;
}

/** A search that is under way. */
export interface Search {
  /** @returns what of the results is known, as it is to be printed */
  add(events: readonly SourcedEvent[]): Printed;
  /** Whether further events would change nothing. Absent where all of them are needed. */
  readonly isFull?: boolean;
  /** Nothing follows. */
  end(): Iterable<Printed>;
  /** What whoever reads the results has to know, a line each. */
  notes(): readonly string[];
}

export interface Printed {
  /** Whole lines, each with its end; empty for none. */
  readonly text: string;
  /** How many results it shows. */
  readonly results: number;
}

export const nothing: Printed = { text: '', results: 0 };
