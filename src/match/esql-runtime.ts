/** What compiled ES|QL imports beside `runtime.ts`. Functions and aggregates are found here by being the same object. */

export { avg } from '../query/esql/aggregates/avg.ts';
export { count } from '../query/esql/aggregates/count.ts';
export { countDistinct } from '../query/esql/aggregates/count-distinct.ts';
export { max } from '../query/esql/aggregates/max.ts';
export { min } from '../query/esql/aggregates/min.ts';
export { sum } from '../query/esql/aggregates/sum.ts';
export { values } from '../query/esql/aggregates/values.ts';
export { add } from '../query/esql/functions/add.ts';
export { and } from '../query/esql/functions/and.ts';
export { atLeast } from '../query/esql/functions/at-least.ts';
export { atMost } from '../query/esql/functions/at-most.ts';
export { caseOf } from '../query/esql/functions/case.ts';
export { cidrMatch } from '../query/esql/functions/cidr-match.ts';
export { coalesce } from '../query/esql/functions/coalesce.ts';
export { concat } from '../query/esql/functions/concat.ts';
export { contains } from '../query/esql/functions/contains.ts';
export { dateDiff } from '../query/esql/functions/date-diff.ts';
export { dateExtract } from '../query/esql/functions/date-extract.ts';
export { dateTrunc } from '../query/esql/functions/date-trunc.ts';
export { divide } from '../query/esql/functions/divide.ts';
export { endsWith } from '../query/esql/functions/ends-with.ts';
export { equal } from '../query/esql/functions/equal.ts';
export { greaterThan } from '../query/esql/functions/greater-than.ts';
export { greatest } from '../query/esql/functions/greatest.ts';
export { isIn } from '../query/esql/functions/in.ts';
export { isNotNull } from '../query/esql/functions/is-not-null.ts';
export { isNull } from '../query/esql/functions/is-null.ts';
export { least } from '../query/esql/functions/least.ts';
export { left } from '../query/esql/functions/left.ts';
export { length } from '../query/esql/functions/length.ts';
export { lessThan } from '../query/esql/functions/less-than.ts';
export { like } from '../query/esql/functions/like.ts';
export { locate } from '../query/esql/functions/locate.ts';
export { ltrim } from '../query/esql/functions/ltrim.ts';
export { match } from '../query/esql/functions/match.ts';
export { modulo } from '../query/esql/functions/modulo.ts';
export { multiply } from '../query/esql/functions/multiply.ts';
export { mvAppend } from '../query/esql/functions/mv-append.ts';
export { mvConcat } from '../query/esql/functions/mv-concat.ts';
export { mvContains } from '../query/esql/functions/mv-contains.ts';
export { mvCount } from '../query/esql/functions/mv-count.ts';
export { mvDedupe } from '../query/esql/functions/mv-dedupe.ts';
export { mvDifference } from '../query/esql/functions/mv-difference.ts';
export { mvFirst } from '../query/esql/functions/mv-first.ts';
export { mvIntersection } from '../query/esql/functions/mv-intersection.ts';
export { mvIntersects } from '../query/esql/functions/mv-intersects.ts';
export { mvLast } from '../query/esql/functions/mv-last.ts';
export { mvMax } from '../query/esql/functions/mv-max.ts';
export { mvMin } from '../query/esql/functions/mv-min.ts';
export { mvSlice } from '../query/esql/functions/mv-slice.ts';
export { mvSort } from '../query/esql/functions/mv-sort.ts';
export { mvSum } from '../query/esql/functions/mv-sum.ts';
export { mvUnion } from '../query/esql/functions/mv-union.ts';
export { negate } from '../query/esql/functions/negate.ts';
export { not } from '../query/esql/functions/not.ts';
export { notEqual } from '../query/esql/functions/not-equal.ts';
export { now } from '../query/esql/functions/now.ts';
export { or } from '../query/esql/functions/or.ts';
export { right } from '../query/esql/functions/right.ts';
export { rlike } from '../query/esql/functions/rlike.ts';
export { rtrim } from '../query/esql/functions/rtrim.ts';
export { split } from '../query/esql/functions/split.ts';
export { startsWith } from '../query/esql/functions/starts-with.ts';
export { substring } from '../query/esql/functions/substring.ts';
export { subtract } from '../query/esql/functions/subtract.ts';
export { toBoolean } from '../query/esql/functions/to-boolean.ts';
export { toDatetime } from '../query/esql/functions/to-datetime.ts';
export { toDouble } from '../query/esql/functions/to-double.ts';
export { toInteger } from '../query/esql/functions/to-integer.ts';
export { toIp } from '../query/esql/functions/to-ip.ts';
export { toLong } from '../query/esql/functions/to-long.ts';
export { toLower } from '../query/esql/functions/to-lower.ts';
export { toText } from '../query/esql/functions/to-string.ts';
export { toUpper } from '../query/esql/functions/to-upper.ts';
export { toVersion } from '../query/esql/functions/to-version.ts';
export { trim } from '../query/esql/functions/trim.ts';
export { orderOf } from '../query/esql/order.ts';
export { evaluate, expand, limit, where } from '../query/esql/run/each-row.ts';
export { extract } from '../query/esql/run/extract.ts';
export { sort } from '../query/esql/run/sort.ts';
export { inlineStats, stats } from '../query/esql/run/stats.ts';
export {
  booleanColumn,
  dateColumn,
  doubleColumn,
  ipColumn,
  keywordColumn,
  longColumn,
  textColumn,
  versionColumn,
} from './column.ts';
export { documentId, documentIndex, documentVersion } from './metadata.ts';
