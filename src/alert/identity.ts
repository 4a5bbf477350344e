/** What makes two alerts the same. */
import { createHash } from 'node:crypto';
import type { Origin, SourcedEvent } from '../schema/audit-event.ts';
import type { GroupValues, Signal } from '../signal.ts';
import type { Source } from '../source/source.ts';

/**
 * The alert's id: 128 bits of SHA-256 in hexadecimal, over the rule, the cluster, and the requests its events are
 * of, or the group and window of a correlation. A redelivery, and the two stages of one exec, give the same id.
 */
export function alertId(signal: Signal, source: Source): string {
  const subject = subjectOfSignal(signal, source);
  // JSON keeps the parts apart whatever they contain.
  const identity = JSON.stringify([signal.rule.id, signal.origin.cluster ?? null, subject]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 32);
}

/** Every kind of identity has a form of its own. Receivers know alerts by their ids: no form may ever change. */
function subjectOfSignal({ identity, events, origin }: Signal, source: Source): Part {
  switch (identity.kind) {
    case 'requests':
      return requestsOf(events, source);
    case 'window':
      return ['window', placePart(origin), groupPart(identity.group), identity.start, identity.end];
    case 'bucket':
      return ['bucket', placePart(origin), groupPart(identity.group)];
    case 'generation':
      return ['episode', placePart(origin), groupPart(identity.group), `generation ${identity.number}`];
    case 'sequence':
      return ['sequence', placePart(origin), groupPart(identity.group), identity.last];
    case 'suppressed': {
      const { group, start, end, mark } = identity;
      const episode = `suppressed from ${start} to ${end}${mark === undefined ? '' : `, ${mark} of them`}`;
      return ['episode', placePart(origin), groupPart(group), episode];
    }
  }
}

type Part = readonly (string | number | null | Part)[];

/** The requests as a sorted set: neither their order nor repetition changes the id. */
function requestsOf(events: readonly SourcedEvent[], source: Source): Part {
  return ['requests', [...requestIds(events, source)].sort()];
}

/** @returns one id for each request, or each document, that the events are of */
export function requestIds(events: readonly SourcedEvent[], source: Source): ReadonlySet<string> {
  return new Set(events.map((event) => JSON.stringify(source.subjectOf(event))));
}

/** Clusters of different accounts may have one name, and nothing in a group or window would tell them apart. */
function placePart({ account, region, cluster, logGroup }: Origin): Part {
  return [account ?? null, region ?? null, cluster === undefined ? (logGroup ?? null) : null];
}

function groupPart(group: GroupValues): Part {
  const keys = Object.keys(group).sort();
  return keys.map((key) => [key, [...(group[key] ?? [])]]);
}
