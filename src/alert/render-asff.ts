/**
 * For AWS Security Hub: an alert as a finding in its format,
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html. Limits of lengths
 * are those of https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
 */
import type { Json, JsonObject } from '../schema/audit-event.ts';
import { lookup, textAt } from '../schema/lookup.ts';
import { shortened } from '../text/visible.ts';
import type { Alert } from './fields.ts';
import { clusterName, subjectLine } from './glance.ts';
import { extraOf } from './ocsf/actor.ts';
import { spanOf } from './ocsf/finding-info.ts';
import { filled, textsOf } from './ocsf/members.ts';
import { isAddress } from './ocsf/request.ts';
import { clusterArn, partitionOf } from './ocsf/resources.ts';

/** Which Security Hub a finding is for. */
export interface SecurityHub {
  readonly account: string;
  readonly region: string;
}

/**
 * A finding as Security Hub takes it. Its id is the alert's: what is imported again replaces what is there.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
 */
export type AwsSecurityFinding = JsonObject & { readonly Id: string };

export function renderAsff(alert: Alert, { account, region }: SecurityHub): AwsSecurityFinding {
  const { event, rule, harrier } = alert;
  const { first, last } = spanOf(alert);
  const severity = {
    Label: harrier.severity.toUpperCase(),
    Original: String(harrier.risk_score),
  };
  const types = typesOf(alert);
  const [url] = rule.reference ?? [];
  return {
    ...filled({
      SchemaVersion: '2018-10-08',
      ProductArn: `arn:${partitionOf(region)}:securityhub:${region}:${account}:product/${account}/default`,
      CompanyName: 'Harrier',
      ProductName: 'Harrier',
      GeneratorId: text(rule.id, 512),
      // With the default product it is the account that calls, wherever the cluster is.
      AwsAccountId: account,
      Types: types,
      FirstObservedAt: instant(first),
      LastObservedAt: instant(last),
      CreatedAt: event.created,
      UpdatedAt: event.created,
      Severity: severity,
      FindingProviderFields: { Severity: severity, Types: types },
      Title: text(`${rule.name}${inCluster(alert)}`, 256) || subjectLine(alert),
      Description: text(harrier.reason, 1024),
      Remediation: filled({
        Recommendation: filled({
          Text: text(rule.description, 512),
          Url: url !== undefined && url.length <= 2048 && /^https:\/\/\S+$/.test(url) ? url : undefined,
        }),
      }),
      ProductFields: productFields(alert),
      Action: actionOf(alert),
      RecordState: 'ACTIVE',
      Resources: resourcesOf(alert, region),
    }),
    Id: event.id,
  };
}

function inCluster(alert: Alert): string {
  const cluster = clusterName(alert);
  return cluster === undefined ? '' : ` (${cluster})`;
}

function text(value: string | undefined, limit: number): string {
  return shortened(value ?? '', limit).trim();
}

function instant(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds).toISOString();
}

/** https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-type-taxonomy.html */
const tacticTypes = new Set([
  'Initial Access',
  'Execution',
  'Persistence',
  'Privilege Escalation',
  'Defense Evasion',
  'Credential Access',
  'Discovery',
  'Lateral Movement',
  'Collection',
  'Command and Control',
]);

function typesOf({ threat = [] }: Alert): readonly string[] {
  const types = threat.map(({ tactic }) => (tacticTypes.has(tactic.name) ? `TTPs/${tactic.name}` : 'TTPs'));
  return types.length === 0 ? ['Unusual Behaviors'] : [...new Set(types)].slice(0, 50);
}

/** What a responder looks the alert up by. Names are `product/what`. */
function productFields(alert: Alert): JsonObject {
  const audit = lookup(alert, 'kubernetes', 'audit');
  const user = lookup(audit, 'user');
  const newest = alert.harrier.events.at(-1);
  const fields: Readonly<Record<string, string | undefined>> = {
    'harrier/alert': alert.event.id,
    'harrier/rule': alert.rule.name,
    'harrier/events': String(alert.harrier.event_count),
    'harrier/event': newest?.id,
    'harrier/log': newest?.source,
    'harrier/cluster': clusterName(alert),
    'harrier/user': textAt(user, 'username'),
    'harrier/arn': extraOf(user, 'arn'),
    'harrier/session': extraOf(user, 'sessionName'),
    'harrier/pod': extraOf(user, 'pod-name'),
    'harrier/impersonated': textAt(audit, 'impersonatedUser', 'username'),
    'harrier/addresses': textsOf(lookup(audit, 'sourceIPs')).join(', '),
    'harrier/program': textAt(audit, 'userAgent'),
    'harrier/outcome': textAt(alert, 'event', 'outcome'),
  };
  return filled(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, text(value, 1024)])));
}

function actionOf(alert: Alert): JsonObject | undefined {
  const audit = lookup(alert, 'kubernetes', 'audit');
  const verb = textAt(audit, 'verb');
  if (verb === undefined) return undefined;
  const target = [textAt(audit, 'objectRef', 'resource'), textAt(audit, 'objectRef', 'subresource')];
  const address = textsOf(lookup(audit, 'sourceIPs')).find(isAddress);
  return {
    ActionType: 'AWS_API_CALL',
    AwsApiCallAction: filled({
      Api: text([verb, target.filter(Boolean).join('/')].filter(Boolean).join(' '), 256),
      ServiceName: 'eks.amazonaws.com',
      ...(address !== undefined && /^[\d.]+$/.test(address)
        ? { CallerType: 'remoteIp', RemoteIpDetails: { IpAddressV4: address } }
        : {}),
    }),
  };
}

/** The cluster first: Security Hub groups by it. Where it is not known, the account stands for it. */
function resourcesOf(alert: Alert, here: string): readonly Json[] {
  const arn = clusterArn(alert);
  const region = textAt(alert, 'cloud', 'region') ?? here;
  const place = { Partition: partitionOf(region), Region: region };
  const account = textAt(alert, 'cloud', 'account', 'id');
  const name = clusterName(alert);
  const cluster =
    arn === undefined || name === undefined
      ? { Type: 'Other', Id: text(name ?? account ?? 'unknown', 512), ...place }
      : { Type: 'AwsEksCluster', Id: arn, ...place, Details: { AwsEksCluster: { Name: name, Arn: arn } } };
  return [cluster, ...keyOf(alert, place), ...objectOf(alert, place)];
}

/** Who acted, as far as IAM knows: by the key that the request was signed with. */
function keyOf(alert: Alert, place: JsonObject): readonly Json[] {
  const user = lookup(alert, 'kubernetes', 'audit', 'user');
  const key = extraOf(user, 'accessKeyId');
  if (key === undefined) return [];
  const id = text(key, 128);
  const principal = text(extraOf(user, 'arn'), 512);
  const details = filled({ AccessKeyId: id, PrincipalName: principal });
  return [{ Type: 'AwsIamAccessKey', Id: id, ...place, Details: { AwsIamAccessKey: details } }];
}

/** What was acted on, in Kubernetes. */
function objectOf(alert: Alert, place: JsonObject): readonly Json[] {
  const reference = lookup(alert, 'kubernetes', 'audit', 'objectRef');
  const resource = textAt(reference, 'resource');
  if (resource === undefined) return [];
  const namespace = textAt(reference, 'namespace');
  const name = textAt(reference, 'name');
  const id = text([clusterName(alert), namespace, resource, name].filter(Boolean).join('/'), 512);
  const details = filled({
    resource: text(resource, 1024),
    namespace: text(namespace, 1024),
    name: text(name, 1024),
  });
  return id === '' ? [] : [{ Type: 'Other', Id: id, ...place, Details: { Other: details } }];
}
