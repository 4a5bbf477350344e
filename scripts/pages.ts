/**
 * `npm run pages`: makes the pages that are made of the rules. What is measured for them is kept beside them, in
 * docs/measured.json, and measured again where the third-party data are beside the checkout.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { elasticPack } from '../bench/elastic-pack.ts';
import { coverageOf } from '../src/cli/attack/coverage.ts';
import { navigatorLayer } from '../src/cli/attack/navigator.ts';
import { readyRules } from '../src/cli/rules.ts';
import { loadRules } from '../src/compile/rules/load.ts';
import { bundledRules } from '../src/project/chosen-rules.ts';
import { auditTarget } from '../src/source/audit/target.ts';
import { readBehaviours } from './behaviours.ts';
import { coveragePage } from './coverage-page.ts';
import { type Detections, measureDetection, readDetectionCases } from './detection.ts';
import { noiseOfCorpus, noiseOfRecording } from './noise.ts';
import { type MeasuredNoise, noisePage } from './noise-page.ts';
import { readRecorded } from './recorded.ts';
import { withRuleTable } from './rule-table.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const shared = fileURLToPath(new URL('../../shared/data/', import.meta.url));

export interface Measured {
  readonly detection: Detections;
  readonly noise: MeasuredNoise;
}

/** Every page that is made of the rules: its path, and what must be in it. */
export function pages(): readonly { readonly path: string; readonly text: string }[] {
  const { rules } = loadRules([bundledRules]);
  const behaviours = readBehaviours(`${root}docs/behaviours.json`);
  const { detection, noise } = readMeasured();
  const coverage = coverageOf(rules.map(({ metadata }) => metadata));
  return [
    { path: 'docs/coverage.md', text: coveragePage(behaviours, rules, detection) },
    { path: 'docs/coverage.navigator.json', text: navigatorLayer(coverage, "Harrier's rules") },
    { path: 'docs/noise.md', text: noisePage(noise) },
    { path: 'rules/README.md', text: withRuleTable(readFileSync(`${root}rules/README.md`, 'utf8'), rules) },
  ];
}

/** What was measured last. */
export function readMeasured(): Measured {
  return JSON.parse(readFileSync(`${root}docs/measured.json`, 'utf8'));
}

/** @param folder the third-party data */
export async function measuredDetection(folder: string): Promise<Detections> {
  const ours = (await readyRules({ rules: [bundledRules] }, auditTarget)).ruleSet;
  const elastic = (await readyRules({ rules: [elasticPack] }, auditTarget)).ruleSet;
  const cases = readDetectionCases(`${folder}detection/cases.ndjson`);
  return measureDetection(cases, readBehaviours(`${root}docs/behaviours.json`), { ours, elastic });
}

async function measure(): Promise<Measured> {
  const { ruleSet } = await readyRules({ rules: [bundledRules] }, auditTarget);
  const recorded = readRecorded(`${shared}benign/audit-logs.csv`);
  return {
    detection: await measuredDetection(shared),
    noise: {
      recording: await noiseOfRecording(ruleSet, recorded),
      corpus: await noiseOfCorpus(ruleSet, 4, 250_000),
    },
  };
}

if (import.meta.main) {
  if (existsSync(shared))
    writeFileSync(`${root}docs/measured.json`, `${JSON.stringify(await measure(), null, 2)}\n`);
  else
    console.warn(
      'The third-party data are not beside this checkout (../shared/data): nothing is measured anew',
    );
  for (const { path, text } of pages()) writeFileSync(`${root}${path}`, text);
}
