/** What a query is refused for as soon as it is read: code, message and hint of each. */
import type { Problem, Span } from '../problem.ts';
import { type Refusal, refusalOf, sharedRefusals } from '../syntax/refusal.ts';

const quotes = 'EQL has one kind of quotation mark for strings, `"`';
const unsupported = 'unsupported-syntax';

const refusals = {
  ...sharedRefusals,
  'too-deep': {
    code: 'too-deep',
    message: (limit) => `more than ${limit} groups inside one another`,
    hint: 'name the values in one list, `field in ("a", "b")`, or drop parentheses that change nothing',
  },
  'unicode-escape': {
    code: 'invalid-escape',
    message: 'this is no escape of a Unicode character',
    hint: 'write its code point with 2 to 8 hexadecimal digits in braces: `\\u{200f}`',
  },
  'single-quotes': {
    code: 'single-quotes',
    message: 'strings in single quotes are not supported',
    hint: `${quotes}: enclose the string in double quotes`,
  },
  'old-raw-string': {
    code: 'old-raw-string',
    message: '`?"` and `?\'` do not begin a raw string',
    hint: 'enclose raw strings in three double quotes: `"""…"""`',
  },
  'by-after-with': {
    code: 'by-after-with',
    message: '`by` stands after `with`',
    hint: 'name the join keys first: `sequence by field with maxspan=5m`',
  },
  'sample-with': {
    code: unsupported,
    message: 'a sample takes no `with`: its events are in no order',
    hint: 'drop it, or write a `sequence`',
  },
  'sample-until': {
    code: unsupported,
    message: 'a sample takes no `until`: its events are in no order',
    hint: 'drop it, or write a `sequence`',
  },
  join: {
    code: unsupported,
    message: '`join` is not supported',
    hint: 'write a `sequence` for events in order, a `sample` for events in any order',
  },
  lineage: {
    code: unsupported,
    message: '`child of`, `descendant of` and `event of` are not supported',
    hint: 'compare fields of the parent process, or write a `sequence` by process',
  },
  'join-key': {
    code: 'join-key',
    message: 'a join key has to be a field',
    hint: 'name the field alone: `by user.name`',
  },
  'maxspan-expected': {
    code: 'maxspan-expected',
    message: (found) => `found \`${found}\` where \`maxspan\` is expected`,
    hint: (found) =>
      found === 'runs'
        ? '`with runs=n` stands after the stage that is to be repeated'
        : 'write `with maxspan=5m`',
  },
  'maxspan-count': {
    code: 'maxspan',
    message: 'a maxspan has to be a positive whole number of a unit of time',
    hint: 'write, for example, `maxspan=500ms`, `maxspan=30s` or `maxspan=5m`',
  },
  'no-unit': {
    code: 'maxspan',
    message: 'this maxspan has no unit of time',
    hint: 'add `ms`, `s`, `m`, `h` or `d`: `maxspan=30s`',
  },
  'maxspan-unit': {
    code: 'maxspan',
    message: (found) => `\`${found}\` is no unit of time`,
    hint: 'the units are `ms`, `s`, `m`, `h` and `d`',
  },
  'missing-blank': {
    code: 'missing-event',
    message: 'a blank stands between `!` and `[`',
    hint: 'a missing event is written `![`',
  },
  'missing-minus': {
    code: 'missing-event',
    message: '`-[` does not begin a missing event',
    hint: 'a missing event is written `![`',
  },
  'runs-count': {
    code: 'runs',
    message: 'runs have to be a whole number between 1 and 100',
    hint: 'write, for example, `with runs=3`',
  },
  'runs-expected': {
    code: 'runs',
    message: (found) => `found \`${found}\` where \`runs\` is expected`,
    hint: (found) =>
      found === 'maxspan'
        ? '`with maxspan=…` stands before the first stage, after `sequence` and its `by`'
        : 'write `with runs=3`',
  },
  pipe: {
    code: 'unsupported-pipe',
    message: (found) => `the pipe \`${found}\` is not supported`,
    hint: 'the pipes are `head` and `tail`',
  },
  'pipe-count': {
    code: 'pipe-count',
    message: (found) => `\`${found}\` takes one whole number`,
    hint: (found) => `write, for example, \`| ${found} 10\``,
  },
  'category-quotes': {
    code: 'category-quotes',
    message: 'an event category with other characters than letters, digits and `_` needs quotes',
    hint: 'enclose it in double quotes: `"my-category" where …`',
  },
  'single-equals': {
    code: 'single-equals',
    message: '`=` is no operator for equality',
    hint: 'write `==`, or `:` to compare without regard to case and with wildcards',
  },
  'not-colon': {
    code: 'foreign-syntax',
    message: '`!:` is no operator of EQL',
    hint: 'write `not field : "value"`',
  },
  'not-equal': {
    code: 'foreign-syntax',
    message: '`<>` is no operator of EQL',
    hint: 'write `!=`',
  },
  'regex-operator': {
    code: 'foreign-syntax',
    message: 'EQL has no operator `=~` or `!~`',
    hint: 'for a regular expression write `field regex "pattern"` or `not field regex "pattern"`',
  },
  'not-before-operator': {
    code: 'misplaced-not',
    message: 'only `in` takes a `not` before it',
    hint: 'put `not` before the field: `not field like "value*"`',
  },
  chained: {
    code: 'chained-comparison',
    message: 'comparisons cannot be chained',
    hint: 'join two of them with `and`: `a < b and b <= c`',
  },
  'in-list': {
    code: 'in-list',
    message: '`in` takes a list',
    hint: 'put the value in parentheses: `field in ("value")`',
  },
  tilde: {
    code: 'misplaced-tilde',
    message: '`~` has to be part of `in~`, `like~`, `regex~` or of the name of a function',
    hint: 'write `field like~ "value"`, or `startsWith~(field, "value")`',
  },
  subscript: {
    code: unsupported,
    message: 'elements of arrays cannot be picked by number',
    hint: 'a condition on a field looks at all of its values; name the field alone',
  },
  'keyword-in-name': {
    code: 'keyword-in-name',
    message: (found) => `\`${found}\` is a keyword and cannot be part of a name as it is`,
    hint: 'enclose the whole name in backquotes',
  },
} as const satisfies Readonly<Record<string, Refusal>>;

export type RefusalName = keyof typeof refusals;

/** @param found what the text of a refusal speaks of, where it speaks of something */
export function refusal(name: RefusalName, span: Span, found?: string | number): Problem {
  return refusalOf(refusals[name], span, found);
}
