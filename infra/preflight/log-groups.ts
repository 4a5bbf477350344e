/** The log groups of the clusters: whether they are there, get audit events, and can be subscribed to. */
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeSubscriptionFiltersCommand,
  type LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import { suggest } from '../../src/compile/suggest.ts';
import { clusterOfLogGroup, eksLogGroups, logGroupOf } from '../../src/decode/envelope.ts';
import { auditStreamPrefix } from '../../src/decode/log-stream.ts';
import { subscriptionId } from '../clusters.ts';
import { type Deployment, patience } from './deployment.ts';
import { type Finding, isRefusal, problem, quoted, some, unchecked, warning } from './finding.ts';
import { physicalId } from './stack-resource.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const maxFilters = 2;

/** By cluster. */
type LogGroups = ReadonlyMap<string, LogGroup>;

/** One cluster after the other: CloudWatch takes ten of these requests a second. */
export async function checkLogGroups(deployment: Deployment): Promise<readonly Finding[]> {
  const { clusters } = deployment.settings;
  if (clusters.length === 0) return [];
  const logs = new CloudWatchLogsClient(deployment.config);
  const refused = new Refusals();
  try {
    let groups: LogGroups | undefined;
    try {
      groups = await eksGroups(logs);
    } catch (error) {
      refused.add('log groups of', 'logs:DescribeLogGroups', clusters, error);
      // Where nobody answers, nobody will for each cluster.
      if (!isRefusal(error)) return refused.findings();
    }
    const findings: Finding[] = [];
    for (const cluster of clusters) {
      findings.push(
        ...(groups && !groups.has(cluster)
          ? [missing(cluster, groups.keys(), deployment)]
          : await checkLogGroup(logs, cluster, groups, deployment, refused)),
      );
    }
    return [
      ...findings,
      ...masked(clusters, groups, deployment),
      ...unwatched(groups, deployment),
      ...refused.findings(),
    ];
  } finally {
    logs.destroy();
  }
}

async function eksGroups(logs: CloudWatchLogsClient): Promise<LogGroups> {
  const groups = new Map<string, LogGroup>();
  let nextToken: string | undefined;
  do {
    const page = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: eksLogGroups, nextToken }),
      patience(),
    );
    const { logGroups = [] } = page;
    nextToken = page.nextToken;
    for (const group of logGroups) {
      const cluster = clusterOfLogGroup(group.logGroupName ?? '');
      if (cluster !== undefined) groups.set(cluster, group);
    }
  } while (nextToken !== undefined);
  return groups;
}

/**
 * A data protection policy masks what subscriptions deliver. Which identifiers it masks is not looked at: an address or
 * a name that is an asterisk is one that no rule matches, and the same for everybody.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html
 */
function masked(
  clusters: readonly string[],
  groups: LogGroups | undefined,
  { config }: Deployment,
): readonly Finding[] {
  const having = (is: (group: LogGroup) => boolean | undefined) =>
    clusters.filter((cluster) => is(groups?.get(cluster) ?? {}));
  const effect = 'may mask addresses and names in what Harrier gets, so that rules do not match';
  const own = having(({ dataProtectionStatus }) => dataProtectionStatus === 'ACTIVATED');
  const inherited = having(({ inheritedProperties }) =>
    inheritedProperties?.includes('ACCOUNT_DATA_PROTECTION'),
  );
  return [
    ...(own.length === 0
      ? []
      : [
          warning(
            `clusters: the data protection policy of the log group of ${some(own)} ${effect}`,
            `aws logs get-data-protection-policy --region ${config.region} --log-group-identifier ${logGroupOf(own[0] ?? '')}`,
          ),
        ]),
    ...(inherited.length === 0
      ? []
      : [
          warning(
            `clusters: the account's data protection policy, which the log group of ${some(inherited)} has, ${effect}`,
            `aws logs describe-account-policies --region ${config.region} --policy-type DATA_PROTECTION_POLICY`,
          ),
        ]),
  ];
}

/** A cluster that was made since is not watched by itself. */
function unwatched(groups: LogGroups | undefined, { settings, config }: Deployment): readonly Finding[] {
  const others = [...(groups?.keys() ?? [])].filter((cluster) => !settings.clusters.includes(cluster));
  if (others.length === 0) return [];
  return [
    warning(
      `there are log groups of ${some(others)} in ${config.region}, which clusters does not name: they are not watched here`,
    ),
  ];
}

async function checkLogGroup(
  logs: CloudWatchLogsClient,
  cluster: string,
  groups: LogGroups | undefined,
  deployment: Deployment,
  refused: Refusals,
): Promise<readonly Finding[]> {
  const { name, config } = deployment;
  const logGroupName = logGroupOf(cluster);
  const logClass = groups?.get(cluster)?.logGroupClass ?? 'STANDARD';
  if (logClass !== 'STANDARD') {
    return [
      problem(
        `clusters: the log group ${logGroupName} is of class ${logClass}; expected STANDARD, the only one with subscription filters`,
        `A class cannot be changed. Once its events may go, delete the log group; EKS makes it again: aws logs delete-log-group --region ${config.region} --log-group-name ${logGroupName}`,
      ),
    ];
  }
  const findings: Finding[] = [];
  try {
    const { logStreams = [] } = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: auditStreamPrefix, limit: 1 }),
      patience(),
    );
    if (logStreams.length === 0) {
      findings.push(
        problem(
          `clusters: the log group ${logGroupName} has no stream ${auditStreamPrefix}…; expected one, which is there once audit logging is on`,
          switchOn(cluster, config.region),
        ),
      );
    }
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return [missing(cluster, [], deployment)];
    refused.add('audit logging of', 'logs:DescribeLogStreams', [cluster], error);
  }
  try {
    const { subscriptionFilters = [] } = await logs.send(
      new DescribeSubscriptionFiltersCommand({ logGroupName }),
      patience(),
    );
    const others = subscriptionFilters.flatMap(({ filterName = '' }) =>
      filterName === name ? [] : [filterName],
    );
    if (others.length >= maxFilters) {
      findings.push(
        problem(
          `clusters: the log group ${logGroupName} has the subscription filters ${others.join(' and ')}; expected at most one beside Harrier's, since CloudWatch takes ${maxFilters}`,
          others
            .map(
              (other) =>
                `aws logs delete-subscription-filter --region ${config.region} --log-group-name ${logGroupName} --filter-name ${quoted(other)}`,
            )
            .join('\n# or\n'),
        ),
      );
    } else if (others.length === subscriptionFilters.length) {
      findings.push(...(await checkTakenAway(cluster, deployment)));
    }
  } catch (error) {
    refused.add('subscription filters of', 'logs:DescribeSubscriptionFilters', [cluster], error);
  }
  return findings;
}

/**
 * CloudFormation does not put back what somebody else took away, as long as the template says the same of it:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
 */
async function checkTakenAway(cluster: string, deployment: Deployment): Promise<readonly Finding[]> {
  const { name, config } = deployment;
  const logGroupName = logGroupOf(cluster);
  try {
    if ((await physicalId(subscriptionId(cluster), deployment)) === undefined) return [];
  } catch (error) {
    const what = `whether Harrier's subscription filter was taken away from ${logGroupName}`;
    return [unchecked(what, 'cloudformation:DescribeStackResource', error)];
  }
  return [
    problem(
      `clusters: the log group ${logGroupName} has lost Harrier's subscription filter, which stack ${name} made; expected it there. Who took it away is in CloudTrail (DeleteSubscriptionFilter)`,
      `aws logs put-subscription-filter --region ${config.region} --log-group-name ${logGroupName} --filter-name ${name} --filter-pattern '' --destination-arn "$(aws lambda get-function --region ${config.region} --function-name ${name}-cloudwatch --query Configuration.FunctionArn --output text)"`,
    ),
  ];
}

function missing(cluster: string, known: Iterable<string>, { settings, config }: Deployment): Finding {
  const others = new Set(known).difference(new Set(settings.clusters));
  const meant = suggest(cluster, others);
  return problem(
    `clusters: there is no log group ${logGroupOf(cluster)} in ${config.region}; expected that of an EKS cluster whose audit logging is on${meant === undefined ? '' : `. Is ${meant} meant? If not`}`,
    switchOn(cluster, config.region),
  );
}

function switchOn(cluster: string, region: string): string {
  const logging = { clusterLogging: [{ types: ['audit'], enabled: true }] };
  return `aws eks update-cluster-config --region ${region} --name ${cluster} --logging ${quoted(JSON.stringify(logging))}`;
}

/** One warning for all clusters that a permission is missing for. */
class Refusals {
  readonly #byAction = new Map<string, { what: string; clusters: string[]; error: unknown }>();

  add(what: string, action: string, clusters: readonly string[], error: unknown): void {
    const known = this.#byAction.get(action);
    if (known === undefined) this.#byAction.set(action, { what, clusters: [...clusters], error });
    else known.clusters.push(...clusters);
  }

  findings(): readonly Finding[] {
    return [...this.#byAction].map(([action, { what, clusters, error }]) => {
      return unchecked(`${what} ${some(clusters)}`, action, error);
    });
  }
}
