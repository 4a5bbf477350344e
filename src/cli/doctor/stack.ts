/** The stack, and what is in it. */
import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { subscriptionId } from '../../../infra/clusters.ts';
import { type AwsConfig, patience } from '../../../infra/preflight/deployment.ts';
import { type Finding, unknown, well, wrong } from './finding.ts';

/** Where Harrier is deployed. */
export interface Deployed {
  /** Of the stack. */
  readonly name: string;
  readonly account: string;
  readonly config: AwsConfig;
}

export interface StackResource {
  /** Logical: as the template calls it. */
  readonly id: string;
  readonly type: string;
  /** As AWS calls it. */
  readonly physicalId: string;
}

export interface Stack {
  /** Whether there is something to look at. */
  readonly isThere: boolean;
  readonly findings: readonly Finding[];
  /** None if they could not be looked at. */
  readonly resources: readonly StackResource[];
}

export async function readStack({ name, config }: Deployed): Promise<Stack> {
  const client = new CloudFormationClient(config);
  const resources: StackResource[] = [];
  try {
    const { isThere, finding } = await statusOf(client, name);
    if (!isThere) return { isThere, findings: [finding], resources };
    try {
      const pages = paginateListStackResources({ client }, { StackName: name });
      for await (const { StackResourceSummaries = [] } of pages) {
        for (const {
          LogicalResourceId,
          ResourceType,
          PhysicalResourceId,
          ResourceStatus,
        } of StackResourceSummaries) {
          if (ResourceStatus === 'DELETE_COMPLETE' || PhysicalResourceId === undefined) continue;
          resources.push({
            id: String(LogicalResourceId),
            type: String(ResourceType),
            physicalId: PhysicalResourceId,
          });
        }
      }
      return { isThere, findings: [finding], resources };
    } catch (error) {
      const refused = unknown(
        'what is in the stack, and so clusters, topics and queues,',
        'cloudformation:ListStackResources',
        error,
      );
      return { isThere, findings: [finding, refused], resources: [] };
    }
  } finally {
    client.destroy();
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html */
async function statusOf(
  client: CloudFormationClient,
  name: string,
): Promise<{ readonly isThere: boolean; readonly finding: Finding }> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }), patience());
    const { StackStatus = '', StackStatusReason } = Stacks[0] ?? {};
    const isThere = !/^(?:CREATE_(?:FAILED|IN_PROGRESS)|ROLLBACK|DELETE)/.test(StackStatus);
    if (/^(?:CREATE|UPDATE|IMPORT)_COMPLETE$/.test(StackStatus))
      return { isThere, finding: well(`the stack is ${StackStatus}`) };
    const reason = StackStatusReason === undefined ? '' : ` (${StackStatusReason})`;
    const events = `aws cloudformation describe-stack-events --region ${await client.config.region()} --stack-name ${name}`;
    return { isThere, finding: wrong(`the stack is ${StackStatus}${reason}`, events) };
  } catch (error) {
    if ((error as Error).name !== 'ValidationError')
      return {
        isThere: true,
        finding: unknown('the state of the stack', 'cloudformation:DescribeStacks', error),
      };
    const finding = wrong(
      `there is no stack ${name} in this account and region`,
      'harrier deploy; or say with --stage and --region which one is meant',
    );
    return { isThere: false, finding };
  }
}

export const ofType = ({ resources }: Stack, type: string): readonly StackResource[] =>
  resources.filter((resource) => resource.type === type);

/** A cluster that the stack watches. */
export interface Cluster {
  readonly name: string;
  readonly account: string;
  /** Whether its events come from its log group in this account; otherwise they come by objects. */
  readonly hasLogGroup: boolean;
}

/** Each watched cluster has an alarm on its silence, which is named after it. */
export function clustersOf(stack: Stack, { name, account }: Deployed): readonly Cluster[] {
  const prefix = `${name}-silence-`;
  const ids = new Set(stack.resources.map(({ id }) => id));
  return ofType(stack, 'AWS::CloudWatch::Alarm')
    .filter(({ physicalId }) => physicalId.startsWith(prefix))
    .map(({ physicalId }) => {
      const [cluster = '', other] = physicalId.slice(prefix.length).split('/').toReversed();
      const hasLogGroup = other === undefined && ids.has(subscriptionId(cluster));
      return { name: cluster, account: other ?? account, hasLogGroup };
    });
}
