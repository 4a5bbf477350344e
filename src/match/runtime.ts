/** What compiled rules import. Small and total: no value of an event makes any of it throw. */

export { foldCase } from '../query/fold-case.ts';
export { add as addFunction } from '../query/functions/add.ts';
export { between as betweenFunction } from '../query/functions/between.ts';
export { cidrMatch as cidrMatchFunction } from '../query/functions/cidr-match.ts';
export { concat as concatFunction } from '../query/functions/concat.ts';
export { divide as divideFunction } from '../query/functions/divide.ts';
export { endsWith as endsWithFunction } from '../query/functions/ends-with.ts';
export { call } from '../query/functions/function.ts';
export { indexOf as indexOfFunction } from '../query/functions/index-of.ts';
export { length as lengthFunction } from '../query/functions/length.ts';
export { modulo as moduloFunction } from '../query/functions/modulo.ts';
export { multiply as multiplyFunction } from '../query/functions/multiply.ts';
export { number as numberFunction } from '../query/functions/number.ts';
export { startsWith as startsWithFunction } from '../query/functions/starts-with.ts';
export { string as stringFunction } from '../query/functions/string.ts';
export { stringContains as stringContainsFunction } from '../query/functions/string-contains.ts';
export { substring as substringFunction } from '../query/functions/substring.ts';
export { subtract as subtractFunction } from '../query/functions/subtract.ts';
export {
  both,
  compared,
  differ,
  either,
  equal,
  fails,
  isAbove,
  isAmong,
  isAtLeast,
  isAtMost,
  isBelow,
  isNotAmong,
  matched,
  membership,
  opposite,
  passes,
} from '../query/logic.ts';
export { compileRegex } from '../query/regex/regex.ts';
export { compareTexts } from '../query/text-order.ts';
export { compareVersions } from '../query/version.ts';
export { compareWhole } from '../query/whole-order.ts';
export { compileWildcard } from '../query/wildcard.ts';
export { annotation } from '../schema/annotation.ts';
export { outcome, relatedUser, requestTimestamp, timestamp } from '../schema/derive.ts';
export { apiGroup, eventType, outcomeByCode, requestedApiGroups, respondedApiGroups } from '../schema/eks.ts';
export { headOf } from '../schema/head.ts';
export { caller } from '../schema/own/caller.ts';
export { dryRun } from '../schema/own/dry-run.ts';
export { labelsAfter, labelsBefore, podSecurity } from '../schema/own/labels.ts';
export { missing } from '../schema/own/missing.ts';
export { object } from '../schema/own/object.ts';
export { containers, pod } from '../schema/own/pod.ts';
export { remoteIp, remoteNetwork } from '../schema/own/remote.ts';
export { command, path, query } from '../schema/own/request-uri.ts';
export { rules } from '../schema/own/rules.ts';
export { serviceAccount } from '../schema/own/service-account.ts';
export { capabilities, hostPaths, podAnnotations, processes } from '../schema/own/workload.ts';
export { written } from '../schema/own/written.ts';
export { fromOrigin } from '../schema/read.ts';
export { isPresent, member, someLeaf, someValue } from '../schema/visit.ts';
export { matchesPattern } from '../schema/wildcard.ts';
export { addressRange, addressRanges } from './address.ts';
export { addresses, booleans, dates, longs, numbers, someChoice, texts } from './choice.ts';
export { fromNow, isWithin } from './date.ts';
export { defineRuleSet } from './rule-set.ts';
export { hasValue, isFalse, isKeyword, isOneOf, isTrue, remembered, someText, toNumber } from './scalar.ts';
export { dotted, matching, someElement, someNamed } from './value.ts';
