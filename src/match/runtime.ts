/** What compiled rules import. Small and total: no value of an event makes any of it throw. */

export { annotation } from '../schema/annotation.ts';
export {
  caller,
  capabilities,
  command,
  containers,
  dryRun,
  hostPaths,
  labelsAfter,
  labelsBefore,
  missing,
  object,
  outcome,
  path,
  pod,
  podAnnotations,
  podSecurity,
  processes,
  query,
  relatedUser,
  timestamp,
  written,
} from '../schema/derive.ts';
export { headOf } from '../schema/head.ts';
export { fromOrigin } from '../schema/read.ts';
export { isPresent, member, someLeaf, someValue } from '../schema/visit.ts';
export { matchesPattern } from '../schema/wildcard.ts';
export { addressRange, addressRanges } from './address.ts';
export { fromNow, isWithin } from './date.ts';
export { defineRuleSet } from './rule-set.ts';
export { hasValue, isFalse, isKeyword, isOneOf, isTrue, remembered, someText, toNumber } from './scalar.ts';
export { dotted, matching, someElement, someNamed } from './value.ts';
