/** Runs a schedule: the production pipeline, many invocations of it, over one store and one receiver of alerts. */
import type { Random } from '../../bench/random.ts';
import type { Alert } from '../../src/alert/alert.ts';
import { createMemory, type Memory } from '../../src/correlate/memory.ts';
import type { RuleSet } from '../../src/match/rule-set.ts';
import { runDelivery } from '../../src/pipeline.ts';
import { PublishError, type Publisher } from '../../src/publish/publisher.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { memoryStore } from '../../src/state/memory.ts';
import { type Key, type StateStore, StateUnavailableError } from '../../src/state/store.ts';
import { start } from './kinds.ts';
import { Knowledge, type Look, type Looks } from './knowledge.ts';
import { batchesOf, type Schedule } from './schedule.ts';
import { Scheduler } from './scheduler.ts';

/** A design that is wrong on purpose. */
export interface Flaw {
  /** The store that all invocations share. */
  readonly store?: (store: StateStore, from: Random, ruleSet: RuleSet) => StateStore;
  /** The store as one invocation uses it. */
  readonly storeOfInvocation?: (store: StateStore, from: Random) => StateStore;
  readonly publisher?: (publisher: Publisher, memory: Memory) => Publisher;
}

export interface Outcome {
  /** Ids of alerts as they were published, repeats included. */
  readonly published: readonly string[];
  /** The same, whole. */
  readonly alerts: readonly Alert[];
  /** Of each of them what the process that published it knew. */
  readonly known: readonly (readonly (() => Look)[])[];
  readonly invocations: number;
  readonly trace: readonly string[];
}

/** A process that may serve several invocations, one after another, and remembers. */
interface Container {
  readonly name: string;
  readonly memory: Memory;
  readonly looks: Looks;
  isBusy: boolean;
}

interface Delivery {
  readonly name: string;
  readonly events: readonly JsonObject[];
  running: number;
  tries: number;
  successes: number;
}

const hour = 3_600_000;
/** After so many tries nothing goes wrong any more: every delivery is to succeed in the end. */
const troubledTries = 3;

export class World {
  readonly #schedule: Schedule;
  readonly #ruleSet: RuleSet;
  readonly #from: Random;
  readonly #flaw: Flaw;
  readonly #scheduler: Scheduler;
  readonly #store: StateStore;
  readonly #knowledge = new Knowledge();
  readonly #alerts: Alert[] = [];
  readonly #known: (readonly (() => Look)[])[] = [];
  readonly #containers: Container[] = [];
  readonly #deliveries: readonly Delivery[];
  /** Names of the invocations that run. */
  readonly #running = new Map<string, { readonly container: Container; readonly delivery: Delivery }>();
  #invocations = 0;
  #now = start + 10 * hour;
  #fault: unknown;

  constructor(schedule: Schedule, ruleSet: RuleSet, from: Random, flaw: Flaw = {}, isTraced = false) {
    this.#schedule = schedule;
    this.#ruleSet = ruleSet;
    this.#from = from;
    this.#flaw = flaw;
    this.#scheduler = new Scheduler(from, isTraced);
    const store = memoryStore({ clock: () => this.#now });
    this.#store = flaw.store?.(store, from, ruleSet) ?? store;
    this.#deliveries = schedule.deliveries.map((events, index) => ({
      name: `delivery ${index + 1}`,
      events,
      running: 0,
      tries: 0,
      successes: 0,
    }));
  }

  /** Until every delivery has succeeded. */
  async run(): Promise<Outcome> {
    while (this.#fault === undefined && (await this.#goOn())) {
      this.#now += this.#from.below(60) === 0 ? this.#from.below(hour) : this.#from.below(1000);
    }
    if (this.#fault !== undefined) throw this.#fault;
    const published = this.#alerts.map(({ event }) => event.id);
    return {
      published,
      alerts: this.#alerts,
      known: this.#known,
      invocations: this.#invocations,
      trace: this.#scheduler.trace,
    };
  }

  /** @returns whether anything was left to do */
  async #goOn(): Promise<boolean> {
    const { concurrency, killOneIn } = this.#schedule;
    const due = this.#running.size < concurrency ? this.#deliveries.filter((each) => this.#isDue(each)) : [];
    if (due.length > 0 && (this.#scheduler.isIdle || this.#from.below(3) === 0)) {
      this.#invoke(this.#from.pick(due));
      await this.#scheduler.rest();
    } else if (this.#scheduler.isIdle) {
      return false;
    } else if (!this.#happens(killOneIn) || !this.#kill()) {
      await this.#scheduler.step();
    }
    for (const name of this.#running.keys()) {
      if (!this.#scheduler.isWaiting(name))
        throw new Error(`${name} waits for what is no state or publish call`);
    }
    return true;
  }

  /** A delivery comes until it has succeeded, and now and then again; also while it is being processed. */
  #isDue({ running, successes, tries }: Delivery): boolean {
    const { repeats } = this.#schedule;
    if (successes === 0) return running === 0 || (tries < 2 && this.#happens(8));
    return successes <= repeats && running === 0;
  }

  #happens(oneIn: number): boolean {
    return oneIn > 0 && this.#from.below(oneIn) === 0;
  }

  #invoke(delivery: Delivery): void {
    const container = this.#container();
    this.#invocations++;
    const name = `invocation ${this.#invocations}`;
    this.#scheduler.tell(
      () => `${name}: begins ${delivery.name} in ${container.name}: ${ids(delivery.events)}`,
    );
    container.isBusy = true;
    delivery.running++;
    delivery.tries++;
    this.#running.set(name, { container, delivery });
    const isTroubled = delivery.tries <= troubledTries;
    const observed = this.#observed(this.#store, name, container.looks, isTroubled);
    const store = this.#flaw.storeOfInvocation?.(observed, this.#from) ?? observed;
    const own = { ...container.memory, store };
    const publisher = this.#publisher(name, container.looks, isTroubled);
    const parts = {
      ruleSet: this.#ruleSet,
      source: auditSource,
      publisher: this.#flaw.publisher?.(publisher, own) ?? publisher,
      clock: own.clock,
      memory: own,
      most: 1 + (this.#invocations % 3),
    };
    runDelivery(batchesOf(delivery.events, delivery.name, this.#from), parts).then(
      () => {
        delivery.successes++;
        this.#knowledge.succeeded(delivery.events);
        this.#end(name, 'succeeds');
      },
      (error: unknown) => {
        if (!(error instanceof StateUnavailableError || error instanceof PublishError)) this.#fault ??= error;
        this.#end(name, `fails: ${error instanceof Error ? error.message : error}`);
      },
    );
  }

  #container(): Container {
    const free = this.#containers.filter(({ isBusy }) => !isBusy);
    if (free.length > 0 && this.#from.below(3) > 0) return this.#from.pick(free);
    // Clocks differ between machines.
    const skew = this.#from.below(4 * 60_000) - 2 * 60_000;
    const clock = () => this.#now + skew;
    const container = {
      name: `container ${this.#containers.length + 1}`,
      memory: createMemory(this.#store, clock),
      looks: new Map(),
      isBusy: false,
    };
    this.#containers.push(container);
    return container;
  }

  #end(name: string, how: string): void {
    const found = this.#running.get(name);
    if (found === undefined) return;
    this.#scheduler.tell(() => `${name}: ${how}`);
    this.#running.delete(name);
    found.container.isBusy = false;
    found.delivery.running--;
  }

  /** @returns whether there was one that may be killed */
  #kill(): boolean {
    const mortal = [...this.#running].filter(([, { delivery }]) => delivery.tries <= troubledTries);
    if (mortal.length === 0) return false;
    const [name, { container, delivery }] = this.#from.pick(mortal);
    this.#scheduler.kill(name);
    this.#running.delete(name);
    delivery.running--;
    // Its process is gone, and what it remembered.
    this.#containers.splice(this.#containers.indexOf(container), 1);
    return true;
  }

  #observed(store: StateStore, caller: string, looks: Looks, isTroubled: boolean): StateStore {
    const call = <T>(what: () => string, effect: () => Promise<T>) =>
      this.#call(caller, what, isTroubled, effect);
    return {
      get: (keys) =>
        call(
          () => `get ${described(keys)}`,
          () => store.get(keys),
        ),
      range: async (partition, from, to) => {
        let look: (() => Look) | undefined;
        const items = await call(
          () => `range ${partition}${from} to ${to}`,
          () => {
            look = this.#knowledge.look(partition);
            return store.range(partition, from, to);
          },
        );
        // Of what is not answered nobody knows.
        if (look !== undefined) looks.set(`${partition} ${from} ${to}`, look);
        return items;
      },
      // Of several items some may be written, and read by others, before the rest is.
      put: async (items) => {
        const first = this.#from.below(3) === 0 ? this.#from.below(items.length) : 0;
        for (const part of [items.slice(0, first), items.slice(first)]) {
          if (part.length === 0) continue;
          await call(
            () => `put ${described(part.map(({ key }) => key))}`,
            () => {
              this.#knowledge.put(part);
              return store.put(part);
            },
          );
        }
      },
      putIf: (item, expected) =>
        call(
          () => `putIf ${described([item.key])} over ${expected ?? 'nothing'}`,
          () => store.putIf(item, expected),
        ),
    };
  }

  async #call<T>(
    caller: string,
    what: () => string,
    isTroubled: boolean,
    effect: () => Promise<T>,
  ): Promise<T> {
    const isRefused = isTroubled && this.#happens(this.#schedule.refuseOneIn);
    const isDone = !isRefused || this.#from.below(2) === 0;
    await this.#scheduler.turn(caller, what, isDone ? effect : undefined);
    const result = isDone ? await effect() : undefined;
    const answer = isRefused ? `is refused, ${isDone ? 'and yet' : 'not'} done` : 'is answered';
    await this.#scheduler.turn(caller, () => `${what()} ${answer}`);
    if (isRefused) throw new StateUnavailableError('refused');
    return result as T;
  }

  #publisher(caller: string, looks: Looks, isTroubled: boolean): Publisher {
    const publish = async (alerts: readonly Alert[]) => {
      this.#alerts.push(...alerts);
      this.#known.push(...alerts.map(() => [...looks.values()]));
    };
    return {
      publish: async (alerts) => {
        const alertIds = alerts.map(({ event }) => event.id);
        const isRefused = isTroubled && this.#happens(this.#schedule.refuseOneIn);
        const taken = isRefused ? alerts.slice(0, this.#from.below(alerts.length + 1)) : alerts;
        const answer = isRefused ? `is refused, ${taken.length} taken` : 'is answered';
        const what = () => `publish ${alertIds.join(', ')}`;
        await this.#scheduler.turn(caller, what, () => publish(taken));
        await publish(taken);
        await this.#scheduler.turn(caller, () => `${what()} ${answer}`);
        // Of what was taken it may be known, or not.
        const named = this.#from.below(2) === 0 ? alertIds : alertIds.slice(taken.length);
        if (isRefused) throw new PublishError('the receiver', named, 'refused');
      },
    };
  }
}

function described(keys: readonly Key[]): string {
  return keys.map(({ partition, sort }) => partition + sort).join(', ');
}

function ids(events: readonly JsonObject[]): string {
  return events.map(({ auditID, stage }) => `${auditID} ${stage}`).join(', ');
}
