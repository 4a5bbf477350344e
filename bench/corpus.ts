/**
 * A deterministic corpus of EKS audit events in the mix of a busy, quiet-minded cluster: leases and node status
 * first, controllers that list and watch, reviews, tokens for pods, now and then a workload with its whole body.
 * Whoever calls has an address, as in a cluster: a node its own, a controller those of its pods, a person theirs.
 * A few in ten thousand are what rules look for, so that the whole pipeline runs and not only its fast path.
 */
import { gzipSync } from 'node:zlib';
import { exec, humanRead, privilegedPod, secretList, workload } from './corpus/deeds.ts';
import type { Fields, Make } from './corpus/fields.ts';
import {
  configMapRead,
  controllerRead,
  controllerWatch,
  denied,
  endpointSlice,
  lease,
  nodeStatus,
  podStatus,
  podToken,
  review,
} from './corpus/routine.ts';
import { type Random, random } from './random.ts';

export interface Corpus {
  /** Gzipped NDJSON objects, as a collector leaves them in S3. */
  readonly objects: readonly Buffer[];
  readonly events: number;
  /** Inflated bytes. */
  readonly bytes: number;
}

const mix: readonly [weight: number, make: Make][] = [
  [2600, lease],
  [400, nodeStatus],
  [1700, controllerRead],
  [1900, review],
  [700, podToken],
  [600, podStatus],
  [140, endpointSlice],
  [900, configMapRead],
  [300, controllerWatch],
  [110, workload],
  [600, humanRead],
  [60, denied],
  [2, exec],
  [1, privilegedPod],
  [1, secretList],
];
const makers: readonly Make[] = mix.flatMap(([weight, make]) => Array.from({ length: weight }, () => make));

/**
 * @param count how many events
 * @param perObject how many events an object holds
 */
export function makeCorpus(count: number, perObject = 10_000, seed = 20_260_301): Corpus {
  const from = random(seed);
  const objects: Buffer[] = [];
  let bytes = 0;
  for (let made = 0; made < count; made += perObject) {
    const lines: string[] = [];
    for (let index = made; index < Math.min(made + perObject, count); index++) lines.push(line(from, index));
    const text = Buffer.from(`${lines.join('\n')}\n`);
    bytes += text.length;
    objects.push(gzipSync(text, { level: 6 }));
  }
  return { objects, events: count, bytes };
}

/** Between two events, milliseconds. */
const gap = 37;

function line(from: Random, index: number): string {
  const make = makers[from.below(makers.length)] as Make;
  // Go's encoder escapes these three; it is what makes EKS's lines differ from JSON.stringify's.
  return JSON.stringify(complete(make(from, Math.trunc((index * gap) / 3_600_000)), from, index)).replace(
    /[<>&]/g,
    (c) => `\\u00${c.charCodeAt(0).toString(16)}`,
  );
}

/** Adds what every event has, in the order EKS writes it. */
function complete(made: Fields, from: Random, index: number): Fields {
  const at = new Date(Date.UTC(2026, 2, 1) + index * gap);
  const micro = (extra: number) =>
    `${new Date(at.getTime() + extra).toISOString().slice(0, -1)}${from.hex(3).replace(/\D/g, '7')}Z`;
  const uuid = `${from.hex(8)}-${from.hex(4)}-4${from.hex(3)}-a${from.hex(3)}-${from.hex(12)}`;
  const {
    level,
    verb,
    user,
    objectRef,
    requestURI,
    code,
    sourceIPs,
    userAgent,
    requestObject,
    responseObject,
    stage,
    reason,
    decision,
  } = made;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level,
    auditID: uuid,
    stage: stage ?? 'ResponseComplete',
    requestURI,
    verb,
    user,
    sourceIPs,
    userAgent,
    objectRef,
    responseStatus: { metadata: {}, code: code ?? 200 },
    ...(requestObject !== undefined && { requestObject }),
    ...(responseObject !== undefined && { responseObject }),
    requestReceivedTimestamp: micro(0),
    stageTimestamp: micro(4),
    annotations: {
      'authorization.k8s.io/decision': decision ?? 'allow',
      'authorization.k8s.io/reason': reason ?? '',
    },
  };
}
