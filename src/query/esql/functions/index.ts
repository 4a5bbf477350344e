/** All functions and operators, by name. */
import type { EsqlFunction } from '../function.ts';
import { add } from './add.ts';
import { and } from './and.ts';
import { atLeast } from './at-least.ts';
import { atMost } from './at-most.ts';
import { caseOf } from './case.ts';
import { cidrMatch } from './cidr-match.ts';
import { coalesce } from './coalesce.ts';
import { concat } from './concat.ts';
import { contains } from './contains.ts';
import { dateDiff } from './date-diff.ts';
import { dateExtract } from './date-extract.ts';
import { dateTrunc } from './date-trunc.ts';
import { divide } from './divide.ts';
import { endsWith } from './ends-with.ts';
import { equal } from './equal.ts';
import { greaterThan } from './greater-than.ts';
import { greatest } from './greatest.ts';
import { isIn } from './in.ts';
import { isNotNull } from './is-not-null.ts';
import { isNull } from './is-null.ts';
import { least } from './least.ts';
import { left } from './left.ts';
import { length } from './length.ts';
import { lessThan } from './less-than.ts';
import { like } from './like.ts';
import { locate } from './locate.ts';
import { ltrim } from './ltrim.ts';
import { match } from './match.ts';
import { modulo } from './modulo.ts';
import { multiply } from './multiply.ts';
import { mvAppend } from './mv-append.ts';
import { mvConcat } from './mv-concat.ts';
import { mvContains } from './mv-contains.ts';
import { mvCount } from './mv-count.ts';
import { mvDedupe } from './mv-dedupe.ts';
import { mvDifference } from './mv-difference.ts';
import { mvFirst } from './mv-first.ts';
import { mvIntersection } from './mv-intersection.ts';
import { mvIntersects } from './mv-intersects.ts';
import { mvLast } from './mv-last.ts';
import { mvMax } from './mv-max.ts';
import { mvMin } from './mv-min.ts';
import { mvSlice } from './mv-slice.ts';
import { mvSort } from './mv-sort.ts';
import { mvSum } from './mv-sum.ts';
import { mvUnion } from './mv-union.ts';
import { negate } from './negate.ts';
import { not } from './not.ts';
import { notEqual } from './not-equal.ts';
import { now } from './now.ts';
import { or } from './or.ts';
import { right } from './right.ts';
import { rlike } from './rlike.ts';
import { rtrim } from './rtrim.ts';
import { split } from './split.ts';
import { startsWith } from './starts-with.ts';
import { substring } from './substring.ts';
import { subtract } from './subtract.ts';
import { toBoolean } from './to-boolean.ts';
import { toDatetime } from './to-datetime.ts';
import { toDouble } from './to-double.ts';
import { toInteger } from './to-integer.ts';
import { toIp } from './to-ip.ts';
import { toLong } from './to-long.ts';
import { toLower } from './to-lower.ts';
import { toText } from './to-string.ts';
import { toUpper } from './to-upper.ts';
import { toVersion } from './to-version.ts';
import { trim } from './trim.ts';

export const functions: readonly EsqlFunction[] = [
  add,
  and,
  atLeast,
  atMost,
  caseOf,
  cidrMatch,
  coalesce,
  concat,
  contains,
  dateDiff,
  dateExtract,
  dateTrunc,
  divide,
  endsWith,
  equal,
  greaterThan,
  greatest,
  isIn,
  isNotNull,
  isNull,
  least,
  left,
  length,
  lessThan,
  like,
  locate,
  ltrim,
  match,
  modulo,
  multiply,
  mvAppend,
  mvConcat,
  mvContains,
  mvCount,
  mvDedupe,
  mvDifference,
  mvFirst,
  mvIntersection,
  mvIntersects,
  mvLast,
  mvMax,
  mvMin,
  mvSlice,
  mvSort,
  mvSum,
  mvUnion,
  negate,
  notEqual,
  not,
  now,
  or,
  right,
  rlike,
  rtrim,
  split,
  startsWith,
  substring,
  subtract,
  toBoolean,
  toDatetime,
  toDouble,
  toInteger,
  toIp,
  toLong,
  toLower,
  toText,
  toUpper,
  toVersion,
  trim,
];

/** By name in capital letters, operators by their signs. */
export const esqlFunctions: ReadonlyMap<string, EsqlFunction> = new Map(
  functions.flatMap((each) => [each.name, ...(each.aliases ?? [])].map((name) => [name, each])),
);
