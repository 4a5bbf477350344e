/** An exception as the compiler takes it: checked, and with its rules found. */
import type { SourceFile, Span } from '../problem.ts';
import type { Located, QueryText } from '../rules/loaded-rule.ts';

/** What an exception says, before it is known which rules there are. */
export interface WrittenException {
  readonly file: SourceFile;
  /** `path` of the file relative to the folder it was loaded from, with `/`. */
  readonly source: string;
  /** The header `[[exception]]`. */
  readonly span: Span;
  /** Ids and names of rules. */
  readonly named: 'all' | readonly Located<string>[];
  /** An event for which it holds does not match the rules. */
  readonly condition: QueryText<'kuery'>;
  readonly reason: string;
  readonly author: string;
  /** The last day (UTC) on which the exception is applied, as `2026-12-31`. */
  readonly expires?: Located<string>;
}

/** Exceptions that are applied only where settings name them. */
export interface Profile {
  readonly name: string;
  /** One line. */
  readonly about: string;
  /** The namespace that its conditions name, unless settings name another; undefined if they name none. */
  readonly namespace?: string;
  /** Its file, as WrittenException has it. */
  readonly source: string;
  /** How many exceptions it has. */
  readonly exceptions: number;
}

/** The profiles that are on, each with the namespace that takes the place of its own; or all there are, for tests. */
export type ChosenProfiles = 'all' | ReadonlyMap<string, string | undefined>;

export interface LoadedException extends WrittenException {
  readonly rules: 'all' | readonly NamedRule[];
}

export interface NamedRule {
  readonly id: string;
  readonly name: string;
}

/** Where a reader finds the exception: `payments.toml:12`. */
export function locationOf({ source, file, span }: WrittenException): string {
  return `${source}:${file.text.slice(0, span.start).split('\n').length}`;
}
