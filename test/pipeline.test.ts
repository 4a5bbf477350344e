import { describe, expect, it } from 'vitest';
import { compileRules } from '../src/compile/compile.ts';
import { loadRules } from '../src/compile/rules/load.ts';
import { createMemory } from '../src/correlate/memory.ts';
import type { Batch } from '../src/decode/batch.ts';
import { decode } from '../src/decode/decode.ts';
import { decodeSubscription } from '../src/decode/subscription.ts';
import type { RuleSet } from '../src/match/rule-set.ts';
import { runDelivery } from '../src/pipeline.ts';
import { auditSource } from '../src/source/audit/source.ts';
import { auditTarget } from '../src/source/audit/target.ts';
import { memoryStore } from '../src/state/memory.ts';
import { envelope, subscriptionPayload } from './decode/events.ts';
import { loadModule, runtime } from './load-module.ts';

const { rules } = loadRules(['rules/privilege_escalation_privileged_container.toml']);
const { module } = compileRules(rules, { target: auditTarget, runtime });
const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };

function event(labels: string): string {
  const spec = '{"containers":[{"name":"c","image":"alpine","securityContext":{"privileged":true}}]}';
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a","stage":"ResponseComplete","verb":"create","requestURI":"/api/v1/namespaces/shop/pods","user":{"username":"alice","groups":["dev"]},"objectRef":{"resource":"pods","namespace":"shop","name":"x","apiVersion":"v1"},"responseStatus":{"code":201},"requestObject":{"kind":"Pod","metadata":{"labels":${labels}},"spec":${spec}},"annotations":{"authorization.k8s.io/decision":"allow"}}`;
}

const unchanging = { ruleSet, source: auditSource, clock: () => 0 };

/** Deliveries to one deployment: what has been sent stays sent. */
function deployment() {
  const store = memoryStore({ clock: () => 0 });
  return async (batches: AsyncIterable<Batch>) => {
    const published: unknown[] = [];
    const failures: unknown[] = [];
    const summary = await runDelivery(batches, {
      ruleSet,
      source: auditSource,
      publisher: {
        async publish(alerts) {
          published.push(...alerts);
        },
      },
      clock: () => 0,
      memory: createMemory(store, () => 0),
      onFailure: (failure) => failures.push(failure),
    });
    expect(failures).toEqual([]);
    return { summary, published };
  };
}

async function* only(batch: Batch) {
  yield batch;
}

/** One batch for each line, and at the end a fault if there is to be one. */
async function* batchOfEach(lines: readonly string[], fault?: Error): AsyncGenerator<Batch> {
  for (const line of lines) yield* decode(Buffer.from(`${line}\n`), { source: 'x' });
  if (fault !== undefined) throw fault;
}

describe('runDelivery', () => {
  it.each([
    ['objects', '{"a":', '}'],
    ['arrays', '[', ']'],
  ])('alerts on an event whose %s nest far deeper than any real one', async (_name, open, close) => {
    const text = event(`${open.repeat(5000)}1${close.repeat(5000)}`);
    const { summary, published } = await deployment()(decode(Buffer.from(text), { source: 'x' }));
    expect(summary).toMatchObject({ events: 1, partial: 1, alerts: 1, failures: 0 });
    expect(published).toHaveLength(1);
  });

  describe('of cut events, whose caller gave them one audit id and one URI', () => {
    // Cut behind the containers: the time of the request is lost.
    const cut = event('{}').slice(0, -60);
    const five = Array.from({ length: 5 }, () => cut);
    it.each<[string, (nth: string) => AsyncIterable<Batch>]>([
      ['a line', (nth) => decode(Buffer.from(five.join('\n')), { source: `s3://bucket/${nth}` })],
      ['a log event', (nth) => only(decodeSubscription(subscriptionPayload(envelope(five, nth))))],
    ])('alerts on each that is %s, and on none again that is delivered again', async (_name, deliver) => {
      const run = deployment();
      expect((await run(deliver('first'))).summary).toMatchObject({ events: 5, partial: 5, alerts: 5 });
      expect((await run(deliver('first'))).published).toEqual([]);
      expect((await run(deliver('second'))).published).toHaveLength(5);
    });
  });

  it('alerts once on both stages of a whole request', async () => {
    const [started, complete] = ['ResponseStarted', 'ResponseComplete'].map((stage) =>
      event('{}').replace('ResponseComplete', stage),
    );
    const run = deployment();
    expect(
      (await run(decode(Buffer.from(`${started}\n${complete}`), { source: 'x' }))).published,
    ).toHaveLength(1);
    expect((await run(decode(Buffer.from(`${complete}\n`), { source: 'y' }))).published).toEqual([]);
  });

  it('alerts once on both stages of a request that come in two batches', async () => {
    const stages = ['ResponseStarted', 'ResponseComplete'].map((stage) =>
      event('{}').replace('ResponseComplete', stage),
    );
    const { summary, published } = await deployment()(batchOfEach(stages));
    expect(summary).toMatchObject({ events: 2, matches: 2, alerts: 1 });
    expect(published).toMatchObject([{ harrier: { events: [{}, {}] } }]);
  });

  it('alerts on what comes before a fault in a delivery, and fails with the fault', async () => {
    const published: unknown[] = [];
    const fault = new Error('the stream ends');
    const run = runDelivery(batchOfEach([event('{}')], fault), {
      ...unchanging,
      memory: createMemory(memoryStore({ clock: () => 0 }), () => 0),
      publisher: { publish: async (alerts) => void published.push(...alerts) },
    });
    await expect(run).rejects.toBe(fault);
    expect(published).toHaveLength(1);
  });

  it('alerts on a long delivery before its end, and does not hold all of it', async () => {
    let asked = 0;
    async function* long(): AsyncGenerator<Batch> {
      for (; asked < 200; asked++) {
        const line = event('{}').replace('"auditID":"a"', `"auditID":"${asked}"`);
        yield* decode(Buffer.from(line), { source: 'x' });
      }
    }
    const at: number[] = [];
    await runDelivery(long(), {
      ...unchanging,
      memory: createMemory(memoryStore({ clock: () => 0 }), () => 0),
      publisher: { publish: async (alerts) => void at.push(...alerts.map(() => asked)) },
    });
    expect(at).toHaveLength(200);
    expect(Math.max(...at.map((after, index) => after - index))).toBeLessThan(64);
  });
});
