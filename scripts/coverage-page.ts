/** docs/coverage.md */
import type { LoadedRule } from '../src/compile/rules/loaded-rule.ts';
import { type Behaviour, type BehaviourGroup, rulesOf } from './behaviours.ts';
import type { Detections } from './detection.ts';
import { fileOf } from './rule-table.ts';

/** @throws Error if a behaviour names a rule that does not exist */
export function coveragePage(
  groups: readonly BehaviourGroup[],
  rules: readonly LoadedRule[],
  measured: Detections,
): string {
  const names = new Map(rules.map((rule) => [fileOf(rule), rule.metadata.name]));
  const mapped = new Set(groups.flatMap(({ behaviours }) => behaviours.flatMap(rulesOf)));
  const unknown = [...mapped].filter((file) => !names.has(file));
  if (unknown.length > 0)
    throw new Error(`docs/behaviours.json names rules that do not exist: ${unknown.join(', ')}`);
  const beside = [...names.keys()].filter((file) => !mapped.has(file)).toSorted();
  const all = groups.flatMap(({ behaviours }) => behaviours);
  return `# What the rules cover

What attackers do to EKS clusters, and which of our rules tell of it. \`npm run pages\` makes this page and the layer for the ATT&CK Navigator, [coverage.navigator.json](coverage.navigator.json), of the rules and of [behaviours.json](behaviours.json).

Of ${all.length} behaviours ${all.filter(isCovered).length} show in EKS's audit log, and at least one rule tells of each of these. The others show elsewhere, mostly in CloudTrail, or need to be told what is normal.

| group | behaviours | told of by rules | in CloudTrail | need something else |
| --- | ---: | ---: | ---: | ---: |
${groups.map(summary).join('\n')}
| **all** | ${all.length} | ${counts(all).join(' | ')} |

## Measured

Cases of others, of which the rules' authors knew these: tests of Panther, Falco and Sekoia, the manifests of badPods and kubernetes-goat, the techniques of Stratus Red Team, reports of incidents; as harmless ones installations of common charts and recorded traffic. Detected is any alert, building blocks included. Rules for new terms are left out of both packs, since to an empty memory everything is new; so are the rules of Elastic's that cannot run here.

| group | attacks | detected by ours | by Elastic's Kubernetes pack |
| --- | ---: | ---: | ---: |
${measured.groups.map(({ group, attacks, ours, elastic }) => `| ${group} | ${attacks} | ${ours} | ${elastic} |`).join('\n')}
| **all** | ${sum(measured.groups.map(({ attacks }) => attacks))} | ${sum(measured.groups.map(({ ours }) => ours))} | ${sum(measured.groups.map(({ elastic }) => elastic))} |

Of ${measured.harmless.cases} harmless cases ours alert on ${measured.harmless.ours}, Elastic's on ${measured.harmless.elastic}, building blocks not counted. How many alerts there are where nothing happens is in [noise.md](noise.md).

An attack that ours detect gives ${perAttack(measured.alerts.notified, measured)} alerts of which somebody is notified, and ${perAttack(measured.alerts.all, measured)} with building blocks: general rules leave to special ones what these tell of ([rules/README.md](../rules/README.md#one-act-few-alerts)).

${groups.map((group) => section(group, names)).join('\n\n')}

## Beside these

Rules that are about something else: ${beside.map((file) => link(file, names)).join(', ')}.
`;
}

function perAttack(alerts: number, { groups }: Detections): string {
  return (alerts / sum(groups.map(({ ours }) => ours))).toFixed(2);
}

function isCovered(of: Behaviour): boolean {
  return 'rules' in of;
}

function counts(of: readonly Behaviour[]): readonly number[] {
  return [
    of.filter(isCovered).length,
    of.filter((each) => 'cloudtrail' in each).length,
    of.filter((each) => 'needs' in each).length,
  ];
}

function summary({ group, behaviours }: BehaviourGroup): string {
  return `| ${group} | ${behaviours.length} | ${counts(behaviours).join(' | ')} |`;
}

function section({ group, behaviours }: BehaviourGroup, names: ReadonlyMap<string, string>): string {
  const rows = behaviours.map((each) => `| ${each.id} | ${each.behaviour} | ${how(each, names)} |`);
  return `## ${group}\n\n| | behaviour | told of by |\n| ---: | --- | --- |\n${rows.join('\n')}`;
}

function how(of: Behaviour, names: ReadonlyMap<string, string>): string {
  if ('cloudtrail' in of) return `none: shows in CloudTrail alone (${of.cloudtrail})`;
  if ('needs' in of) return `none: ${of.needs}`;
  return of.rules.map((file) => link(file, names)).join(', ');
}

function link(file: string, names: ReadonlyMap<string, string>): string {
  return `[${names.get(file)}](../rules/${file}.toml)`;
}

function sum(of: readonly number[]): number {
  return of.reduce((all, each) => all + each, 0);
}
