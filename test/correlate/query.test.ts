import { describe, expect, it } from 'vitest';
import { benchFor, get, started } from './events.ts';
import { compiledRules, ruleToml } from './rules.ts';

const ruleSet = await compiledRules([ruleToml('query')]);

describe('a request', () => {
  it('is one signal with all its stages, in their order', async () => {
    const bench = benchFor(ruleSet);
    const event = get(0);
    const alerts = await bench.deliver([event, get(1), started(event)]);
    expect(alerts.map(({ harrier }) => harrier.event_ids)).toEqual([
      [`${event.auditID}/ResponseStarted`, `${event.auditID}/ResponseComplete`],
      [expect.stringContaining('/ResponseComplete')],
    ]);
  });

  it('is one alert though its stages come in deliveries of their own, or again', async () => {
    const bench = benchFor(ruleSet);
    const event = get(0);
    for (const delivery of [[started(event)], [event], [started(event), event]]) {
      await bench.deliver(delivery);
      bench.restart();
    }
    expect(bench.alerts).toHaveLength(1);
  });

  it('is told from others to which the caller gave the same audit id', async () => {
    const bench = benchFor(ruleSet);
    const auditID = 'mine';
    await bench.deliver([
      get(0, { auditID }),
      get(1, { auditID }),
      get(0, { auditID, requestURI: '/other' }),
    ]);
    expect(bench.alerts).toHaveLength(3);
  });
});
