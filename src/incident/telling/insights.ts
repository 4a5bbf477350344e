/** Where the events are: a query of CloudWatch Logs Insights for what the actors did, and a link to the console. */
import { rfc3339 } from '../../alert/event-time.ts';
import type { Actor, ClusterPlace, Incident } from '../incident.ts';

export interface Search {
  readonly logGroup: string;
  readonly account?: string;
  readonly region: string;
  readonly query: string;
  /** Whether it is about what the actors did; else it is about everything. */
  readonly isOfActors: boolean;
  /** What is searched, epoch milliseconds. */
  readonly start: number;
  readonly end: number;
  /** Opens the query in the console. */
  readonly url: string;
}

/** How much is shown before the first alert and after the last: what led to it, and what came of it. */
const margin = 15 * 60_000;

/** Names that can be no more of a query, of a URL or of a shell than names. */
const plain = /^(?!.*:\/\/)[\w.:/@+=-]{1,256}$/;
const plainCluster = /^[A-Za-z0-9][\w-]{0,99}$/;
const plainRegion = /^[a-z]{2,}(?:-[a-z]+)+-\d$/;

/** @returns one for each cluster whose events are in CloudWatch Logs and whose region is known; of the first three */
export function searchesOf(incident: Incident, most = queriedActors): readonly Search[] {
  const { actors, first, last, places } = incident;
  const start = first - margin;
  const end = last + margin;
  const conditions = conditionsFor(actors.slice(0, most));
  const isOfActors = conditions.length > 0;
  const query = queryFor(conditions);
  return places.slice(0, 3).flatMap((place) => {
    const { cluster = '', region = '', account } = place;
    if (!plainCluster.test(cluster) || !plainRegion.test(region) || !isInLogs(incident, place)) return [];
    const logGroup = `/aws/eks/${cluster}/cluster`;
    const url = linkTo({ region, logGroup, query, start, end });
    return [
      { logGroup, ...(account !== undefined && { account }), region, query, isOfActors, start, end, url },
    ];
  });
}

/** Where events come as objects, there may be no log group here. */
function isInLogs({ alerts }: Incident, { cluster }: ClusterPlace): boolean {
  const sources = alerts
    .filter(({ place }) => place.cluster === cluster)
    .flatMap(({ event }) => (event === undefined ? [] : [event.source]));
  return sources.length === 0 || sources.some((source) => source.startsWith(`/aws/eks/${cluster}/`));
}

/**
 * Insights finds the fields of JSON by itself, and calls elements of lists by their number. It shows 10,000 events.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
 */
function queryFor(conditions: readonly string[]): string {
  return [
    'fields @timestamp, user.username, verb, objectRef.resource, objectRef.subresource, objectRef.namespace, objectRef.name, responseStatus.code, sourceIPs.0, requestURI',
    '| filter @logStream like /^kube-apiserver-audit/',
    ...(conditions.length > 0 ? [`| filter ${conditions.join(' or ')}`] : []),
    '| sort @timestamp asc',
  ].join('\n');
}

/** Of how many actors the query is about what they did. */
export const queriedActors = 5;

/** With an actor whose name is not plain the query is about all of them. */
function conditionsFor(actors: readonly Actor[]): readonly string[] {
  const all = actors.map(conditionFor);
  const known = all.filter((condition) => condition !== undefined);
  return known.length === all.length ? [...new Set(known)] : [];
}

function conditionFor({ kind, name, accessKeys, addresses }: Actor): string | undefined {
  const is = (field: string, value: string) => (plain.test(value) ? `${field} = "${value}"` : undefined);
  switch (kind) {
    case 'iam_session':
    case 'iam_user':
      return accessKeys.length > 0 && accessKeys.every((key) => plain.test(key))
        ? accessKeys.map((key) => `user.extra.accessKeyId.0 = "${key}"`).join(' or ')
        : is('user.extra.arn.0', name);
    case 'service_account':
      return is('user.username', `system:serviceaccount:${name.replace('/', ':')}`);
    case 'node':
      return is('user.username', `system:node:${name}`);
    case 'control_plane':
      return is(
        'user.username',
        name.includes('/') ? `system:serviceaccount:${name.replace('/', ':')}` : name,
      );
    case 'user':
    case 'aws':
      return is('user.username', name);
    case 'anonymous':
    case 'unknown':
      return addresses[0] === undefined ? undefined : is('sourceIPs.0', addresses[0]);
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html names the partitions; each has a console. */
function consoleOf(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : `${region}.console.aws.amazon.com`;
}

/**
 * The console writes an object into the address as `~(name~value)`, texts behind `'` with `*xx` for characters, and
 * escapes all of that twice. The stars are escaped, too, since chat would take two of them for bold text. AWS documents it nowhere; if it changes, the link still opens Insights, and the query is
 * beside it.
 */
function linkTo({
  region,
  logGroup,
  query,
  start,
  end,
}: Omit<Search, 'url' | 'account' | 'isOfActors'>): string {
  const detail =
    `~(end~${text(rfc3339(end))}~start~${text(rfc3339(start))}~timeType~${text('ABSOLUTE')}~tz~${text('UTC')}` +
    `~editorString~${text(query)}~source~(~${text(logGroup)}))`;
  const escaped = encodeURIComponent(`?queryDetail=${twice(detail)}`).replaceAll('%', '$');
  return `https://${consoleOf(region)}/cloudwatch/home?region=${region}#logsV2:logs-insights${escaped}`;
}

function text(value: string): string {
  const coded = encodeURIComponent(value).replace(/[!'()*~]/g, percentCoded);
  return `'${coded.replaceAll('%', '*')}`;
}

function twice(detail: string): string {
  return detail.replace(/[~'()*]/g, percentCoded);
}

function percentCoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
