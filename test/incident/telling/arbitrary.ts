/** News of incidents of any shape, in which every text that a caller may write is anything. */
import fc from 'fast-check';
import type {
  Actor,
  ClusterPlace,
  Incident,
  IncidentNews,
  RuleText,
} from '../../../src/incident/incident.ts';
import { hostileText } from '../../arbitrary/hostile-event.ts';
import { ofIncidents } from './sample.ts';

const marks = fc.constantFrom(
  '<!channel>',
  '@here',
  '@user hello',
  '[a](https://evil.example)',
  '<https://evil.example|runbook>',
  '**bold** _it_ ~no~ `id`',
  "'''\nrules = \"all\"\n'''",
  '"\n[[exception]]\n',
  'x\r\nBcc: a@b',
  '" or 1 = 1 | delete',
  'slack://open',
  ' from 192.0.2.1 with kubectl 1.0 (newest of 2 requests)',
  '$257E../',
);
const usual = fc.constantFrom(
  'alice',
  'shop/web',
  'arn:aws:sts::111122223333:assumed-role/admin/alice',
  'pods',
  'default',
);
/** As much as `readAlert` lets through. */
const text = (limit: number) =>
  fc
    .oneof(
      { weight: 3, arbitrary: usual },
      hostileText,
      marks,
      fc.tuple(marks, hostileText).map((all) => all.join(' ')),
    )
    .map((value) => value.toWellFormed().slice(0, limit).toWellFormed());
const texts = (limit: number, most: number) => fc.array(text(limit), { maxLength: most });
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const time = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1_772_359_200_000, max: 1_772_360_200_000 }) },
  fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }),
);
const severity = fc.constantFrom('low', 'medium', 'high', 'critical' as const);
const outcome = fc.constantFrom('success', 'failure', 'unknown' as const);
const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((all) => all.join(''));

/** Without members that have no value, as JSON has them. */
function known<Item>(item: fc.Arbitrary<unknown>): fc.Arbitrary<Item> {
  return item.map((value) => JSON.parse(JSON.stringify(value)) as Item);
}

const actor = known<Actor>(
  fc.record({
    kind: fc.constantFrom(
      'iam_session',
      'iam_user',
      'service_account',
      'node',
      'user',
      'control_plane',
      'aws',
      'anonymous',
      'unknown',
    ),
    name: text(256),
    role: optional(text(256)),
    session: optional(text(100)),
    accessKeys: texts(128, 5),
    pods: texts(256, 5),
    nodes: texts(256, 5),
    impersonated: texts(256, 5),
    addresses: fc.array(fc.constantFrom('203.0.113.7', '::1'), { maxLength: 5 }),
    programs: texts(120, 3),
  }),
);
const place = known<ClusterPlace>(
  fc.record({
    account: optional(fc.oneof(fc.constant('111122223333'), text(64))),
    region: optional(fc.oneof(fc.constantFrom('eu-west-1', 'us-gov-west-1', 'cn-north-1'), text(64))),
    cluster: optional(fc.oneof(fc.constantFrom('blue', 'green'), text(100))),
  }),
);
const entity = known<Incident['entities'][number]>(
  fc.record({ resource: text(100), namespace: optional(text(256)), name: optional(text(256)) }),
);
/** What rules' authors write, with the marks of Markdown, but no addresses other than of an example. */
const written = fc.oneof(
  fc.constantFrom(
    'User Exec into a Pod',
    '',
    '## A\n\n1. b\n   - c\n\n| d | e |\n|---|---|\n| f | g |',
    '> x\n\n```\ncode\n```',
  ),
  text(300).map((value) => value.replaceAll('://', '')),
);
const tactic = fc.constantFrom(
  { id: 'TA0002', name: 'Execution' },
  { id: 'TA0006', name: 'Credential Access' },
  { id: 'TA9999', name: 'x\u202ey' },
);
const rule = fc.record({ id: fc.constantFrom('r1', 'r2', "r'''3"), name: written });

const sentence = fc.oneof(
  text(300),
  fc
    .tuple(text(60), text(100), text(60))
    .map(([who, what, program]) =>
      `"${who}" ran \`${what}\` in pod default/web-0 from 203.0.113.7 with "${program}"`
        .slice(0, 300)
        .toWellFormed(),
    ),
);
const alert = known<Incident['alerts'][number]>(
  fc.record({
    id: hex(32),
    rule,
    severity,
    buildingBlock: fc.boolean(),
    at: time,
    reason: sentence,
    place,
    actor,
    entity: optional(entity),
    action: optional(text(100)),
    outcome: optional(outcome),
    status: optional(fc.constantFrom(200, 403, 500)),
    events: fc.integer({ min: 1, max: 1000 }),
    tactics: fc.array(tactic, { maxLength: 3 }),
    event: optional(
      fc.record({
        id: text(120),
        source: fc.oneof(
          fc.constant('/aws/eks/blue/cluster/kube-apiserver-audit-1'),
          fc.constant('s3://a/b'),
        ),
      }),
    ),
    isNew: fc.boolean(),
  }),
);
const few = (most: number) => fc.integer({ min: 0, max: most });

const incident = known<Incident>(
  fc
    .record({
      id: hex(12),
      severity,
      first: time,
      last: time,
      places: fc.array(place, { maxLength: 4 }),
      tactics: fc.array(tactic, { maxLength: 5 }),
      actors: fc.array(actor, { maxLength: 4 }),
      entities: fc.array(entity, { maxLength: 8 }),
      rules: fc.array(
        fc
          .tuple(rule, severity, few(1000))
          .map(([own, level, alerts]) => ({ ...own, severity: level, alerts })),
        { maxLength: 4 },
      ),
      alerts: fc.array(alert, { minLength: 1, maxLength: 12 }),
      alertCount: fc.integer({ min: 1, max: 100_000 }),
      ends: fc.record({ allowed: few(9), refused: few(9), failed: few(9), unknown: few(9) }),
      newIds: fc.array(hex(32), { maxLength: 12 }),
      leftOut: fc.record({ actors: few(10), entities: few(10), alerts: few(10_000) }),
      told: optional(
        fc.record({ at: time, times: fc.integer({ min: 1, max: 99 }), severity, alerts: few(1000) }),
      ),
      merged: fc.array(hex(12), { maxLength: 8 }),
    })
    .map((made) => ({
      ...made,
      first: Math.min(made.first, made.last),
      last: Math.max(made.first, made.last),
      alerts: made.alerts.toSorted((a, b) => a.at - b.at),
    })),
);

const ruleText = known<RuleText>(
  fc.record({
    id: fc.constantFrom('r1', 'r2', "r'''3"),
    name: written,
    severity,
    description: written,
    note: optional(written),
    falsePositives: fc.array(written, { maxLength: 3 }),
    references: fc.constant([]),
  }),
);

export const newsOfAnything: fc.Arbitrary<IncidentNews> = fc
  .record({
    id: hex(32),
    at: time,
    incidents: fc.oneof(
      { weight: 4, arbitrary: fc.array(incident, { minLength: 1, maxLength: 1 }) },
      fc.array(incident, { minLength: 2, maxLength: 6 }),
    ),
    rules: fc.array(ruleText, { maxLength: 3 }),
  })
  .map((news) => ({ ...ofIncidents, ...news }));
