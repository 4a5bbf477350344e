/** docs/noise.md */
import type { Noise, RuleNoise } from './noise.ts';

export interface MeasuredNoise {
  readonly recording: Noise;
  readonly corpus: Noise;
}

/** What is worth somebody's time. */
export const loud = ['medium', 'high', 'critical'];

export function noisePage({ recording, corpus }: MeasuredNoise): string {
  const both = { events: recording.events + corpus.events, rules: [...recording.rules, ...corpus.rules] };
  return `# Noise

How many alerts our rules give where nothing happens. \`npm run pages\` measures it and writes this page.

| what | events | alerts | medium and above | high and above | medium and above in a million events |
| --- | ---: | ---: | ---: | ---: | ---: |
${row('a recording', recording)}
${row('the corpus of the benchmarks', corpus)}
${row('both', both)}

The recording is four minutes of a quiet cluster in which Helm installs and removes applications, one after the other, without the bodies of requests; rules for new terms learn for its first half. The corpus is made of the mix of a busy EKS cluster (\`bench/corpus.ts\`), without the execs, privileged pods and lists of secrets that are in it for rules to find; rules for new terms have seen another one before.

## By rule

### The recording

${table(recording)}

### The corpus

${table(corpus)}

Rules that are not listed gave no alert.
`;
}

/** Alerts of a severity that are no building blocks. */
export function alertsOf({ rules }: Noise, severities: readonly string[]): number {
  return rules.filter(isAmong(severities)).reduce((sum, { alerts }) => sum + alerts, 0);
}

function row(what: string, noise: Noise): string {
  const { events, rules } = noise;
  const all = rules.reduce((sum, { alerts }) => sum + alerts, 0);
  const some = alertsOf(noise, loud);
  return `| ${[what, grouped(events), grouped(all), grouped(some), grouped(alertsOf(noise, loud.slice(1))), grouped(Math.round((some / events) * 1e6))].join(' | ')} |`;
}

function isAmong(severities: readonly string[]) {
  return ({ severity, buildingBlock }: RuleNoise) => !buildingBlock && severities.includes(severity);
}

function table({ rules }: Noise): string {
  if (rules.length === 0) return 'None.';
  const rows = rules.map(
    ({ rule, severity, buildingBlock, alerts }) =>
      `| ${rule} | ${severity}${buildingBlock ? ' (bb)' : ''} | ${grouped(alerts)} |`,
  );
  return `| rule | severity | alerts |\n| --- | --- | ---: |\n${rows.join('\n')}`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
