/**
 * Replays one object through the pipeline in a process of its own and prints what that took, as JSON.
 * Usage: node bench/replay-object.ts RULE_SET_MODULE OBJECT
 */
import { createReadStream } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { withoutPretenuring } from '../src/pretenuring.ts';
import { runPipeline } from './contenders.ts';

export interface Taken {
  readonly events: number;
  readonly alerts: number;
  /** The most memory the process held at any time, in bytes. */
  readonly peakBytes: number;
  readonly seconds: number;
}

// As the functions do.
withoutPretenuring();
const [ruleSetFile = '', object = ''] = process.argv.slice(2);
const { ruleSet } = await import(pathToFileURL(ruleSetFile).href);
const outcome = await runPipeline({ objects: [createReadStream(object)] }, ruleSet);
const taken: Taken = {
  ...outcome,
  peakBytes: process.resourceUsage().maxRSS * 1024,
  seconds: performance.now() / 1000,
};
console.log(JSON.stringify(taken));
