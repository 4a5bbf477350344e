/** Makes a finding fit into one message, as `../fit.ts` does with alerts. What is needed least is cut first. */
import type { JsonObject } from '../../schema/audit-event.ts';
import { lookup } from '../../schema/lookup.ts';
import { drop, maxAlertBytes, type Step, shortenStrings } from '../fit.ts';
import { renderJson } from '../render-json.ts';

/** The steps, taken in this order until the finding fits. */
const steps: readonly Step[] = [
  drop('api', 'response', 'data'),
  drop('api', 'request', 'data'),
  drop('unmapped', 'kubernetes'),
  shortenStrings(2048),
  drop('remediation'),
  drop('unmapped'),
  newestEvents(10),
  drop('observables'),
  drop('evidences'),
  drop('resources'),
  drop('actor'),
  drop('api'),
  shortenStrings(200),
  bare,
];

/** @returns the finding itself if it fits, else a smaller one whose metadata say that it is truncated */
export function fittedFinding(finding: JsonObject, limit: number = maxAlertBytes): JsonObject {
  let current = finding;
  for (const step of steps) {
    if (bytesOf(current) <= limit) break;
    const cut = step(current)?.alert;
    if (cut === undefined) continue;
    current = { ...cut, metadata: { ...(cut.metadata as JsonObject), is_truncated: true } };
  }
  return current;
}

function bytesOf(finding: JsonObject): number {
  return Buffer.byteLength(JSON.stringify(renderJson(finding)));
}

function newestEvents(count: number): Step {
  return (finding) => {
    const events = lookup(finding, 'finding_info', 'related_events');
    if (!Array.isArray(events) || events.length <= count) return undefined;
    const info = { ...(finding.finding_info as JsonObject), related_events: events.slice(-count) };
    return { alert: { ...finding, finding_info: info }, truncated: [] };
  };
}

/** The last resort, for a rule that is itself too large. */
function bare(finding: JsonObject): ReturnType<Step> {
  const { uid = '', title = '' } = finding.finding_info as JsonObject;
  const metadata = finding.metadata as JsonObject;
  const { labels: _, ...kept } = metadata;
  return { alert: { ...finding, metadata: kept, finding_info: { uid, title } }, truncated: [] };
}
