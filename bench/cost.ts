/**
 * `npm run bench:cost`: what a million events cost, in requests to DynamoDB and in money. The corpus comes in
 * deliveries as a subscription makes them, to a few processes that are replaced now and then, as Lambda does. State is
 * kept in memory and metered in DynamoDB's units. The second half of the run is the steady state; the first learns.
 */
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { readyRules } from '../src/cli/rules.ts';
import { createMemory, type Memory } from '../src/correlate/memory.ts';
import { decodeSubscription } from '../src/decode/subscription.ts';
import type { RuleSet } from '../src/match/rule-set.ts';
import { runDelivery } from '../src/pipeline.ts';
import { withoutPretenuring } from '../src/pretenuring.ts';
import { bundledRules } from '../src/project/chosen-rules.ts';
import { auditSource } from '../src/source/audit/source.ts';
import { auditTarget } from '../src/source/audit/target.ts';
import { memoryStore } from '../src/state/memory.ts';
import { type MeteredStore, meteredStore, type Usage } from '../src/state/metered.ts';
import type { StateStore } from '../src/state/store.ts';
import { envelope, subscription } from '../test/functions/events.ts';
import { makeCorpus } from './corpus.ts';
import { elasticEksPack, elasticPack, hasElasticPack } from './elastic-pack.ts';
import { type Random, random } from './random.ts';

// As the functions do.
withoutPretenuring();
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '200000' },
    processes: { type: 'string', default: '4' },
    lifetime: { type: 'string', default: '400' },
  },
});
const events = Number(values.events);
/** How many functions run side by side, and after how many deliveries each is replaced by a new one. */
const processes = Number(values.processes);
const lifetime = Number(values.lifetime);

/**
 * On demand, us-east-1, arm64, USD, per unit.
 * https://aws.amazon.com/dynamodb/pricing/on-demand/ https://aws.amazon.com/lambda/pricing/
 */
const prices = { write: 0.625e-6, read: 0.125e-6, gigabyteSecond: 13.3334e-6, invocation: 0.2e-6 };
const gigabytes = 0.5;
/** What so much memory has of a CPU: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const cpus = (gigabytes * 1024) / 1769;
/** What DynamoDB takes for an answer, seconds. A function waits for those that it asks for one after another. */
const answer = 0.005;

interface Half {
  events: number;
  deliveries: number;
  alerts: number;
  /** Of the processor, seconds. */
  cpu: number;
  /** Answers waited for, one after another. */
  waits: number;
  readUnits: number;
  writeUnits: number;
}

class Run {
  readonly halves: readonly [Half, Half] = [half(), half()];
  /** Meters by what the store is used for. */
  readonly uses = new Map<string, MeteredStore>();
  readonly #ruleSet: RuleSet;
  readonly #names: ReadonlyMap<string, string>;
  readonly #clock = () => this.#now;
  readonly #store = memoryStore({ clock: this.#clock });
  readonly #memories: { readonly memory: Memory; deliveriesLeft: number }[] = [];
  readonly #from: Random = random(1);
  #now = Date.UTC(2026, 2, 1);
  #current: Half = this.halves[0];
  #pending = 0;

  constructor(ruleSet: RuleSet) {
    this.#ruleSet = ruleSet;
    this.#names = new Map(ruleSet.rules.map(({ rule }) => [rule.id, rule.name]));
  }

  async deliver(lines: readonly string[], isSteady: boolean): Promise<void> {
    this.#current = this.halves[isSteady ? 1 : 0];
    const [, time = ''] = /"requestReceivedTimestamp":"([^"]+)"/.exec(lines.at(-1) ?? '') ?? [];
    this.#now = Date.parse(time) + 5000;
    const payload = subscription(envelope(lines));
    const before = this.#units();
    const started = process.cpuUsage();
    const batch = decodeSubscription(payload);
    await runDelivery(
      (async function* () {
        yield batch;
      })(),
      {
        ruleSet: this.#ruleSet,
        source: auditSource,
        clock: this.#clock,
        memory: this.#memory(),
        publisher: {
          publish: async (alerts) => {
            this.#current.alerts += alerts.length;
            this.#current.waits++;
          },
        },
      },
    );
    const { user, system } = process.cpuUsage(started);
    this.#current.cpu += (user + system) / 1e6;
    this.#current.events += batch.events.length;
    this.#current.deliveries++;
    const after = this.#units();
    this.#current.readUnits += after.reads - before.reads;
    this.#current.writeUnits += after.writes - before.writes;
  }

  #units(): { reads: number; writes: number } {
    const usages = [...this.uses.values()].map(({ usage }) => usage);
    return {
      reads: usages.reduce((sum, { readUnits }) => sum + readUnits, 0),
      writes: usages.reduce((sum, { writeUnits }) => sum + writeUnits, 0),
    };
  }

  #memory(): Memory {
    const index = this.#from.below(processes);
    const known = this.#memories[index];
    if (known !== undefined && known.deliveriesLeft-- > 0) return known.memory;
    const fresh = createMemory(this.#observed(), this.#clock);
    // Not all at once.
    this.#memories[index] = {
      memory: fresh,
      deliveriesLeft: Math.ceil(lifetime * (0.5 + this.#from.next())),
    };
    return fresh;
  }

  /** Item by item, so that each is counted with what it is used for. */
  #observed(): StateStore {
    const call = async <T>(key: string, effect: (store: StateStore) => Promise<T>): Promise<T> => {
      if (this.#pending++ === 0) this.#current.waits++;
      // Calls that are made at the same time are under way at the same time.
      await Promise.resolve();
      const result = await effect(this.#meterOf(key));
      this.#pending--;
      return result;
    };
    return {
      get: async (keys) =>
        (await Promise.all(keys.map((key) => call(key.partition, (store) => store.get([key]))))).flat(),
      range: (partition, from, to) => call(partition, (store) => store.range(partition, from, to)),
      put: async (items) => {
        await Promise.all(items.map((item) => call(item.key.partition, (store) => store.put([item]))));
      },
      putIf: (item, expected) => call(item.key.partition, (store) => store.putIf(item, expected)),
    };
  }

  #meterOf(partition: string): MeteredStore {
    const parts = partition.split('#');
    const rule = parts.map((part) => this.#names.get(part)).find((name) => name !== undefined);
    const use = `${parts[0] === 'window' ? parts[1] : parts[0]}${rule === undefined ? '' : `: ${rule}`}`;
    const known = this.uses.get(use) ?? meteredStore(this.#store);
    this.uses.set(use, known);
    return known;
  }
}

function half(): Half {
  return { events: 0, deliveries: 0, alerts: 0, cpu: 0, waits: 0, readUnits: 0, writeUnits: 0 };
}

const sets: [string, RuleSet][] = [
  ['our rules', (await readyRules({ rules: [bundledRules] }, auditTarget)).ruleSet],
];
if (hasElasticPack) {
  sets.push([
    "Elastic's packs",
    (await readyRules({ rules: [elasticPack, elasticEksPack] }, auditTarget)).ruleSet,
  ]);
  sets.push([
    "ours and Elastic's",
    (await readyRules({ rules: [bundledRules, elasticPack, elasticEksPack] }, auditTarget)).ruleSet,
  ]);
} else {
  console.log("Elastic's pack is not beside this checkout (../shared/data): left out\n");
}

const corpus = makeCorpus(events);
console.log(`${events} events; all numbers are for a million\n`);
console.log(
  '| rules | half | events per delivery | alerts | RRU | WRU | DynamoDB $ | CPU µs per event | CPU GB-s $ | waiting $ | invocations $ | all $ |',
);
console.log('| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
const used: string[] = [];
for (const [name, ruleSet] of sets) {
  const run = new Run(ruleSet);
  const sizes = random(7);
  let lines: string[] = [];
  let wanted = 100 + sizes.below(400);
  let delivered = 0;
  for (const object of corpus.objects) {
    for (const line of gunzipSync(object).toString().trimEnd().split('\n')) {
      lines.push(line);
      if (lines.length < wanted) continue;
      await run.deliver(lines, delivered >= events / 2);
      delivered += lines.length;
      lines = [];
      wanted = 100 + sizes.below(400);
    }
  }
  run.halves.forEach((each, index) => {
    print(name, index === 0 ? 'first' : 'second, steady', each);
  });
  used.push(`\n${name}: units per million events by what they were used for`);
  const byCost = [...run.uses].toSorted(([, a], [, b]) => costOf(b.usage) - costOf(a.usage));
  for (const [use, { usage }] of byCost.slice(0, 12)) {
    used.push(`  ${perMillion(usage.readUnits)} RRU, ${perMillion(usage.writeUnits)} WRU  ${use}`);
  }
}
console.log(used.join('\n'));

function print(name: string, part: string, each: Half): void {
  const scale = 1e6 / each.events;
  const dynamodb = (each.readUnits * prices.read + each.writeUnits * prices.write) * scale;
  const compute = (each.cpu / cpus) * gigabytes * prices.gigabyteSecond * scale;
  const waiting = each.waits * answer * gigabytes * prices.gigabyteSecond * scale;
  const invocations = each.deliveries * prices.invocation * scale;
  const columns = [
    name,
    part,
    (each.events / each.deliveries).toFixed(0),
    (each.alerts * scale).toFixed(0),
    (each.readUnits * scale).toFixed(0),
    (each.writeUnits * scale).toFixed(0),
    dynamodb.toFixed(5),
    ((each.cpu / each.events) * 1e6).toFixed(1),
    compute.toFixed(5),
    waiting.toFixed(5),
    invocations.toFixed(5),
    (dynamodb + compute + waiting + invocations).toFixed(5),
  ];
  console.log(`| ${columns.join(' | ')} |`);
}

function costOf({ readUnits, writeUnits }: Usage): number {
  return readUnits * prices.read + writeUnits * prices.write;
}

function perMillion(units: number): string {
  return ((units * 1e6) / events).toFixed(0).padStart(7);
}
