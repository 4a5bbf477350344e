/**
 * An alert as an SNS message: a text, and attributes to filter by.
 *
 * SNS can carry a text for each protocol in one message, but then documents that it sends no attributes
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html), and without them no subscription could
 * choose its alerts. So each kind of reader has a topic of its own.
 */
import type { MessageAttributeValue, PublishBatchRequestEntry } from '@aws-sdk/client-sns';
import type { Alert } from '../alert/alert.ts';
import { clusterName, subjectLine } from '../alert/glance.ts';
import { textAt } from '../schema/lookup.ts';
import { shortened } from '../text/visible.ts';

/**
 * What SNS allows in a message, and in all messages of a batch together, in bytes: bodies and attributes, the
 * latter with name, type and value. https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
 */
export const maxMessageBytes = 262_144;

/** What a topic's subscribers read. */
export interface Form {
  /** @returns the text of the message */
  readonly render: (alert: Alert) => string;
  /** Of a FIFO topic messages of one cluster are in order, and one alert within five minutes is one message. */
  readonly fifo: boolean;
}

/** @param id within the batch */
export function snsMessage(alert: Alert, id: string, { render, fifo }: Form): PublishBatchRequestEntry {
  return {
    Id: id,
    Subject: subjectLine(alert),
    Message: render(alert),
    MessageAttributes: attributes(alert),
    ...(fifo ? { MessageGroupId: groupId(alert), MessageDeduplicationId: alert.event.id } : {}),
  };
}

/**
 * What subscriptions filter by; at most ten, or queues with raw delivery would not get the message at all
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html). An attribute must have a value: what is
 * not known is left out.
 */
function attributes(alert: Alert): Record<string, MessageAttributeValue> {
  const { harrier, rule, event } = alert;
  const values: readonly (readonly [name: string, value: string | number | undefined])[] = [
    ['alert_id', event.id],
    ['rule_id', rule.id],
    ['rule_name', rule.name],
    ['severity', harrier.severity],
    ['risk_score', harrier.risk_score],
    ['building_block', String(harrier.building_block)],
    ['cluster', clusterName(alert)],
    ['namespace', textAt(alert, 'orchestrator', 'namespace')],
  ];
  const present = values
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => [name, attribute(value as string | number)] as const);
  return { ...Object.fromEntries(present), ...tags(alert) };
}

/** Tags that can be filtered by; rules have about ten. */
const tagLimit = 25;

/** A filter policy compares each of them: https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
function tags({ harrier }: Alert): Record<string, MessageAttributeValue> {
  const list = (harrier.tags ?? []).slice(0, tagLimit).map((tag) => shortened(tag, tagLength));
  return list.length === 0 ? {} : { tags: { DataType: 'String.Array', StringValue: JSON.stringify(list) } };
}

const tagLength = 100;

/** Long enough for every name in Kubernetes and AWS; a namespace in a refused request can be of any length. */
const attributeLimit = 256;

function attribute(value: string | number): MessageAttributeValue {
  return typeof value === 'number'
    ? { DataType: 'Number', StringValue: String(value) }
    : { DataType: 'String', StringValue: shortened(value, attributeLimit) };
}

/** @returns what SNS counts of a message, in bytes; the subject, which it does not mention, included */
export function messageBytes({ Message, Subject, MessageAttributes }: PublishBatchRequestEntry): number {
  const counted = [Message ?? '', Subject ?? ''];
  for (const [name, { DataType, StringValue }] of Object.entries(MessageAttributes ?? {})) {
    counted.push(name, DataType ?? '', StringValue ?? '');
  }
  return counted.reduce((bytes, text) => bytes + Buffer.byteLength(text), 0);
}

/** SNS takes up to 128 of these characters. */
function groupId(alert: Alert): string {
  const cluster = (clusterName(alert) ?? '').replace(/[^\w!-/:-@[-`{-~]/g, '-').slice(0, 128);
  return cluster === '' ? 'no-cluster' : cluster;
}
