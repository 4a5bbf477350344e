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
  const time = timeOf(alert);
  const { severity, reason } = alert.harrier;
  const line = columns(time, severity, alert.rule.name, clusterName(alert) ?? '-', reason);
  if (!colour) return line;
  const start = width.time + 2;
  const end = start + severity.length;
  const painted = styleText(styles[severity], line.slice(start, end), { validateStream: false });
  return line.slice(0, start) + painted + line.slice(end);
}

/** @returns to the second; `-` where no event has a time, and the alert has that of the clock */
function timeOf(alert: Alert): string {
  if (alert.harrier.events.every((event) => event['@timestamp'] === undefined)) return '-';
  return new Date(alert['@timestamp']).toISOString().replace(/\.\d+Z$/, 'Z');
}

/**
 * For terminals that are narrow: time of day, severity, rule and cluster, and below them the reason in lines.
 * @param width columns of the terminal, at least 40
 */
export function renderBlock(alert: Alert, width: number, colour: boolean): string {
  const { severity, reason } = alert.harrier;
  const time = timeOf(alert).slice(11, 19).padEnd(8);
  const label = colour ? styleText(styles[severity], severity, { validateStream: false }) : severity;
  const padding = ' '.repeat(8 - severity.length);
  const cluster = clusterName(alert);
  const room = Math.max(width, 40) - 20;
  const rule = shortened(alert.rule.name, room);
  const on = cluster === undefined ? '' : `  ${shortened(cluster, Math.max(8, room - rule.length - 2))}`;
  const fits = rule.length + on.length <= room;
  const indent = ' '.repeat(10);
  const lines = wrapped(shortened(reason, 300), Math.max(width, 40) - indent.length);
  return [
    `${time}  ${label}${padding}  ${rule}${fits ? on : ''}`,
    ...lines.map((line) => indent + line),
  ].join('\n');
}

/** At spaces, and where a word is longer than a line within it. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const at = rest.lastIndexOf(' ', width);
    const end = at > width / 2 ? at : width;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
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
