/** For terminals: an alert in one line. */
import { styleText } from 'node:util';
import type { Severity } from '../rule.ts';
import { shortened } from '../text/visible.ts';
import type { Alert } from './fields.ts';
import { clusterName } from './glance.ts';

const width = { time: 20, severity: 8, rule: 44, cluster: 16 };

type Style = Parameters<typeof styleText>[0];

const styles: Readonly<Record<Severity, Style>> = {
  low: 'blue',
  medium: 'yellow',
  high: 'red',
  critical: ['bold', 'white', 'bgRed'],
};

/** @returns a heading for the columns of `renderLine` */
export function lineHeading(): string {
  return columns('TIME', 'SEVERITY', 'RULE', 'CLUSTER', 'REASON');
}

/**
 * Time (UTC, to the second), severity, rule, cluster and reason in columns. Columns have fixed widths, so that
 * alerts can be written as they come.
 * @param colour whether the severity is coloured, with ANSI escapes
 */
export function renderLine(alert: Alert, colour: boolean): string {
  const time = new Date(alert['@timestamp']).toISOString().replace(/\.\d+Z$/, 'Z');
  const { severity, reason } = alert.harrier;
  const line = columns(time, severity, alert.rule.name, clusterName(alert) ?? '-', reason);
  if (!colour) return line;
  const start = width.time + 2;
  const end = start + severity.length;
  const painted = styleText(styles[severity], line.slice(start, end), { validateStream: false });
  return line.slice(0, start) + painted + line.slice(end);
}

function columns(time: string, severity: string, rule: string, cluster: string, reason: string): string {
  return [
    time.padEnd(width.time),
    severity.padEnd(width.severity),
    shortened(rule, width.rule).padEnd(width.rule),
    shortened(cluster, width.cluster).padEnd(width.cluster),
    shortened(reason, 300),
  ].join('  ');
}
