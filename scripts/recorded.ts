/** Recorded requests of a quiet cluster, as audit events: the columns of the third-party `benign/audit-logs.csv`. */
import { readFileSync } from 'node:fs';
import type { AuditEvent } from '../src/schema/audit-event.ts';
import { controlPlane } from '../src/schema/own/caller.ts';

/** Columns: host, time, user, verb, resource, subresource, name, …, URI, audit id, stage, response code. */
const at = {
  time: 1,
  user: 2,
  verb: 3,
  resource: 4,
  subresource: 5,
  name: 6,
  uri: 8,
  id: 9,
  stage: 10,
  code: 11,
};

/**
 * Reads the recording. What it lacks is filled in as it would be on EKS: programs by who calls, addresses within the
 * cluster, groups by the name, the decision by the code. Bodies are in none.
 * @returns the events by their time
 */
export function readRecorded(path: string): readonly AuditEvent[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const rows = lines.map(cellsOf).filter(({ length }) => length > at.code);
  return rows.toSorted((a, b) => (cell(a, at.time) < cell(b, at.time) ? -1 : 1)).map(eventOf);
}

function cellsOf(line: string): readonly string[] {
  const cells = line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [];
  return cells.map((each) =>
    each
      .replace(/,$/, '')
      .replace(/^"(.*)"$/, '$1')
      .replaceAll('""', '"'),
  );
}

function cell(row: readonly string[], index: number): string {
  return row[index] ?? '';
}

function eventOf(row: readonly string[]): AuditEvent {
  const [user, uri, resource, name, time] = [at.user, at.uri, at.resource, at.name, at.time].map((index) =>
    cell(row, index),
  ) as [string, string, string, string, string];
  const code = Number(cell(row, at.code));
  const subresource = cell(row, at.subresource);
  const namespace = /\/namespaces\/([^/?]+)\//.exec(uri)?.[1];
  const group = /^\/apis\/([^/?]+)\//.exec(uri)?.[1];
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: cell(row, at.id),
    stage: cell(row, at.stage),
    requestURI: uri,
    verb: cell(row, at.verb),
    user: { username: user, groups: groupsOf(user) },
    sourceIPs: ['10.0.0.10'],
    userAgent: programOf(user),
    ...(resource !== '' && {
      objectRef: {
        resource,
        ...(namespace !== undefined && { namespace }),
        ...(name !== '' && { name }),
        ...(group !== undefined && { apiGroup: group }),
        apiVersion: 'v1',
        ...(subresource !== '' && { subresource }),
      },
    }),
    responseStatus: { code },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    annotations: { 'authorization.k8s.io/decision': code === 403 ? 'forbid' : 'allow' },
  };
}

const account = /^system:serviceaccount:([^:]+):(.+)$/;

function groupsOf(user: string): string[] {
  const namespace = account.exec(user)?.[1];
  if (namespace !== undefined)
    return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  if (user === 'system:anonymous') return ['system:unauthenticated'];
  if (user.startsWith('system:node:')) return ['system:nodes', 'system:authenticated'];
  return user === 'kubernetes-admin' ? ['system:masters', 'system:authenticated'] : ['system:authenticated'];
}

function programOf(user: string): string {
  const [, namespace, name = ''] = account.exec(user) ?? [];
  if (namespace !== undefined && controlPlane.has(user))
    return `kube-controller-manager/v1.26.1 (linux/amd64) kubernetes/8f94681/${user}`;
  if (namespace !== undefined) return `${name}/v0.0.0 (linux/amd64) kubernetes/$Format`;
  if (user.startsWith('system:node:')) return 'kubelet/v1.26.1 (linux/amd64) kubernetes/8f94681';
  if (user === 'system:anonymous') return 'kube-probe/1.26';
  if (user === 'kubernetes-admin') return 'Helm/3.11.0';
  return `${user.replace('system:', '').replace(/^apiserver$/, 'kube-apiserver')}/v1.26.1 (linux/amd64) kubernetes/8f94681`;
}
