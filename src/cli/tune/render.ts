/** What is told of rules that alert most, and of exceptions to them: for people 80 columns wide. */
import { shortened, visible } from '../../text/visible.ts';
import { count } from '../count.ts';
import type { Proven } from './judge.ts';
import { idOf, type NoisyRule } from './noise.ts';
import { type Refusal, shownNoise } from './propose.ts';
import { exceptionText, type Signed } from './write.ts';

const width = 80;
const actors = 3;
const refusalsShown = 12;

/** Rules, and below each who makes it alert. */
export function renderTable(rules: readonly NoisyRule[], more: number): string {
  const lines = rules.flatMap(({ alerts, severity, name, noises }) => {
    const loud = [...noises.values()].toSorted((a, b) => b.alerts.size - a.alerts.size);
    return [
      row(alerts.size, `${severity.padEnd(8)}  ${visible(name)}`),
      ...loud.slice(0, actors).map((noise) => row(noise.alerts.size, `  ${visible(shownNoise(noise))}`)),
      ...(loud.length > actors
        ? [row(undefined, `  and ${count(loud.length - actors, 'more kind')} of requests`)]
        : []),
    ];
  });
  const rest = more > 0 ? [`and ${count(more, 'more rule')}; --top shows more`] : [];
  return [`${'ALERTS'.padStart(8)}  SEVERITY  RULE, AND WHO DOES WHAT`, ...lines, ...rest, ''].join('\n');
}

function row(alerts: number | undefined, text: string): string {
  return shortened(`${(alerts?.toLocaleString('en') ?? '').padStart(8)}  ${text}`, width);
}

/** The exceptions as a file of TOML, each with what it takes away. */
export function renderExceptions(proven: readonly Proven[], signed: Signed): string {
  return proven.map((each) => exceptionText(each, signed, commentOf(each))).join('\n');
}

function commentOf({ rule, shown, taken, noises }: Proven): readonly string[] {
  const first = noises.map((noise) => noise.first).toSorted()[0] ?? '';
  const last =
    noises
      .map((noise) => noise.last)
      .toSorted()
      .at(-1) ?? '';
  const examples = noises.flatMap((noise) => noise.examples).slice(0, 2);
  const left = taken.length - examples.length;
  return [
    `${taken.length.toLocaleString('en')} of ${count(rule.alerts.size, 'alert')} (${rule.severity}), ${first} to ${last}:`,
    shortened(visible(shown), width - 2),
    ...examples.map((example) => `  ${shortened(visible(example), width - 4)}`),
    ...(left > 0 ? [`  and ${left.toLocaleString('en')} more`] : []),
  ];
}

export function renderRefusals(refusals: readonly Refusal[]): string {
  if (refusals.length === 0) return '';
  const loud = refusals.toSorted((a, b) => b.alerts - a.alerts);
  const lines = loud
    .slice(0, refusalsShown)
    .flatMap(({ rule, shown, alerts, reason }) => [
      shortened(
        `${alerts.toLocaleString('en').padStart(8)}  ${visible(rule.name)}: ${visible(shown)}`,
        width,
      ),
      ...wrapped(reason, width - 12).map((line) => `            ${line}`),
    ]);
  const more = loud.length - refusalsShown;
  return ['Not proposed:', ...lines, ...(more > 0 ? [`          and ${more} more`] : []), ''].join('\n');
}

function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** One object a line: every exception with the ids of all alerts that it takes away, and what was refused. */
export function renderLines(proven: readonly Proven[], refusals: readonly Refusal[]): string {
  const ruleOf = ({ rule: { id, name, severity } }: Proven | Refusal) => ({ id, name, severity });
  return [
    ...proven.map((each) => ({
      rule: ruleOf(each),
      requests: each.shown,
      condition: each.condition,
      alerts: each.taken.length,
      of: each.rule.alerts.size,
      alert_ids: each.taken.map(idOf),
    })),
    ...refusals.map((each) => ({
      rule: ruleOf(each),
      requests: each.shown,
      alerts: each.alerts,
      refused: each.reason,
    })),
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}
