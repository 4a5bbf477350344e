/** What every rendering of an alert says of it first. */
import { textAt } from '../schema/lookup.ts';
import { visible } from '../text/visible.ts';
import type { Alert } from './fields.ts';

/** @returns the cluster's name, where it is known */
export function clusterName(alert: Alert): string | undefined {
  return textAt(alert, 'orchestrator', 'cluster', 'name');
}

/**
 * SNS takes subjects of less than 100 characters, without line breaks and control characters; ASCII is what every
 * mail client shows. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
const subjectLimit = 99;

/** @returns severity, rule and cluster, as `[HIGH] Exec into a pod (prod)`; visible ASCII, never empty */
export function subjectLine(alert: Alert): string {
  const cluster = clusterName(alert);
  const where = cluster === undefined ? '' : ` (${clip(ascii(cluster), 30)})`;
  const head = `[${alert.harrier.severity.toUpperCase()}] `;
  return head + clip(ascii(alert.rule.name), subjectLimit - head.length - where.length) + where;
}

/** @returns as much of a text as fits, in visible ASCII */
export function clippedAscii(text: string, limit: number): string {
  return clip(ascii(text), limit);
}

/** Accents are dropped; any other character beyond ASCII becomes a question mark. */
function ascii(text: string): string {
  return visible(text)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^ -~]/gu, '?')
    .trim();
}

function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 3)}...`;
}
