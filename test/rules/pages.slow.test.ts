/** The pages that are made of the rules are those of the rules as they are, and say what was measured. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { noiseOfRecording } from '../../scripts/noise.ts';
import { alertsOf, loud } from '../../scripts/noise-page.ts';
import { measuredDetection, pages, readMeasured } from '../../scripts/pages.ts';
import { readRecorded } from '../../scripts/recorded.ts';
import { sharedData } from '../shared-data.ts';
import { ruleSet } from './own-rules.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { detection, noise } = readMeasured();

it.each(pages())('$path is what `npm run pages` makes', ({ path, text }) => {
  expect(readFileSync(`${root}${path}`, 'utf8')).toBe(text);
});

describe('what was measured', () => {
  it('is that nearly all attacks are detected, with hardly a false alarm', () => {
    const sum = (of: readonly number[]) => of.reduce((all, each) => all + each, 0);
    const attacks = sum(detection.groups.map((group) => group.attacks));
    const detected = sum(detection.groups.map((group) => group.ours));
    expect(attacks).toBeGreaterThan(100);
    expect(detected / attacks).toBeGreaterThanOrEqual(0.97);
    expect(detection.harmless.ours / detection.harmless.cases).toBeLessThanOrEqual(0.01);
  });

  it('is that hardly anything is told of where nothing happens', () => {
    const events = noise.recording.events + noise.corpus.events;
    const count = (severities: readonly string[]) =>
      alertsOf(noise.recording, severities) + alertsOf(noise.corpus, severities);
    expect(events).toBeGreaterThan(1_000_000);
    expect((count(loud) / events) * 1e6).toBeLessThanOrEqual(200);
    expect(count(['high', 'critical'])).toBe(0);
  });

  const cases = sharedData('detection');
  it.skipIf(cases === undefined)('of detection is what the rules give', async () => {
    expect(await measuredDetection(`${cases}/../`)).toEqual(detection);
  });

  const recording = sharedData('benign/audit-logs.csv');
  it.skipIf(recording === undefined)('of noise is what the rules give on the recording', async () => {
    expect(await noiseOfRecording(ruleSet, readRecorded(recording ?? ''))).toEqual(noise.recording);
  });
});
