import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { renderJson } from '../../src/alert/render-json.ts';
import { maxMessageBytes, messageBytes, snsMessage } from '../../src/publish/message.ts';
import { batchesOf, snsPublisher } from '../../src/publish/sns.ts';
import type { Severity } from '../../src/rule.ts';
import { alertOf, exec, rule, sourced } from '../alert/sample.ts';
import { type Emulator, startEmulator } from './emulator.ts';

let aws: Emulator;
beforeAll(async () => {
  aws = await startEmulator();
});
afterAll(() => aws.stop());

/** A topic of its own with one queue. */
async function topicWith(name: string, attributes: Record<string, string>) {
  const fifo = name.endsWith('.fifo');
  const { topicArn } = await aws.createTopic(name, fifo ? { FifoTopic: 'true' } : {});
  const queue = await aws.createQueue(name, fifo ? { FifoQueue: 'true' } : {});
  await aws.subscribe(topicArn, queue, attributes);
  return { publisher: snsPublisher({ client: aws.sns, topicArn }), queue };
}

function ofSeverity(severity: Severity, auditID: string): Alert {
  return alertOf({ ...exec, auditID }, { rule: { ...rule, severity } });
}

describe('published to a topic', () => {
  it('a queue that filters by severity gets those alerts, as JSON', async () => {
    const { publisher, queue } = await topicWith('filtered', {
      RawMessageDelivery: 'true',
      FilterPolicy: JSON.stringify({ severity: ['high', 'critical'] }),
    });
    const alerts = (['low', 'high', 'medium', 'critical'] as const).map((severity) =>
      ofSeverity(severity, severity),
    );
    await publisher.publish(alerts);
    const bodies = (await aws.drain(queue)).map(({ Body = '' }) => JSON.parse(Body));
    expect(bodies).toEqual([alerts[1], alerts[3]]);
  });

  it('a queue can filter by risk score as a number', async () => {
    const { publisher, queue } = await topicWith('numeric', {
      RawMessageDelivery: 'true',
      FilterPolicy: JSON.stringify({ risk_score: [{ numeric: ['>=', 50] }] }),
    });
    const risky = alertOf({ ...exec, auditID: 'risky' }, { rule: { ...rule, riskScore: 50 } });
    await publisher.publish([risky, alertOf(exec, { rule: { ...rule, riskScore: 49.5 } })]);
    expect((await aws.drain(queue)).map(({ Body = '' }) => JSON.parse(Body).event.id)).toEqual([
      risky.event.id,
    ]);
  });

  it('raw, the attributes are on the message', async () => {
    const { publisher, queue } = await topicWith('raw', { RawMessageDelivery: 'true' });
    const alert = alertOf();
    await publisher.publish([alert]);
    const [message] = await aws.drain(queue);
    expect(message?.MessageAttributes).toEqual({
      alert_id: { DataType: 'String', StringValue: alert.event.id },
      rule_id: { DataType: 'String', StringValue: rule.id },
      rule_name: { DataType: 'String', StringValue: 'Exec into a pod' },
      severity: { DataType: 'String', StringValue: 'high' },
      risk_score: { DataType: 'Number', StringValue: '73' },
      building_block: { DataType: 'String', StringValue: 'false' },
      cluster: { DataType: 'String', StringValue: 'blue' },
      namespace: { DataType: 'String', StringValue: 'default' },
      tags: { DataType: 'String.Array', StringValue: JSON.stringify(rule.tags) },
    });
  });

  it('wrapped, the attributes and the alert are in the envelope', async () => {
    const { publisher, queue } = await topicWith('wrapped', {});
    const alert = alertOf();
    await publisher.publish([alert]);
    const [message] = await aws.drain(queue);
    const envelope = JSON.parse(message?.Body ?? '');
    expect(JSON.parse(envelope.Message)).toEqual(alert);
    expect(envelope.Subject).toBe('[HIGH] Exec into a pod (blue)');
    expect(envelope.MessageAttributes.severity).toEqual({ Type: 'String', Value: 'high' });
  });

  it('25 alerts arrive, large ones among them, each once and within the limit', async () => {
    const { publisher, queue } = await topicWith('many', { RawMessageDelivery: 'true' });
    const alerts = Array.from({ length: 25 }, (_, i) =>
      alertOf({
        ...exec,
        auditID: `id-${i}`,
        requestObject: { text: 'x'.repeat(i % 5 === 0 ? 400_000 : 20_000) },
      }),
    );
    await publisher.publish(alerts);
    const bodies = (await aws.drain(queue)).map(({ Body = '' }) => Body);
    expect(bodies.toSorted()).toEqual(alerts.map(renderJson).toSorted());
    expect(Math.max(...bodies.map((body) => Buffer.byteLength(body)))).toBeLessThan(maxMessageBytes);
  });

  it('of a FIFO topic, an alert that is published twice arrives once, among those of its cluster', async () => {
    const { publisher, queue } = await topicWith('ordered.fifo', { RawMessageDelivery: 'true' });
    const alert = alertOf();
    await publisher.publish([alert]);
    await publisher.publish([alert]);
    const messages = await aws.drain(queue);
    expect(
      messages.map(({ Attributes }) => [Attributes?.MessageGroupId, Attributes?.MessageDeduplicationId]),
    ).toEqual([['blue', alert.event.id]]);
  });

  it('no alerts are no request', async () => {
    const unreachable = snsPublisher({
      client: aws.sns,
      topicArn: 'arn:aws:sns:eu-west-1:000000000000:missing',
    });
    await expect(unreachable.publish([])).resolves.toBeUndefined();
  });
});

describe('a message', () => {
  const form = { render: renderJson, fifo: false };

  it('leaves out the attributes that are not known', () => {
    const alert = alertOf(
      {},
      { origin: { source: 'x' }, events: [sourced({}, { origin: { source: 'x' } })] },
    );
    const names = Object.keys(snsMessage(alert, '0', form).MessageAttributes ?? {});
    expect(names).toEqual([
      'alert_id',
      'rule_id',
      'rule_name',
      'severity',
      'risk_score',
      'building_block',
      'tags',
    ]);
  });

  it('has ten attributes at most, which is what queues with raw delivery take', () => {
    expect(Object.keys(snsMessage(alertOf(), '0', form).MessageAttributes ?? {}).length).toBeLessThanOrEqual(
      10,
    );
  });

  it.each<[string | undefined, string]>([
    ['prod', 'prod'],
    [undefined, 'no-cluster'],
    ['', 'no-cluster'],
    ['a b/ü€', 'a-b/--'],
    ['x'.repeat(200), 'x'.repeat(128)],
  ])('to a FIFO topic, of the cluster %j, is in a group that SNS takes', (cluster, group) => {
    const origin = { source: 'x', ...(cluster !== undefined && { cluster }) };
    const alert = alertOf(exec, { origin, events: [sourced(exec, { origin })] });
    expect(snsMessage(alert, '0', { ...form, fifo: true }).MessageGroupId).toBe(group);
    expect(snsMessage(alert, '0', form).MessageGroupId).toBeUndefined();
  });

  it('has so many tags as can be filtered by, and no attribute of none', () => {
    const tagged = (tags: readonly string[]) =>
      snsMessage(alertOf(exec, { rule: { ...rule, tags } }), '0', form).MessageAttributes?.tags?.StringValue;
    expect(tagged([])).toBeUndefined();
    expect(tagged(['a'])).toBe('["a"]');
    expect(JSON.parse(tagged(Array.from({ length: 60 }, (_, index) => `${index}`)) ?? '')).toHaveLength(25);
  });

  it('is counted as SNS counts it, with its attributes', () => {
    const attribute = { DataType: 'String', StringValue: 'ü€' };
    const entry = { Id: '0', Message: 'é', Subject: 'abc', MessageAttributes: { name: attribute } };
    expect(messageBytes(entry)).toBe(2 + 3 + 4 + 6 + 5);
    expect(messageBytes({ Id: '0', Message: 'x' })).toBe(1);
    expect(messageBytes({ Id: '0', Message: 'x', MessageAttributes: { a: { DataType: undefined } } })).toBe(
      2,
    );
  });

  it('has attributes of characters that SNS takes, and not too long', () => {
    const objectRef = { resource: 'pods', namespace: `a\u0000\u202e\ufffe${'n'.repeat(1000)}` };
    const { namespace } = snsMessage(alertOf({ ...exec, objectRef }), '0', form).MessageAttributes ?? {};
    expect(namespace?.StringValue).toMatch(/^a\\u\{0\}\\u\{202e\}\\u\{fffe\}n+…$/);
    expect(namespace?.StringValue?.length).toBeLessThanOrEqual(256);
  });

  it.each([
    ['ASCII', 'x'],
    ['quotes', '"'],
    ['three-byte characters', '✓'],
    ['controls', '\u0001'],
    ['line breaks', '\n'],
  ])('fits with the largest alert and rule: %s', (_, character) => {
    const long = character.repeat(60_000);
    const list = Array.from({ length: 20 }, () => character.repeat(2000));
    const alert = alertOf(
      {
        ...exec,
        objectRef: { resource: long, namespace: long, name: long },
        userAgent: long,
        requestObject: { long },
      },
      {
        rule: {
          ...rule,
          name: long,
          description: long,
          note: long,
          references: list,
          falsePositives: list,
          tags: list,
        },
      },
    );
    const message = snsMessage(alert, '0', { ...form, fifo: true });
    expect(messageBytes(message)).toBeLessThanOrEqual(maxMessageBytes);
    // What a queue without raw delivery gets: SNS's envelope around the text, some 1.5 KiB of it.
    const envelope = JSON.stringify({
      Message: message.Message,
      MessageAttributes: message.MessageAttributes,
    });
    expect(Buffer.byteLength(envelope)).toBeLessThanOrEqual(maxMessageBytes - 2048);
  });
});

describe('batches', () => {
  const message = (bytes: number, i: number) => ({ Id: String(i), Message: 'x'.repeat(bytes) });
  const sizes = (of: number[]) =>
    [...batchesOf(of.map(message))].map((batch) => batch.map((one) => messageBytes(one)));

  it.each([
    ['nothing', [], []],
    ['ten and one', Array(11).fill(1), [Array(10).fill(1), [1]]],
    ['exactly the limit', [131_072, 131_072, 1], [[131_072, 131_072], [1]]],
    ['one byte more than the limit', [131_072, 131_073], [[131_072], [131_073]]],
    ['a large one between small ones', [1, 262_144, 1], [[1], [262_144], [1]]],
  ])('of %s', (_, given, expected) => {
    expect(sizes(given)).toEqual(expected);
  });
});
