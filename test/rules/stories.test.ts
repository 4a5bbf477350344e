/**
 * Attacks as public reports tell them, and everyday work that looks like them: what alerts there are, act by act.
 * The sample is one more of them; its attack is in `sample.test.ts`.
 */
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { ordinaryMorning, play } from '../fixtures/stories/play.ts';
import { stories } from '../fixtures/stories/stories.ts';
import type { Story } from '../fixtures/stories/story.ts';
import { alertsOf, renderedActs, renderedAlert, renderedSum, toldActs } from './story-alerts.ts';

const isNotified = ({ harrier }: Alert): boolean => !harrier.building_block;
const isLoud = (alert: Alert): boolean => isNotified(alert) && alert.harrier.severity !== 'low';
const names = (alerts: readonly Alert[]): readonly string[] => alerts.map(({ rule }) => rule.name);

async function replayed(story: Story, kind: 'attack' | 'twin') {
  const telling = story[kind];
  const played = play(telling);
  const alerts = await alertsOf(played);
  const told = toldActs(telling, played, alerts);
  const reports = kind === 'attack' ? story.reports.map((url) => `${url}\n`).join('') : '';
  const head = `${story.title}\n${reports}\n${telling.happens}\n`;
  return { told, alerts, text: `${head}\n${renderedActs(told)}\n\n${renderedSum(alerts)}\n` };
}

describe.each(stories)('$name', (story) => {
  describe.each(['attack', 'twin'] as const)('%s', async (kind) => {
    const { told, alerts, text } = await replayed(story, kind);

    it('gives these alerts', async () => {
      await expect(text).toMatchFileSnapshot(`golden/stories/${story.name}-${kind}.txt`);
    });

    it('gives no alert twice, and none about what is not told in it', () => {
      expect(new Set(alerts.map(({ event }) => event.id)).size).toBe(alerts.length);
      expect(told.reduce((sum, { raised }) => sum + raised.length, 0)).toBe(alerts.length);
    });

    if (kind === 'attack')
      it('tells of every act that matters, by the rules that say it', () => {
        const missing = told.flatMap(({ act, alerts: of }) => {
          const found = names(of.filter(isNotified));
          return (act.told ?? [])
            .filter((rule) => !found.includes(rule))
            .map((rule) => `${act.what}: ${rule}`);
        });
        expect(missing).toEqual([]);
        expect(told.some(({ act }) => act.told !== undefined)).toBe(true);
      });
    else
      it('is quiet, but for what a person wants to know of', () => {
        const wrong = told.filter(({ act, raised }) => raised.some(isLoud) !== (act.worth !== undefined));
        expect(wrong.map(({ act, raised }) => [act.what, ...names(raised.filter(isLoud))])).toEqual([]);
      });
  });
});

describe('the sample', () => {
  it('is a quiet morning without its attack', async () => {
    const alerts = await alertsOf(ordinaryMorning());
    const lines = alerts.map((alert) => `${renderedAlert(alert)}\n    ${alert.harrier.reason}\n`);
    expect(names(alerts.filter(isLoud))).toEqual([]);
    await expect(`${lines.join('')}\n${renderedSum(alerts)}\n`).toMatchFileSnapshot(
      'golden/stories/sample-twin.txt',
    );
  });
});
