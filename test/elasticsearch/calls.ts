/** Calls of functions with values at the edges of their types, as queries that are one row. */
import fc from 'fast-check';
import type { EsqlAccepts, EsqlFunction } from '../../src/query/esql/function.ts';

const texts = [
  ...[
    '""',
    '"a"',
    '"Abc"',
    '"hello world"',
    '"é"',
    '"😀x"',
    '"  sp  "',
    '"ß"',
    '"a,b;c"',
    '"a.b"',
    '"abcabc"',
  ],
  ...['"10"', '"1.5"', '"-7"', '"1e3"', '"0x1F"', '" 12 "', '"true"', '"YWJj"', '"/w=="', '"%41+b"'],
  ...['"2024-02-29"', '"2024-02-29T12:34:56.789Z"', '"1.2.3"', '"10.1.2.3"', '"::1"', '"10.0.0.0/8"'],
  ...[
    '"day"',
    '"month"',
    '"yyyy-MM-dd"',
    '"1 day"',
    '"sha256"',
    '"asc"',
    '"\\\\w+"',
    '"a*"',
    '"[a-c]+"',
    '"$1"',
  ],
  ...['["a", "b", "a"]', '["b", "a"]', 'null::keyword'],
];
const integers = [
  ...['0', '1', '-1', '3', '7', '-5', '64', '100', '2147483647', '[1, 2, 3]', '[3, 1, 2, 2]'],
  'null::integer',
];
const longs = ['0::long', '-3::long', '2147483648', '9223372036854775807', '[5000000000, 1]', 'null::long'];
const doubles = [
  ...['0.0', '-0.5', '1.5', '2.5', '3.0', '-2.5', '0.1', '90.0', '1e300', '1e-300', '123456.789', '1e18'],
  ...['[1.5, 2.5, 0.5]', 'null::double'],
];
const amounts = {
  date_period: ['1 day', '2 months', '1 year', '3 weeks', '1 quarter'],
  time_duration: ['1 hour', '90 seconds', '15 minutes', '1 millisecond'],
};

const pools: Readonly<Record<Exclude<EsqlAccepts, 'any' | 'null'>, readonly string[]>> = {
  ...amounts,
  amount: [...amounts.date_period, ...amounts.time_duration],
  boolean: ['true', 'false', '[true, false]', 'null::boolean'],
  date: [
    ...['"2024-02-29T12:34:56.789Z"::date', '"1969-12-31T23:59:59.999Z"::date', '"2023-01-01"::date'],
    ...['"2024-12-30T23:59:59Z"::date', '0::date', 'null::date'],
  ],
  double: doubles,
  integer: integers,
  ip: ['"10.1.2.3"::ip', '"::1"::ip', '"2001:db8::ff"::ip', '"::ffff:1.2.3.4"::ip', 'null::ip'],
  keyword: texts,
  long: longs,
  number: [...integers, ...longs, ...doubles],
  string: texts,
  text: texts,
  version: ['"1.2.3"::version', '"1.10"::version', '"2.0.0-alpha"::version', 'null::version'],
  whole: [...integers, ...longs],
};
const { amount: _amount, date_period: _period, time_duration: _duration, ...columns } = pools;
const anything = Object.values(columns).flat();

function valueFor(accepts: readonly EsqlAccepts[]): fc.Arbitrary<string> {
  const fitting = accepts.flatMap((each) => (each === 'any' || each === 'null' ? anything : pools[each]));
  return fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...fitting) },
    { weight: 1, arbitrary: fc.constantFrom('null', ...anything) },
  );
}

/** Words that stand between their operands, or before or behind one. */
function written(name: string, [first = '', ...others]: readonly string[]): string {
  switch (name) {
    case 'NEG':
      return `(-${first})`;
    case 'NOT':
      return `(NOT ${first})`;
    case 'IS NULL':
    case 'IS NOT NULL':
      return `(${first} ${name})`;
    case 'IN':
    case 'LIKE':
    case 'RLIKE':
      return `(${first} ${name} ${name === 'RLIKE' ? others[0] : `(${others.join(', ')})`})`;
    default:
      return /^[A-Z]/.test(name) && !/^(?:AND|OR)$/.test(name)
        ? `${name}(${[first, ...others].filter((each) => each !== '').join(', ')})`
        : `(${first} ${name} ${others[0]})`;
  }
}

export function callsOf({ name, parameters }: EsqlFunction): fc.Arbitrary<string> {
  return fc
    .tuple(
      ...parameters.map(({ accepts, optional, repeated }) =>
        fc.array(valueFor(accepts), {
          minLength: optional === true ? 0 : 1,
          maxLength: repeated === true ? 3 : 1,
        }),
      ),
    )
    .map((args) => `ROW r = ${written(name, args.flat())}`);
}
