/** In what Harrier is not as Elasticsearch's engine, and why. */
import { parseEsql } from '../../src/compile/esql/parse.ts';
import { esqlAggregates } from '../../src/query/esql/aggregates/index.ts';

export interface Compared {
  readonly query: string;
  /** Why Harrier refuses the query, if it does. */
  readonly ours?: string;
  /** Why the engine does. */
  readonly theirs?: string;
}

interface Unlike {
  readonly because: string;
  readonly is: (of: Compared) => boolean;
}

const query =
  (form: RegExp) =>
  (of: Compared): boolean =>
    form.test(of.query);
const ours =
  (form: RegExp) =>
  ({ ours: message }: Compared): boolean =>
    message !== undefined && form.test(message);
const theirs =
  (form: RegExp) =>
  ({ theirs: message }: Compared): boolean =>
    message !== undefined && form.test(message);

export const unlike: readonly Unlike[] = [
  {
    because: 'it is of a newer version than the engine, or a name that Harrier alone gives an operator',
    is: theirs(
      /Unknown function \[|mismatched input 'INLINE'|extraneous input '\('|expects exactly one argument/,
    ),
  },
  {
    because: 'the engine fails where it computes constants',
    is: theirs(/^(?:ClassCast|NullPointer|IndexOutOfBounds|QlIllegalArgument|EsqlIllegalArgument)Exception/),
  },
  {
    because:
      'of constants that give no value the engine ends the query; Harrier’s value is null, as of columns',
    is: theirs(/^(?:Arithmetic|DateTime|IllegalArgument|InvalidArgument)Exception|Cannot parse number/),
  },
  {
    because: 'the engine takes fewer types beside one another, and null not everywhere',
    is: theirs(
      /must (?:also )?be \[|incompatible types|Cannot convert string|can only be operated on together|cannot be null|must be a constant|illegal data type/,
    ),
  },
  { because: 'the engine sorts no rows that it then expands', is: theirs(/Unbounded sort/) },
  {
    because: 'full text search is of an index there, and of words in a value here',
    is: theirs(/\[match(?:_?phrase)?\] (?:function|operator)/i),
  },
  {
    because:
      'a constant that is wrong is an error when the query is built, also where the value beside it is null',
    is: ours(
      /is no (?:CIDR block|unit of time|part of a date|hash that is known|order)|pattern letter|reserved character|can be written, but not read|group reference|No group|character to be escaped/,
    ),
  },
  {
    because: 'a whole number that is rounded beyond its type is null; the engine’s begins from below',
    is: query(/ROUND\(.*, -\d/),
  },
  { because: 'dates end 270,000 years from now', is: query(/TO_DATETIME\(1e18\)/) },
  {
    because:
      'conditions of constants and nulls, which the engine simplifies for rows that are not wanted, not for values',
    is: query(/null IS NULL|(?:AND|OR) null|WHERE \(TO_INTEGER\("/),
  },
  { because: 'the engine’s clock is the machine’s', is: query(/NOW\(\)/) },
  { because: 'a double that is not finite is null', is: query(/\bEXP\(/) },
  {
    because: 'the engine forgets the conversion where a column is a double already',
    is: query(/TO_(?:DEGREES|RADIANS)\(/),
  },
  { because: 'the engine’s least integer has no opposite', is: query(/\bRIGHT\(/) },
  {
    because: 'in lists of `LIKE` the engine’s empty pattern matches nothing',
    is: query(/LIKE \((?:.*, )?""/),
  },
  { because: 'the engine reads `10.0.0.11.9.9` as an address', is: query(/TO_IP\(CONCAT\(/) },
  { because: 'the engine replaces nothing by several constant patterns', is: query(/REPLACE\([^[]*, \[/) },
  { because: 'the engine counts no distinct values of no rows as null', is: query(/WHERE false \| STATS/) },
  {
    because: 'the engine multiplies three numbers in an order of its own, of which each may overflow',
    is: query(/\(\w+ \* \(/),
  },
  {
    because: 'to the engine `IN` a list with a null is null if it is compared',
    is: query(/IN \([^)]*null.*\) == /),
  },
  {
    because:
      'of a constant the engine gives the aggregate, whatever the rows and the condition behind `WHERE`',
    is: ({ query: text }) => hasConstantAggregate(text),
  },
];

function hasConstantAggregate(text: string): boolean {
  const parsed = parseEsql(text);
  return !('problems' in parsed) && isOrHolds(parsed.ast, ofConstant);
}

function ofConstant(node: Readonly<Record<string, unknown>>): boolean {
  if (node.kind !== 'call' || !esqlAggregates.has(String(node.name).toUpperCase())) return false;
  return (
    Array.isArray(node.args) &&
    node.args.length > 0 &&
    !isOrHolds(node.args[0], ({ kind }) => kind === 'column')
  );
}

function isOrHolds(node: unknown, is: (of: Readonly<Record<string, unknown>>) => boolean): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) return node.some((each) => isOrHolds(each, is));
  const of = node as Readonly<Record<string, unknown>>;
  return is(of) || Object.values(of).some((each) => isOrHolds(each, is));
}
