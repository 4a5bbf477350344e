/**
 * Incidents under everything that can happen to a notifier: alerts that come several times, in any order and batches,
 * invocations that run at once, are killed between any two calls, or are refused what they ask for. The law: everybody is
 * told of every alert, of each in one message, of alerts that belong together as one incident; and a message comes twice
 * only after a crash or a refusal, with the same id.
 */
import { describe, expect, it } from 'vitest';
import type { Random } from '../../bench/random.ts';
import { idsOf } from '../../src/incident/compose.ts';
import type { IncidentNews } from '../../src/incident/incident.ts';
import { createNotifier, type NewsPublisher } from '../../src/incident/notifier.ts';
import { spacing } from '../../src/incident/pace.ts';
import type { ReadAlert } from '../../src/incident/read-alert.ts';
import { memoryStore } from '../../src/state/memory.ts';
import { type StateStore, StateUnavailableError } from '../../src/state/store.ts';
import { alert, type Given, node, serviceAccount, session, start } from '../incident/alerts.ts';
import { byDefinition, named } from '../incident/definition.ts';
import { seeded } from './schedule.ts';
import { Scheduler } from './scheduler.ts';

const { HARRIER_SEED: seed, HARRIER_SCHEDULES: wanted = '2000' } = process.env;
const hour = 3_600_000;
const lease = 120_000;
/** Lambda ends an invocation that takes longer. */
const timeout = 90_000;
const troubledTries = 3;

/** A design that is wrong on purpose. */
interface Flaw {
  readonly store?: (store: StateStore) => StateStore;
}

interface Task {
  readonly name: string;
  readonly alerts: readonly ReadAlert[];
  began: number;
  tries: number;
  isRunning: boolean;
  isDone: boolean;
}

class World {
  readonly published: IncidentNews[] = [];
  readonly scheduler: Scheduler;
  invocations = 0;
  troubles = 0;
  readonly #from: Random;
  readonly #store: StateStore;
  readonly #tasks: readonly Task[];
  readonly #running = new Map<string, Task>();
  readonly #killOneIn: number;
  readonly #refuseOneIn: number;
  #now = start + 2 * hour;
  #fault: unknown;

  constructor(batches: readonly (readonly ReadAlert[])[], from: Random, flaw: Flaw, isTraced: boolean) {
    this.#from = from;
    this.scheduler = new Scheduler(from, isTraced);
    const store = memoryStore({ clock: () => this.#now });
    this.#store = flaw.store?.(store) ?? store;
    this.#killOneIn = from.pick([0, 15, 40]);
    this.#refuseOneIn = from.pick([0, 10, 40]);
    this.#tasks = batches.map((alerts, index) => ({
      name: `batch ${index + 1}`,
      alerts,
      began: 0,
      tries: 0,
      isRunning: false,
      isDone: false,
    }));
  }

  async run(): Promise<void> {
    while (this.#fault === undefined && (await this.#goOn())) {
      const isIdle = this.#running.size === 0;
      this.#now += isIdle && this.#happens(3) ? this.#from.below(hour) : this.#from.below(200);
    }
    if (this.#fault !== undefined) throw this.#fault;
    // What waits for hours is told by a schedule that always comes again.
    const end = this.#now + 50 * hour;
    const store = this.#store;
    const sleep = async (time: number) => {
      this.#now += time;
    };
    const publisher: NewsPublisher = {
      publish: async (news) => void this.published.push(news as IncidentNews),
    };
    const parts = { store, publisher, sleep, clock: () => this.#now, random: () => 0, lease };
    await createNotifier(parts).tell(end);
  }

  async #goOn(): Promise<boolean> {
    for (const [name, { began }] of this.#running) if (this.#now - began > timeout) this.#kill(name);
    const due = this.#tasks.filter(({ isDone, isRunning }) => !isDone && !isRunning);
    if (this.#running.size < 3 && due.length > 0 && (this.scheduler.isIdle || this.#happens(3))) {
      this.#invoke(this.#from.pick(due));
      await this.scheduler.rest();
    } else if (this.scheduler.isIdle) {
      return false;
    } else if (!this.#happens(this.#killOneIn) || !this.#killAny()) {
      await this.scheduler.step();
    }
    return true;
  }

  #happens(oneIn: number): boolean {
    return oneIn > 0 && this.#from.below(oneIn) === 0;
  }

  #invoke(task: Task): void {
    const name = `invocation ${++this.invocations}`;
    this.scheduler.tell(() => `${name}: begins ${task.name}`);
    task.tries++;
    task.began = this.#now;
    task.isRunning = true;
    this.#running.set(name, task);
    const isTroubled = task.tries <= troubledTries;
    const call = <T>(what: () => string, effect: () => Promise<T>) =>
      this.#call(name, what, isTroubled, effect);
    const store: StateStore = {
      get: (keys) =>
        call(
          () => `get ${keys.map(({ partition }) => partition)}`,
          () => this.#store.get(keys),
        ),
      range: (...range) =>
        call(
          () => `range ${range}`,
          () => this.#store.range(...range),
        ),
      put: async (items) => {
        const first = this.#happens(3) ? this.#from.below(items.length) : 0;
        for (const part of [items.slice(0, first), items.slice(first)])
          if (part.length > 0)
            await call(
              () => `put ${part.map(({ key }) => key.partition)}`,
              () => this.#store.put(part),
            );
      },
      putIf: (item, expected) =>
        call(
          () => `putIf ${item.key.partition}`,
          () => this.#store.putIf(item, expected),
        ),
    };
    const publisher: NewsPublisher = {
      publish: (news) =>
        call(
          () => `publish ${news.id}: ${idsOf(news)}`,
          async () => void this.published.push(news as IncidentNews),
        ),
    };
    const sleep = async (time: number) => {
      const until = this.#now + time;
      await this.scheduler.turn(name, () => `sleeps ${time} ms`);
      this.#now = Math.max(this.#now, until);
    };
    const random = () => this.#from.next();
    const notifier = createNotifier({ store, publisher, sleep, random, clock: () => this.#now, lease });
    const work = async () => {
      if (task.alerts.length > 0) await notifier.receive(task.alerts);
      await notifier.tell(this.#now + this.#from.pick([0, 2000, 60_000]));
    };
    work().then(
      () => this.#end(name, true),
      (error: unknown) => {
        if (!(error instanceof StateUnavailableError)) this.#fault ??= error;
        this.#end(name, false);
      },
    );
  }

  #end(name: string, isDone: boolean): void {
    const task = this.#running.get(name);
    if (task === undefined) return;
    this.scheduler.tell(() => `${name}: ${isDone ? 'succeeds' : 'fails'}`);
    this.#running.delete(name);
    task.isRunning = false;
    task.isDone = isDone;
  }

  /** @returns whether there was one that may be killed */
  #killAny(): boolean {
    const mortal = [...this.#running].filter(([, { tries }]) => tries <= troubledTries);
    if (mortal.length === 0) return false;
    this.#kill(this.#from.pick(mortal)[0]);
    return true;
  }

  #kill(name: string): void {
    const task = this.#running.get(name);
    if (task === undefined) return;
    this.troubles++;
    this.scheduler.kill(name);
    this.#running.delete(name);
    task.isRunning = false;
  }

  async #call<T>(
    name: string,
    what: () => string,
    isTroubled: boolean,
    effect: () => Promise<T>,
  ): Promise<T> {
    const isRefused = isTroubled && this.#happens(this.#refuseOneIn);
    const isDone = !isRefused || this.#from.below(2) === 0;
    if (isRefused) this.troubles++;
    await this.scheduler.turn(name, what, isDone ? effect : undefined);
    const result = isDone ? await effect() : undefined;
    await this.scheduler.turn(name, () => `${what()} ${isRefused ? 'is refused' : 'is answered'}`);
    if (isRefused) throw new StateUnavailableError('refused');
    return result as T;
  }
}

/** Few users, things and times, so that incidents meet late and are told apart before. */
function generated(from: Random): readonly Given[] {
  const users = [
    session('alice'),
    session('bob', 'engineer', 'ASIAALICE'),
    session('carol'),
    serviceAccount('shop', 'web', 'web-1'),
    serviceAccount('kube-system', 'replicaset-controller'),
    node('node-1'),
  ];
  const objects = [
    { resource: 'pods', namespace: 'shop', name: 'web-1', subresource: 'exec' },
    {
      resource: 'serviceaccounts',
      namespace: 'kube-system',
      name: 'replicaset-controller',
      subresource: 'token',
    },
    { resource: 'secrets', namespace: 'shop', name: 'db' },
    undefined,
  ];
  return Array.from({ length: 4 + from.below(12) }, (_, index) => {
    const objectRef = from.pick(objects);
    return {
      name: `alert ${index}`,
      at: from.below(300),
      severity: from.pick(['low', 'medium', 'high', 'high', 'critical'] as const),
      buildingBlock: from.below(4) === 0,
      rule: from.pick(['r1', 'r2', 'r3', 'r4']),
      tactics: [from.pick(['TA0001', 'TA0002', 'TA0003', 'TA0004', 'TA0005'])],
      user: from.pick(users),
      verb: from.pick(['get', 'create']),
      ...(objectRef !== undefined && { objectRef }),
    };
  });
}

function batchesOf(all: readonly ReadAlert[], from: Random): readonly (readonly ReadAlert[])[] {
  const shuffled = [...all].map((each) => ({ each, key: from.next() })).sort((a, b) => a.key - b.key);
  const left = [...shuffled.map(({ each }) => each), ...all.filter(() => from.below(3) === 0)];
  const batches: (readonly ReadAlert[])[] = [];
  while (left.length > 0) batches.push(left.splice(0, 1 + from.below(5)));
  // The schedule comes now and then, with nothing new.
  for (let extra = from.below(3); extra > 0; extra--) batches.push([]);
  return batches;
}

interface Verdict {
  readonly violation: string;
  readonly world: World;
  readonly told: number;
  readonly merged: number;
}

async function judge(number: number, flaw: Flaw = {}, isTraced = false): Promise<Verdict> {
  const from = seeded('incidents', number);
  const all = generated(from).map(alert);
  const world = new World(batchesOf(all, from), from, flaw, isTraced);
  await world.run();
  const { published } = world;
  const distinct = [...new Map(published.map((news) => [news.id, news])).values()];
  const violations: string[] = [];

  // What has building blocks alone is told to nobody.
  const expected = byDefinition(all).filter((group) => group.some((each) => !each.alert.buildingBlock));
  const expectedIds = expected.flatMap((group) => group.map((each) => each.alert.id));
  const toldIds = distinct.flatMap(({ incidents }) => incidents.flatMap(({ newIds }) => newIds));
  for (const id of expectedIds) if (!toldIds.includes(id)) violations.push(`nobody was told of ${id}`);
  for (const id of new Set(toldIds)) {
    if (toldIds.filter((each) => each === id).length > 1) violations.push(`two messages tell of ${id}`);
    if (!expectedIds.includes(id)) violations.push(`${id} is of building blocks alone`);
  }
  const found = groupsOf(distinct);
  const wanted = named(expected.map((group) => group.map((each) => each.alert.id)));
  if (named(found).join('\n') !== wanted.join('\n'))
    violations.push(`incidents are\n${named(found).join('\n')}\nand should be\n${wanted.join('\n')}`);
  if (world.troubles === 0 && published.length > distinct.length)
    violations.push('a message came twice, and nothing had gone wrong');
  const times = distinct.map(({ at }) => at).toSorted((a, b) => a - b);
  for (const [index, at] of times.entries())
    if (at - (times[index - 1] ?? 0) < spacing) violations.push(`two messages within ${spacing} ms`);
  return {
    violation: violations.join('\n'),
    world,
    told: distinct.length,
    merged: distinct.flatMap(({ incidents }) => incidents.flatMap(({ merged }) => merged)).length,
  };
}

/** What people know in the end to be one incident. */
function groupsOf(news: readonly IncidentNews[]): readonly (readonly string[])[] {
  const names = new Map<string, string>();
  const nameOf = (id: string): string => (names.has(id) ? nameOf(names.get(id) ?? id) : id);
  for (const { incidents } of news)
    for (const { id, merged } of incidents)
      for (const other of merged) if (nameOf(other) !== nameOf(id)) names.set(nameOf(other), nameOf(id));
  const groups = new Map<string, string[]>();
  for (const { incidents } of news)
    for (const { id, newIds } of incidents)
      groups.set(nameOf(id), [...(groups.get(nameOf(id)) ?? []), ...newIds]);
  return [...groups.values()];
}

async function report(number: number): Promise<never> {
  const { violation, world } = await judge(number, {}, true);
  throw new Error(
    [
      violation,
      `seed: incidents/${number}; to run it again: HARRIER_SEED="incidents/${number}" npx vitest run test/simulation/incidents`,
      'what happened:',
      ...world.scheduler.trace,
    ].join('\n'),
  );
}

const [only, number] = seed?.split('/') ?? ['incidents'];

describe.runIf(only === 'incidents')('incidents', () => {
  if (number !== undefined) {
    it(`are told with seed ${seed}`, async () => {
      if ((await judge(Number(number))).violation !== '') await report(Number(number));
    });
    return;
  }
  it(`are told in ${wanted} schedules`, async () => {
    const seen = { messages: 0, repeats: 0, merged: 0, invocations: 0 };
    for (let at = 0; at < Number(wanted); at++) {
      const { violation, world, told, merged } = await judge(at);
      if (violation !== '') await report(at);
      seen.messages += told;
      seen.repeats += world.published.length - told;
      seen.merged += merged;
      seen.invocations += world.invocations;
    }
    console.log(`incidents: ${wanted} schedules, ${JSON.stringify(seen)}`);
    // A simulation in which nothing happens proves nothing.
    expect(seen.messages).toBeGreaterThan(Number(wanted));
    expect(seen.repeats).toBeGreaterThan(Number(wanted) / 20);
    expect(seen.merged).toBeGreaterThan(Number(wanted) / 20);
    expect(seen.invocations).toBeGreaterThan(3 * Number(wanted));
  });

  it.each<[string, Flaw, RegExp]>([
    [
      'the board is written whatever others have written meanwhile',
      { store: (store) => ({ ...store, putIf: async (item) => store.put([item]).then(() => true) }) },
      /nobody was told|two messages/,
    ],
    [
      'alerts that were told are not recorded',
      {
        store: (store) => ({
          ...store,
          put: async (items) => store.put(items.filter(({ value }) => value.kind !== 'told')),
        }),
      },
      /two messages tell of/,
    ],
    [
      'news is not stored before it is sent',
      {
        store: (store) => ({
          ...store,
          put: async (items) => store.put(items.filter(({ value }) => value.kind !== 'incident-news')),
        }),
      },
      /nobody was told/,
    ],
  ])('finds out if %s', async (_, flaw, found) => {
    const violations: string[] = [];
    for (let at = 0; at < 200; at++) violations.push((await judge(at, flaw)).violation);
    expect(violations.filter((violation) => found.test(violation)).length).toBeGreaterThan(0);
  });
});
