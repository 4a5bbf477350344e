/** The same law over DynamoDB's protocol, with invocations that really run at the same time. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Random } from '../../bench/random.ts';
import type { Alert } from '../../src/alert/alert.ts';
import { createMemory, type Memory } from '../../src/correlate/memory.ts';
import { runDelivery } from '../../src/pipeline.ts';
import { PublishError, type Publisher } from '../../src/publish/publisher.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { dynamodbStore } from '../../src/state/dynamodb.ts';
import { type StateStore, StateUnavailableError } from '../../src/state/store.ts';
import { type DynamodbPeer, startDynamodb } from '../state/dynamodb-peer.ts';
import { kinds, start } from './kinds.ts';
import { compare, judgeSettling, orderly, type Prepared, prepared } from './law.ts';
import { batchesOf, scheduleOf, seeded } from './schedule.ts';

const clock = () => start + 36_000_000;
let peer: DynamodbPeer;

beforeAll(async () => {
  peer = await startDynamodb();
});
afterAll(() => peer.close());

describe.each(kinds)('$name', async (found) => {
  const kind = await prepared(found);

  it.each([0, 1, 2, 3, 4, 5])('makes the alerts of an orderly run with seed %i', async (number) => {
    const from = seeded(kind.name, number);
    const events = kind.events(from);
    const { deliveries } = scheduleOf(events, from);
    const store = dynamodbStore({ table: await peer.createTable(), clock, client: peer.connection });
    const published: Alert[] = [];
    const containers = [createMemory(store, clock), createMemory(store, clock), createMemory(store, clock)];
    // Every delivery is processed by two invocations at once.
    await Promise.all(
      [...deliveries, ...deliveries].map((delivery) =>
        deliver(kind, delivery, from.pick(containers), published, from),
      ),
    );
    const ids = published.map(({ event }) => event.id);
    const violation =
      kind.unsettled === undefined
        ? compare(await orderly(events, kind.ruleSet), ids)
        : (await judgeSettling(kind, events, published)).violation;
    expect(violation).toBe('');
  });
});

/** Tries until the delivery succeeds; all but the last try may be killed or refused. */
async function deliver(
  { ruleSet }: Prepared,
  events: readonly JsonObject[],
  container: Memory,
  published: Alert[],
  from: Random,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    const trouble = tries < 4 ? new Trouble(from) : undefined;
    // A killed process forgets.
    const own = tries === 1 ? container : createMemory(container.store, clock);
    const publisher: Publisher = {
      publish: async (alerts) => {
        await delay(from.below(5));
        published.push(...alerts);
      },
    };
    const run = runDelivery(batchesOf(events, 'delivery', from), {
      ruleSet,
      source: auditSource,
      clock,
      publisher: trouble?.publisher(publisher) ?? publisher,
      memory: { ...own, store: trouble?.store(own.store) ?? own.store },
    });
    const end = run.then(() => 'succeeded');
    const outcome = await (trouble === undefined ? end : Promise.race([end.catch(expected), trouble.death]));
    if (outcome === 'succeeded') return;
  }
}

function expected(error: unknown): string {
  if (error instanceof StateUnavailableError || error instanceof PublishError) return 'failed';
  throw error;
}

/** One of the calls of an invocation does not come to a good end. */
class Trouble {
  readonly death: Promise<string>;
  readonly #die: (how: string) => void;
  readonly #isKilled: boolean;
  readonly #isDone: boolean;
  #callsLeft: number;

  constructor(from: Random) {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.death = promise;
    this.#die = resolve;
    this.#isKilled = from.below(2) === 0;
    this.#isDone = from.below(2) === 0;
    this.#callsLeft = from.below(12);
  }

  store(inner: StateStore): StateStore {
    return {
      get: (keys) => this.#call(() => inner.get(keys)),
      range: (...range) => this.#call(() => inner.range(...range)),
      put: (items) => this.#call(() => inner.put(items)),
      putIf: (item, version) => this.#call(() => inner.putIf(item, version)),
    };
  }

  publisher(inner: Publisher): Publisher {
    return { publish: (alerts) => this.#call(() => inner.publish(alerts)) };
  }

  async #call<T>(effect: () => Promise<T>): Promise<T> {
    this.#callsLeft--;
    if (this.#callsLeft > 0) return effect();
    if (this.#callsLeft === 0 && this.#isDone) await effect();
    if (!this.#isKilled) throw new StateUnavailableError('refused');
    this.#die('killed');
    return new Promise(() => {});
  }
}
