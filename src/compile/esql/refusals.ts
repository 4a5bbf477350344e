/** What a query is refused for as soon as it is read: code, message and hint of each. */
import type { Problem, Span } from '../problem.ts';
import { suggest } from '../suggest.ts';
import { type Refusal, refusalOf, sharedRefusals } from '../syntax/refusal.ts';
import { missingCommands, processingCommands, sourceCommands, timeUnits } from './words.ts';

const quotes = 'ES|QL has one kind of quotation mark for strings, `"`';
const unsupported = 'unsupported-syntax';

/** Names of commands of several words, by the first of them. */
const fullNames: Readonly<Record<string, string>> = {
  full: 'FULL JOIN',
  inner: 'INNER JOIN',
  left: 'LEFT JOIN',
  lookup: 'LOOKUP JOIN',
  right: 'RIGHT JOIN',
};

const refusals = {
  ...sharedRefusals,
  'too-deep': {
    code: 'too-deep',
    message: (limit) => `more than ${limit} groups inside one another`,
    hint: 'name the values in one list, `field IN ("a", "b")`, or drop parentheses that change nothing',
  },
  'too-deep-tree': {
    code: 'too-deep',
    message: (limit) => `more than ${limit} operators and functions are applied to one another`,
    hint: 'compute parts of it with `EVAL` before',
  },
  'too-long': {
    code: 'too-long',
    message: (limit) => `the query is longer than ${limit} characters`,
    hint: 'shorten it, or split it into several rules',
  },
  'too-many-commands': {
    code: 'too-many-commands',
    message: (limit) => `the query has more than ${limit} commands`,
    hint: 'several columns can be made by one `EVAL`, several conditions be joined in one `WHERE`',
  },
  'source-expected': {
    code: 'source-expected',
    message: (found) => `a query cannot begin with \`${found}\``,
    hint: (found) => {
      const meant = suggest(found, sourceCommands);
      return meant === undefined
        ? 'begin with `FROM` and the index that a rule names, such as `FROM logs-*`, or with `ROW a = 1`'
        : `did you mean \`${meant}\`?`;
    },
  },
  'source-misplaced': {
    code: 'source-misplaced',
    message: (found) => `\`${found}\` can only begin a query`,
    hint: 'drop what stands before it, or write a second query',
  },
  'unknown-command': {
    code: 'unknown-command',
    message: (found) => `there is no command \`${found}\``,
    hint: (found) => {
      const meant = suggest(found, [...processingCommands, 'INLINESTATS']);
      return meant === undefined
        ? `there are ${processingCommands.map((each) => `\`${each}\``).join(', ')}`
        : `did you mean \`${meant}\`?`;
    },
  },
  'missing-pipe': {
    code: 'missing-pipe',
    message: (found) => `a \`|\` is missing before \`${found}\``,
    hint: 'commands are separated by `|`; as a name, enclose the word in backquotes',
  },
  command: {
    code: 'unsupported-command',
    message: (found) => `the command \`${fullNames[found] ?? found.toUpperCase()}\` is not supported`,
    hint: (found) => missingCommands.get(found) ?? '',
  },
  subquery: {
    code: unsupported,
    message: 'queries inside of `FROM` are not supported',
    hint: 'name the index, and put the commands behind `FROM`',
  },
  selector: {
    code: unsupported,
    message: (found) =>
      `\`::${found}\` is not supported: events that could not be indexed are no events here`,
    hint: 'drop it',
  },
  'metadata-brackets': {
    code: 'foreign-syntax',
    message: '`METADATA` takes no brackets any more',
    hint: 'write `FROM logs-* METADATA _id, _index`',
  },
  parameter: {
    code: 'parameter',
    message: 'a query that is stored has no parameters',
    hint: 'write the value itself',
  },
  'no-aggregate': {
    code: 'no-aggregate',
    message: '`STATS` needs an aggregate or `BY`',
    hint: 'write, for example, `STATS count = COUNT(*) BY user.name`',
  },
  'inline-aggregate': {
    code: 'no-aggregate',
    message: '`INLINE STATS` needs an aggregate',
    hint: 'write, for example, `INLINE STATS count = COUNT(*) BY user.name`',
  },
  'rename-wildcard': {
    code: 'rename-wildcard',
    message: '`RENAME` takes no wildcards',
    hint: 'name each column: `RENAME old AS new`; a name with `*` in it needs backquotes',
  },
  'name-dash': {
    code: 'name-characters',
    message: 'this character is no part of a name',
    hint: 'enclose the whole name in backquotes',
  },
  'limit-by': {
    code: unsupported,
    message: '`LIMIT … BY` is not supported',
    hint: 'take the values of each group with `STATS TOP(column, 3, "desc") BY group`',
  },
  'limit-count': {
    code: 'limit-count',
    message: '`LIMIT` takes a whole number, from 0',
    hint: 'write, for example, `LIMIT 100`',
  },
  'dissect-option': {
    code: 'dissect-option',
    message: (found) => `\`DISSECT\` has no option \`${found}\``,
    hint: 'there is `APPEND_SEPARATOR = ","`',
  },
  'time-unit': {
    code: 'time-unit',
    message: (found) => `\`${found}\` is no unit of time`,
    hint: (found) => {
      const meant = suggest(found, timeUnits.keys());
      return meant === undefined
        ? 'an operator or a comma is missing here, or a unit such as `minutes`, `hours`, `days`'
        : `did you mean \`${meant}\`?`;
    },
  },
  'time-count': {
    code: 'time-unit',
    message: 'an amount of time is a whole number of a unit',
    hint: 'use a smaller unit: `90 minutes` for one and a half hours',
  },
  'mixed-list': {
    code: 'mixed-list',
    message: 'a list holds values of one kind: numbers, strings or booleans',
    hint: 'put all of them in quotes, or none',
  },
  'list-constants': {
    code: 'list-constants',
    message: 'a list holds constants only: numbers, strings or booleans',
    hint: 'for computed values write `MV_APPEND(a, b)`',
  },
  'single-quotes': {
    code: 'single-quotes',
    message: 'strings in single quotes are not supported',
    hint: `${quotes}: enclose the string in double quotes`,
  },
  'single-equals': {
    code: 'single-equals',
    message: '`=` is no operator for equality',
    hint: 'write `==`',
  },
  'not-colon': {
    code: 'foreign-syntax',
    message: '`!:` is no operator of ES|QL',
    hint: 'write `NOT field : "value"`',
  },
  'not-equal': {
    code: 'foreign-syntax',
    message: '`<>` is no operator of ES|QL',
    hint: 'write `!=`',
  },
  'regex-operator': {
    code: 'foreign-syntax',
    message: 'ES|QL has no operator `=~` or `!~`',
    hint: 'for a regular expression write `field RLIKE "pattern"`, to compare without case `TO_LOWER(field) == "value"`',
  },
  chained: {
    code: 'chained-comparison',
    message: 'comparisons cannot be chained',
    hint: 'join two of them with `AND`: `a < b AND b <= c`',
  },
  'in-list': {
    code: 'in-list',
    message: '`IN` takes a list in parentheses',
    hint: 'write `field IN ("value")`',
  },
  'match-column': {
    code: 'match-column',
    message: '`:` stands behind the name of a column',
    hint: 'compare computed values with `==` or `LIKE`',
  },
  subscript: {
    code: unsupported,
    message: 'elements of lists cannot be picked by a number in brackets',
    hint: 'write `MV_SLICE(column, 0)`, counted from 0',
  },
  'keyword-in-name': {
    code: 'keyword-in-name',
    message: (found) => `\`${found}\` is a keyword and cannot be part of a name as it is`,
    hint: 'enclose it in backquotes',
  },
} as const satisfies Readonly<Record<string, Refusal>>;

export type RefusalName = keyof typeof refusals;

/** @param found what the text of a refusal speaks of, where it speaks of something */
export function refusal(name: RefusalName, span: Span, found?: string | number): Problem {
  return refusalOf(refusals[name], span, found);
}
