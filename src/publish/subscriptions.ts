/** Who reads a topic, as SNS lists it. */
import { paginateListSubscriptionsByTopic, type SNSClient } from '@aws-sdk/client-sns';
import type { Subscription } from '../incident/subscriptions.ts';

/** @throws what SNS answers, if that is no list */
export async function subscriptionsOf(client: SNSClient, topicArn: string): Promise<readonly Subscription[]> {
  const found: Subscription[] = [];
  const pages = paginateListSubscriptionsByTopic({ client }, { TopicArn: topicArn });
  for await (const { Subscriptions = [] } of pages) {
    for (const { Protocol = '', Endpoint = '', SubscriptionArn = '' } of Subscriptions)
      found.push({ protocol: Protocol, endpoint: Endpoint, arn: SubscriptionArn });
  }
  return found;
}
