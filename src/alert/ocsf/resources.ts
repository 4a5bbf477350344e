/** What was acted on, and what acted: `resources` of a finding. */
import type { JsonObject } from '../../schema/audit-event.ts';
import { lookup, textAt } from '../../schema/lookup.ts';
import type { Alert } from '../fields.ts';
import { clusterName } from '../glance.ts';
import { extraOf } from './actor.ts';
import { filled } from './members.ts';

/** `role_id`: https://schema.ocsf.io/1.8.0/objects/resource_details */
const target = { role: 'Target', role_id: 1 };
const actor = { role: 'Actor', role_id: 2 };
const affected = { role: 'Affected', role_id: 3 };

/** The object of the request, the pod and the node that the caller's token is of, and the cluster. */
export function resourcesOf(alert: Alert): readonly JsonObject[] {
  const audit = lookup(alert, 'kubernetes', 'audit');
  return [...objectOf(alert), ...callerOf(audit), ...clusterOf(alert)];
}

function objectOf(alert: Alert): readonly JsonObject[] {
  const reference = lookup(alert, 'kubernetes', 'audit', 'objectRef');
  const resource = textAt(reference, 'resource');
  if (resource === undefined) return [];
  const subresource = textAt(reference, 'subresource');
  const namespace = textAt(reference, 'namespace');
  const name = textAt(reference, 'name');
  const group = textAt(reference, 'apiGroup');
  const version = textAt(reference, 'apiVersion');
  return [
    filled({
      type: subresource === undefined ? resource : `${resource}/${subresource}`,
      name,
      uid: textAt(reference, 'uid') ?? [resource, namespace, name].filter(Boolean).join('/'),
      namespace,
      version: group === undefined ? version : [group, version].filter(Boolean).join('/'),
      region: textAt(alert, 'cloud', 'region'),
      ...target,
    }),
  ];
}

/** Kubernetes' tokens are bound to pods, and say so in `user.extra`. */
function callerOf(audit: ReturnType<typeof lookup>): readonly JsonObject[] {
  const user = lookup(audit, 'user');
  const [, namespace] = /^system:serviceaccount:([^:]+):/.exec(textAt(user, 'username') ?? '') ?? [];
  const pod = extraOf(user, 'pod-name');
  const node = extraOf(user, 'node-name');
  return [
    ...(pod === undefined
      ? []
      : [filled({ type: 'pods', name: pod, uid: extraOf(user, 'pod-uid'), namespace, ...actor })]),
    ...(node === undefined
      ? []
      : [filled({ type: 'nodes', name: node, uid: extraOf(user, 'node-uid'), ...actor })]),
  ];
}

function clusterOf(alert: Alert): readonly JsonObject[] {
  const name = clusterName(alert);
  if (name === undefined) return [];
  const region = textAt(alert, 'cloud', 'region');
  const uid = clusterArn(alert);
  const partition = uid?.split(':')[1];
  return [filled({ type: 'AWS::EKS::Cluster', name, uid, region, cloud_partition: partition, ...affected })];
}

/** @returns the cluster's ARN, where its account and region are known */
export function clusterArn(alert: Alert): string | undefined {
  const name = clusterName(alert);
  const region = textAt(alert, 'cloud', 'region');
  const account = textAt(alert, 'cloud', 'account', 'id');
  return name === undefined || region === undefined || account === undefined
    ? undefined
    : `arn:${partitionOf(region)}:eks:${region}:${account}:cluster/${name}`;
}

/** https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('eusc-')) return 'aws-eusc';
  return 'aws';
}
