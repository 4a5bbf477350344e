/** The topics that alerts go to: one for each kind of reader. */
import type { SNSClient } from '@aws-sdk/client-sns';
import type { Alert } from '../alert/alert.ts';
import { renderChat } from '../alert/render-chat.ts';
import { renderEmail } from '../alert/render-email.ts';
import { renderJson } from '../alert/render-json.ts';
import { everyPublisher } from './every.ts';
import type { Publisher } from './publisher.ts';
import { snsPublisher } from './sns.ts';

/** ARNs; without one, that kind of reader gets nothing. */
export interface Topics {
  /** For programs. */
  readonly alertTopicArn?: string;
  readonly emailTopicArn?: string;
  readonly chatTopicArn?: string;
}

export function topicsPublisher(client: SNSClient, topics: Topics): Publisher {
  const to = (topicArn: string | undefined, render: (alert: Alert) => string) =>
    topicArn === undefined ? [] : [snsPublisher({ client, topicArn, render })];
  return everyPublisher([
    ...to(topics.alertTopicArn, renderJson),
    ...to(topics.emailTopicArn, renderEmail),
    ...to(topics.chatTopicArn, renderChat),
  ]);
}
