/** Names that ES|QL gives a meaning, and names that need backquotes. */
import type { TimeUnit } from './ast.ts';

/** In small letters. These are no names of columns in expressions unless in backquotes, not even as a part of one. */
export const keywords: ReadonlySet<string> = new Set([
  'and',
  'asc',
  'by',
  'desc',
  'false',
  'first',
  'in',
  'is',
  'last',
  'like',
  'not',
  'null',
  'nulls',
  'or',
  'rlike',
  'true',
  'where',
]);

/** Commands that a query begins with, and those that it goes on with. */
export const sourceCommands = ['FROM', 'ROW'] as const;
export const processingCommands = [
  'DISSECT',
  'DROP',
  'EVAL',
  'GROK',
  'INLINE STATS',
  'KEEP',
  'LIMIT',
  'MV_EXPAND',
  'RENAME',
  'SORT',
  'STATS',
  'WHERE',
] as const;

/** Commands of Elasticsearch that Harrier does not have, in small letters, and why or what to write instead. */
export const missingCommands: ReadonlyMap<string, string> = new Map([
  ['change_point', 'it needs a machine learning model, which Harrier does not run'],
  ['completion', 'it asks a language model, which Harrier does not run; drop it and what uses its column'],
  [
    'enrich',
    'it reads an index beside the events, and Harrier has none; list the values in a `CASE` or an `IN`',
  ],
  ['explain', 'it shows how Elasticsearch runs a query; begin with `FROM`'],
  ['fork', 'write a query for each branch, or one `WHERE` with `OR`'],
  ['full', 'it reads an index beside the events, and Harrier has none'],
  ['fuse', 'it merges the branches of a `FORK` by their scores, and Harrier has no scores'],
  ['inner', 'it reads an index beside the events, and Harrier has none'],
  ['insist_🐔', 'every field that an event has can be named; drop the command'],
  ['join', 'it reads an index beside the events, and Harrier has none'],
  ['left', 'it reads an index beside the events, and Harrier has none'],
  [
    'lookup',
    'it reads an index beside the events, and Harrier has none; list the values in a `CASE` or an `IN`',
  ],
  ['metrics_info', 'it is about metrics in time series indices, and Harrier reads events'],
  ['mmr', 'it ranks by vectors, which Harrier does not have'],
  ['promql', 'it is about metrics in time series indices, and Harrier reads events'],
  ['registered_domain', 'take the name apart with `GROK` or `DISSECT`'],
  ['rerank', 'it asks a language model, which Harrier does not run; use `SORT`'],
  ['right', 'it reads an index beside the events, and Harrier has none'],
  ['sample', 'a detection looks at every event; use `LIMIT` for a few rows'],
  ['set', 'Harrier has no settings of queries; drop it up to its `;`'],
  ['show', 'it tells about the Elasticsearch cluster; begin with `FROM`'],
  ['ts', 'it is about metrics in time series indices, and Harrier reads events: begin with `FROM`'],
  ['ts_info', 'it is about metrics in time series indices, and Harrier reads events'],
  ['uri_parts', 'take the URI apart with `GROK` or `DISSECT`'],
  ['user_agent', 'take the text apart with `GROK` or `DISSECT`'],
]);

/**
 * Amounts of time as they are written, in small letters
 * (https://www.elastic.co/docs/reference/query-languages/esql/esql-time-spans).
 */
export const timeUnits: ReadonlyMap<string, TimeUnit> = new Map(
  Object.entries({
    millisecond: ['milliseconds', 'ms'],
    second: ['seconds', 'sec', 's'],
    minute: ['minutes', 'min', 'm'],
    hour: ['hours', 'h'],
    day: ['days', 'd'],
    week: ['weeks', 'w'],
    month: ['months', 'mo'],
    quarter: ['quarters', 'q'],
    year: ['years', 'yr', 'y'],
  } satisfies Record<TimeUnit, readonly string[]>).flatMap(([unit, others]) =>
    [unit, ...others].map((each) => [each, unit as TimeUnit] as const),
  ),
);

const plain = /^(?:[A-Za-z][A-Za-z0-9_]*|[_@][A-Za-z0-9_]+)$/;

/** Whether one part of a column's name can stand without backquotes, wherever columns are named. */
export function isPlainName(part: string): boolean {
  return plain.test(part) && !keywords.has(part.toLowerCase());
}

/** First words of commands, in capitals. */
export const commandWords: ReadonlySet<string> = new Set(
  [...processingCommands, 'INLINESTATS'].map((each) => each.split(' ')[0] ?? each),
);
