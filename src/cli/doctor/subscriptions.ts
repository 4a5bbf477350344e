/** Who is told: the subscriptions of the topics, and which of them nobody confirmed, or somebody ended. */
import {
  GetSubscriptionAttributesCommand,
  paginateListSubscriptionsByTopic,
  SNSClient,
  type Subscription,
} from '@aws-sdk/client-sns';
import { patience } from '../../../infra/preflight/deployment.ts';
import { alertTopics } from '../../../infra/topics.ts';
import { type Finding, unknown, well, wrong } from './finding.ts';
import { type Deployed, ofType, type Stack, type StackResource } from './stack.ts';

/** By logical id. */
const whatOf: Readonly<Record<string, string>> = {
  AlertTopic: 'alerts as JSON',
  EmailTopic: 'alerts by e-mail',
  ChatTopic: 'alerts for chat',
  OperationsTopic: "Harrier's own alarms",
  SilenceTopic: 'alarms on silent clusters',
};

export async function examineSubscriptions(stack: Stack, deployed: Deployed): Promise<readonly Finding[]> {
  const topics = ofType(stack, 'AWS::SNS::Topic');
  const client = new SNSClient(deployed.config);
  const findings: Finding[] = [];
  /** Topics of which it is known that somebody reads them, and such of which nothing is known. */
  const read = new Set<string>();
  try {
    for (const topic of topics) {
      const { found, isRead } = await examineTopic(client, topic, stack);
      findings.push(...found);
      if (isRead) read.add(topic.id);
    }
  } finally {
    client.destroy();
  }
  const has = (id: string) => topics.some((topic) => topic.id === id);
  if (alertTopics.some(has) && !alertTopics.some((id) => read.has(id)))
    findings.push(
      wrong('nobody is told of alerts', 'name emails in the settings, or see docs/subscriptions.md'),
    );
  if (has('OperationsTopic') && !read.has('OperationsTopic'))
    findings.push(
      wrong("nobody is told of Harrier's own alarms", 'name operators or emails in the settings'),
    );
  return findings;
}

async function examineTopic(
  client: SNSClient,
  topic: StackResource,
  stack: Stack,
): Promise<{ readonly found: readonly Finding[]; readonly isRead: boolean }> {
  const what = whatOf[topic.id] ?? `what ${topic.id} has`;
  const listed: Subscription[] = [];
  try {
    for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
      { client },
      { TopicArn: topic.physicalId },
    ))
      listed.push(...Subscriptions);
  } catch (error) {
    const finding = unknown(`who gets ${what}`, 'sns:ListSubscriptionsByTopic', error);
    return { found: [finding], isRead: true };
  }
  const own = ownQueues(stack);
  const isOwn = ({ Endpoint = '' }: Subscription) => own.has(Endpoint.split(':').at(-1) ?? '');
  const outside = listed.filter((each) => !isOwn(each)).flatMap((each) => examine(each, what));
  const found = [...listed.filter(isOwn).flatMap((each) => examine(each, what)), ...outside];
  const arns = new Set(listed.map(({ SubscriptionArn }) => SubscriptionArn));
  const missing = ofType(stack, 'AWS::SNS::Subscription').filter(
    ({ physicalId }) => physicalId.startsWith(`${topic.physicalId}:`) && !arns.has(physicalId),
  );
  for (const { id, physicalId } of missing)
    found.push(...(await examineMissing(client, id, physicalId, what)));
  return { found, isRead: outside.some(({ state }) => state === 'well') };
}

/** Names of the stack's queues: what they get, nobody has read yet. */
const ownQueues = (stack: Stack): ReadonlySet<string> =>
  new Set(ofType(stack, 'AWS::SQS::Queue').map(({ physicalId }) => physicalId.split('/').at(-1) ?? ''));

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
function examine({ SubscriptionArn, Endpoint = '', Protocol = '' }: Subscription, what: string): Finding[] {
  const who = shown(Endpoint, Protocol);
  if (SubscriptionArn === 'Deleted') return [];
  if (SubscriptionArn === 'PendingConfirmation') {
    return [
      wrong(
        `${who} has not confirmed that it wants ${what}, and gets none`,
        'open the link in the message of AWS Notifications to it. The link works for two days; after that take the',
        'address out of the settings, deploy, put it in again and deploy, for another message',
      ),
    ];
  }
  return [well(`${who} gets ${what}`)];
}

/** A subscription of the stack that is not listed by its ARN: nobody has confirmed it, or it is no more. */
async function examineMissing(
  client: SNSClient,
  id: string,
  SubscriptionArn: string,
  what: string,
): Promise<readonly Finding[]> {
  try {
    await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }), patience());
    return [];
  } catch (error) {
    if ((error as Error).name !== 'NotFoundException')
      return [unknown(`the subscription ${id}`, 'sns:GetSubscriptionAttributes', error)];
    return [
      wrong(
        `the subscription ${id} to ${what} is gone: somebody ended it, or nobody confirmed it in two days`,
        'take its address out of the settings, deploy, put it in again and deploy. Who ended it is in CloudTrail (Unsubscribe)',
      ),
    ];
  }
}

/** The path of a URL may be a secret, as those of chat's webhooks are. */
function shown(endpoint: string, protocol: string): string {
  if (!/^https?$/.test(protocol)) return endpoint.startsWith('arn:') ? `${protocol} ${endpoint}` : endpoint;
  return URL.canParse(endpoint) ? `${new URL(endpoint).origin}/…` : protocol;
}
