/** Audit events for tests of correlations, and a pipeline to give them to. */
import type { Alert } from '../../src/alert/alert.ts';
import { createMemory, type Memory } from '../../src/correlate/memory.ts';
import type { RuleWarning } from '../../src/match/match.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { runDelivery, type Summary } from '../../src/pipeline.ts';
import { PublishError } from '../../src/publish/publisher.ts';
import type { JsonObject, Origin, SourcedEvent } from '../../src/schema/audit-event.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import type { Source } from '../../src/source/source.ts';
import { memoryStore } from '../../src/state/memory.ts';
import { type MeteredStore, meteredStore } from '../../src/state/metered.ts';
import type { StateStore } from '../../src/state/store.ts';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
/** A multiple of every window in these tests. */
export const start = Date.UTC(2026, 2, 2);

let requests = 0;

/**
 * A get of a secret that nobody else makes.
 * @param at milliseconds after `start`; undefined for an event without times
 */
export function get(at: number | undefined, fields: JsonObject = {}): JsonObject {
  requests++;
  const time = at === undefined ? undefined : new Date(start + at).toISOString();
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID: `request-${requests}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/shop/secrets/token',
    verb: 'get',
    user: { username: 'alice' },
    objectRef: { resource: 'secrets', namespace: 'shop', name: 'token' },
    ...(time !== undefined && { requestReceivedTimestamp: time, stageTimestamp: time }),
    ...fields,
  };
}

/** The other stage of a request. */
export function started(event: JsonObject, fields: JsonObject = {}): JsonObject {
  return { ...event, stage: 'ResponseStarted', ...fields };
}

export interface Bench {
  readonly store: MeteredStore;
  /** Alerts so far. */
  readonly alerts: Alert[];
  /** Of each delivery. */
  readonly summaries: Summary[];
  /** What rules could not compute, as it was told. */
  readonly warnings: RuleWarning[];
  /** Epoch milliseconds; a test may set it. */
  now: number;
  /** Of the process; a test may set another. */
  memory: Memory;
  /** @returns the alerts of this delivery */
  deliver(events: readonly JsonObject[], origin?: Partial<Origin>): Promise<readonly Alert[]>;
  /** As another process would: it remembers only what is in the store. */
  restart(): void;
}

interface BenchOptions {
  readonly source?: Source;
  readonly learning?: number;
  readonly wrap?: (store: StateStore) => StateStore;
  /** Of every event. */
  readonly sourced?: Partial<SourcedEvent>;
  /** @returns ids of alerts that are not taken */
  readonly refuse?: (ids: readonly string[]) => readonly string[];
}

export function benchFor(ruleSet: RuleSet, options: BenchOptions = {}): Bench {
  const {
    source = auditSource,
    learning = 0,
    wrap = (store) => store,
    sourced = {},
    refuse = () => [],
  } = options;
  const clock = () => bench.now;
  const store = meteredStore(memoryStore({ clock }));
  const fresh = () => createMemory(wrap(store), clock, learning);
  const alerts: Alert[] = [];
  const bench: Bench = {
    store,
    alerts,
    summaries: [],
    warnings: [],
    now: start + 10 * day,
    memory: undefined as never,
    async deliver(events, origin = {}) {
      const from = { source: 'test', cluster: 'prod', ...origin };
      const batch = {
        events: events.map((event, index) => ({
          event,
          origin: from,
          position: index + 1,
          partial: false,
          ...sourced,
        })),
        undecodable: [],
        skipped: {},
      };
      const before = alerts.length;
      const summary = await runDelivery(
        (async function* () {
          yield batch;
        })(),
        {
          ruleSet,
          source,
          clock,
          memory: bench.memory,
          onWarning: (warning) => void bench.warnings.push(warning),
          publisher: {
            publish: async (published) => {
              const refused = refuse(published.map(({ event }) => event.id));
              alerts.push(...published.filter(({ event }) => !refused.includes(event.id)));
              if (refused.length > 0) throw new PublishError('the receiver', refused, 'refused');
            },
          },
        },
      );
      bench.summaries.push(summary);
      return alerts.slice(before);
    },
    restart() {
      bench.memory = fresh();
    },
  };
  bench.restart();
  return bench;
}

/** What is counted over the events of alerts. */
export function valuesIn(alerts: readonly Alert[]) {
  return alerts.map(({ harrier }) => harrier.values);
}

export function groupsIn(alerts: readonly Alert[]) {
  return alerts.map(({ harrier }) => harrier.group);
}
