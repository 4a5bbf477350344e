/** News of incidents to the topics that people read, and of alarms to the one of those who operate Harrier. */
import { type MessageAttributeValue, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { renderAlarms, renderAlarmsChat } from '../incident/alarms.ts';
import type { IncidentNews } from '../incident/incident.ts';
import type { NewsPublisher } from '../incident/notifier.ts';
import { renderIncidentChat } from '../incident/telling/render-chat.ts';
import { renderIncidentEmail } from '../incident/telling/render-email.ts';
import { shortened } from '../text/visible.ts';

export interface NewsTopics {
  readonly emailTopicArn: string;
  readonly chatTopicArn: string;
  readonly operationsTopicArn: string;
}

/** @param client tries again itself what SNS refuses for the moment */
export function newsPublisher(client: SNSClient, topics: NewsTopics): NewsPublisher {
  async function publish(
    topicArn: string,
    message: string,
    subject?: string,
    attributes: Record<string, MessageAttributeValue> = {},
  ): Promise<void> {
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Message: message,
        ...(subject !== undefined && { Subject: subject }),
        MessageAttributes: attributes,
      }),
    );
  }
  return {
    async publish(news) {
      if (news.kind === 'alarms') {
        const { subject, text } = renderAlarms(news);
        // Chat subscribes by HTTPS. Attributes, which such a message cannot have, nobody filters by here.
        const byProtocol = JSON.stringify({ default: text, https: renderAlarmsChat(news) });
        await client.send(
          new PublishCommand({
            TopicArn: topics.operationsTopicArn,
            Message: byProtocol,
            MessageStructure: 'json',
            Subject: subject,
          }),
        );
        return;
      }
      const attributes = attributesOf(news);
      const { subject, body } = renderIncidentEmail(news);
      await publish(topics.emailTopicArn, body, subject, attributes);
      for (const message of chatMessages(news))
        await publish(topics.chatTopicArn, message, undefined, attributes);
    },
  };
}

/** Up to so many incidents have a message each, so that each stays in its thread. */
const threadLimit = 5;

function chatMessages(news: IncidentNews): readonly string[] {
  const { id, incidents } = news;
  if (incidents.length === 1 || incidents.length > threadLimit) return [renderIncidentChat(news)];
  return incidents.map((incident) =>
    renderIncidentChat({ ...news, id: `${id}/${incident.id}`, incidents: [incident] }),
  );
}

/** How many values of one attribute a subscription can filter by. */
const valueLimit = 25;

/**
 * What subscriptions filter by. Of several incidents one value is enough: a filter policy compares each element of a
 * `String.Array` (https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html).
 */
function attributesOf({ id, incidents }: IncidentNews): Record<string, MessageAttributeValue> {
  const all: readonly (readonly [name: string, values: readonly (string | undefined)[]])[] = [
    ['news_id', [id]],
    ['severity', [incidents[0]?.severity]],
    ['building_block', ['false']],
    ['incident_id', incidents.map((incident) => incident.id)],
    ['cluster', incidents.flatMap(({ places }) => places.map(({ cluster }) => cluster))],
    ['account', incidents.flatMap(({ places }) => places.map(({ account }) => account))],
    ['rule_id', incidents.flatMap(({ rules }) => rules.map((rule) => rule.id))],
    ['namespace', incidents.flatMap(({ entities }) => entities.map(({ namespace }) => namespace))],
  ];
  return Object.fromEntries(all.flatMap(([name, values]) => attribute(name, values)));
}

function attribute(
  name: string,
  values: readonly (string | undefined)[],
): readonly [string, MessageAttributeValue][] {
  const distinct = [...new Set(values)]
    .filter((value) => value !== undefined && value !== '')
    .slice(0, valueLimit)
    .map((value) => shortened(String(value), 256));
  const [only] = distinct;
  if (only === undefined) return [];
  return distinct.length === 1
    ? [[name, { DataType: 'String', StringValue: only }]]
    : [[name, { DataType: 'String.Array', StringValue: JSON.stringify(distinct) }]];
}
