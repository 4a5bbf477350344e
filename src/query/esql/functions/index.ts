/** All functions and operators, by name. */
import type { EsqlFunction } from '../function.ts';
import { abs } from './abs.ts';
import { acos } from './acos.ts';
import { acosh } from './acosh.ts';
import { add } from './add.ts';
import { and } from './and.ts';
import { asin } from './asin.ts';
import { asinh } from './asinh.ts';
import { atLeast } from './at-least.ts';
import { atMost } from './at-most.ts';
import { atan } from './atan.ts';
import { atan2 } from './atan2.ts';
import { atanh } from './atanh.ts';
import { bitLength } from './bit-length.ts';
import { bucket } from './bucket.ts';
import { byteLength } from './byte-length.ts';
import { caseOf } from './case.ts';
import { cbrt } from './cbrt.ts';
import { ceil } from './ceil.ts';
import { cidrMatch } from './cidr-match.ts';
import { clamp } from './clamp.ts';
import { clampMax } from './clamp-max.ts';
import { clampMin } from './clamp-min.ts';
import { coalesce } from './coalesce.ts';
import { concat } from './concat.ts';
import { contains } from './contains.ts';
import { copySign } from './copy-sign.ts';
import { cos } from './cos.ts';
import { cosh } from './cosh.ts';
import { dateDiff } from './date-diff.ts';
import { dateExtract } from './date-extract.ts';
import { dateFormatFunction } from './date-format.ts';
import { dateParse } from './date-parse.ts';
import { dateTrunc } from './date-trunc.ts';
import { dayName } from './day-name.ts';
import { divide } from './divide.ts';
import { eulersNumber } from './e.ts';
import { endsWith } from './ends-with.ts';
import { equal } from './equal.ts';
import { exp } from './exp.ts';
import { floor } from './floor.ts';
import { fromBase64 } from './from-base64.ts';
import { greaterThan } from './greater-than.ts';
import { greatest } from './greatest.ts';
import { hash } from './hash.ts';
import { hypot } from './hypot.ts';
import { isIn } from './in.ts';
import { ipPrefix } from './ip-prefix.ts';
import { isNotNull } from './is-not-null.ts';
import { isNull } from './is-null.ts';
import { jsonExtract } from './json-extract.ts';
import { least } from './least.ts';
import { left } from './left.ts';
import { length } from './length.ts';
import { lessThan } from './less-than.ts';
import { like } from './like.ts';
import { locate } from './locate.ts';
import { log } from './log.ts';
import { log10 } from './log10.ts';
import { ltrim } from './ltrim.ts';
import { match } from './match.ts';
import { matchPhrase } from './match-phrase.ts';
import { md5 } from './md5.ts';
import { modulo } from './modulo.ts';
import { monthName } from './month-name.ts';
import { multiply } from './multiply.ts';
import { mvAppend } from './mv-append.ts';
import { mvAvg } from './mv-avg.ts';
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
import { mvMedian } from './mv-median.ts';
import { mvMedianAbsoluteDeviation } from './mv-median-absolute-deviation.ts';
import { mvMin } from './mv-min.ts';
import { mvPercentile } from './mv-percentile.ts';
import { mvPseriesWeightedSum } from './mv-pseries-weighted-sum.ts';
import { mvSlice } from './mv-slice.ts';
import { mvSort } from './mv-sort.ts';
import { mvSum } from './mv-sum.ts';
import { mvUnion } from './mv-union.ts';
import { mvZip } from './mv-zip.ts';
import { negate } from './negate.ts';
import { not } from './not.ts';
import { notEqual } from './not-equal.ts';
import { now } from './now.ts';
import { or } from './or.ts';
import { pi } from './pi.ts';
import { pow } from './pow.ts';
import { repeat } from './repeat.ts';
import { replace } from './replace.ts';
import { reverse } from './reverse.ts';
import { right } from './right.ts';
import { rlike } from './rlike.ts';
import { round } from './round.ts';
import { roundTo } from './round-to.ts';
import { rtrim } from './rtrim.ts';
import { scalb } from './scalb.ts';
import { sha1 } from './sha1.ts';
import { sha256 } from './sha256.ts';
import { signum } from './signum.ts';
import { sin } from './sin.ts';
import { sinh } from './sinh.ts';
import { space } from './space.ts';
import { split } from './split.ts';
import { sqrt } from './sqrt.ts';
import { startsWith } from './starts-with.ts';
import { substring } from './substring.ts';
import { subtract } from './subtract.ts';
import { tan } from './tan.ts';
import { tanh } from './tanh.ts';
import { tau } from './tau.ts';
import { toBase64 } from './to-base64.ts';
import { toBoolean } from './to-boolean.ts';
import { toDateperiod } from './to-dateperiod.ts';
import { toDatetime } from './to-datetime.ts';
import { toDegrees } from './to-degrees.ts';
import { toDouble } from './to-double.ts';
import { toInteger } from './to-integer.ts';
import { toIp } from './to-ip.ts';
import { toLong } from './to-long.ts';
import { toLower } from './to-lower.ts';
import { toRadians } from './to-radians.ts';
import { toText } from './to-string.ts';
import { toTimeduration } from './to-timeduration.ts';
import { toUnsignedLong } from './to-unsigned-long.ts';
import { toUpper } from './to-upper.ts';
import { toVersion } from './to-version.ts';
import { trim } from './trim.ts';
import { urlDecode } from './url-decode.ts';
import { urlEncode } from './url-encode.ts';
import { urlEncodeComponent } from './url-encode-component.ts';

export const functions: readonly EsqlFunction[] = [
  abs,
  acos,
  acosh,
  add,
  and,
  asin,
  asinh,
  atLeast,
  atMost,
  atan,
  atan2,
  atanh,
  bitLength,
  bucket,
  byteLength,
  caseOf,
  cbrt,
  ceil,
  cidrMatch,
  clampMax,
  clampMin,
  clamp,
  coalesce,
  concat,
  contains,
  copySign,
  cos,
  cosh,
  dateDiff,
  dateExtract,
  dateFormatFunction,
  dateParse,
  dateTrunc,
  dayName,
  divide,
  eulersNumber,
  endsWith,
  equal,
  exp,
  floor,
  fromBase64,
  greaterThan,
  greatest,
  hash,
  hypot,
  isIn,
  ipPrefix,
  isNotNull,
  isNull,
  jsonExtract,
  least,
  left,
  length,
  lessThan,
  like,
  locate,
  log,
  log10,
  ltrim,
  match,
  matchPhrase,
  md5,
  modulo,
  monthName,
  multiply,
  mvAppend,
  mvAvg,
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
  mvMedianAbsoluteDeviation,
  mvMedian,
  mvMin,
  mvPercentile,
  mvPseriesWeightedSum,
  mvSlice,
  mvSort,
  mvSum,
  mvUnion,
  mvZip,
  negate,
  notEqual,
  not,
  now,
  or,
  pi,
  pow,
  repeat,
  replace,
  reverse,
  right,
  rlike,
  roundTo,
  round,
  rtrim,
  scalb,
  sha1,
  sha256,
  signum,
  sin,
  sinh,
  space,
  split,
  sqrt,
  startsWith,
  substring,
  subtract,
  tan,
  tanh,
  tau,
  toBase64,
  toBoolean,
  toDateperiod,
  toDatetime,
  toDegrees,
  toDouble,
  toInteger,
  toIp,
  toLong,
  toLower,
  toRadians,
  toText,
  toTimeduration,
  toUnsignedLong,
  toUpper,
  toVersion,
  trim,
  urlDecode,
  urlEncodeComponent,
  urlEncode,
];

/** By name in capital letters, operators by their signs. */
export const esqlFunctions: ReadonlyMap<string, EsqlFunction> = new Map(
  functions.flatMap((each) => [each.name, ...(each.aliases ?? [])].map((name) => [name, each])),
);
