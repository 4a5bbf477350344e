/** One pass over the logs for the sake of its alerts. */
import type { Alert } from '../../alert/alert.ts';
import { createMemory } from '../../correlate/memory.ts';
import type { RuleSet } from '../../match/rule-set.ts';
import { runDelivery } from '../../pipeline.ts';
import { memoryStore } from '../../state/memory.ts';
import type { Input, InputProblem } from '../inputs.ts';
import { progressOn } from '../progress.ts';
import { type ReadOptions, readAll } from '../read.ts';

export type Replay = Pick<ReadOptions, 'input' | 'interrupt' | 'known' | 'period'>;

/** @returns how many events there were, and the inputs that could not be used */
export async function replayAlerts(
  inputs: readonly Input[],
  ruleSet: RuleSet,
  options: Replay,
  onAlert: (alert: Alert) => void,
): Promise<{ readonly events: number; readonly unusable: readonly InputProblem[] }> {
  const progress = progressOn(
    process.stderr,
    inputs.map(({ size }) => size),
  );
  let events = 0;
  const parts = {
    ruleSet,
    source: options.input.source,
    publisher: {
      publish: async (alerts: readonly Alert[]) => {
        for (const alert of alerts) onAlert(alert);
      },
    },
    clock: Date.now,
    memory: createMemory(memoryStore({ clock: Date.now }), Date.now, 0),
    most: 1,
  };
  const unusable = await readAll(inputs, { ...options, progress }, async (batches) => {
    events += (await runDelivery(batches, parts)).events;
  });
  return { events, unusable };
}
