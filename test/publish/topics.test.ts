/** A topic for each kind of reader, and what happens if one of them fails. */
import { SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderEmail } from '../../src/alert/render-email.ts';
import { everyPublisher } from '../../src/publish/every.ts';
import { PublishError, type Publisher } from '../../src/publish/publisher.ts';
import { topicsPublisher } from '../../src/publish/topics.ts';
import { alertOf, exec } from '../alert/sample.ts';
import { type Emulator, startEmulator } from './fauxqs.ts';

let aws: Emulator;
beforeAll(async () => {
  aws = await startEmulator();
});
afterAll(() => aws.stop());

/** A topic with a queue that takes what is not low. */
function topic(name: string) {
  const { topicArn } = aws.server.createTopic(name);
  const queue = aws.server.createQueue(name);
  const FilterPolicy = JSON.stringify({ severity: ['medium', 'high'] });
  aws.server.subscribe({
    topic: name,
    queue: name,
    attributes: { RawMessageDelivery: 'true', FilterPolicy },
  });
  return { topicArn, bodies: async () => (await aws.drain(queue)).map(({ Body = '' }) => Body) };
}

const alert = alertOf();
const other = alertOf({ ...exec, auditID: 'other' });

describe('an alert', () => {
  it('goes to each topic in the form that its readers take, and can be filtered there', async () => {
    const [json, email, chat] = ['programs', 'emails', 'chat'].map(topic) as [Topic, Topic, Topic];
    await topicsPublisher(aws.sns, {
      alertTopicArn: json.topicArn,
      emailTopicArn: email.topicArn,
      chatTopicArn: chat.topicArn,
    }).publish([alert]);
    expect((await json.bodies()).map((body) => JSON.parse(body))).toEqual([alert]);
    expect(await email.bodies()).toEqual([renderEmail(alert)]);
    expect((await chat.bodies()).map((body) => JSON.parse(body))).toMatchObject([
      { version: '1.0', source: 'custom', id: alert.event.id },
    ]);
  });

  it('goes nowhere else without the other topics', async () => {
    const json = topic('alone');
    await topicsPublisher(aws.sns, { alertTopicArn: json.topicArn }).publish([alert]);
    expect(await json.bodies()).toHaveLength(1);
  });

  it('still goes to the others if one topic is gone, and counts as not published', async () => {
    const [json, email] = ['programs-2', 'emails-2'].map(topic) as [Topic, Topic];
    const publisher = topicsPublisher(new SNSClient({ ...aws.settings, maxAttempts: 1 }), {
      alertTopicArn: json.topicArn,
      emailTopicArn: email.topicArn,
      chatTopicArn: 'arn:aws:sns:eu-west-1:000000000000:gone',
    });
    await expect(publisher.publish([alert])).rejects.toMatchObject({
      name: 'PublishError',
      alertIds: [alert.event.id],
      message: expect.stringContaining('arn:aws:sns:eu-west-1:000000000000:gone'),
    });
    expect(await json.bodies()).toHaveLength(1);
    expect(await email.bodies()).toHaveLength(1);
  });
});

type Topic = ReturnType<typeof topic>;

describe('several receivers', () => {
  const good: Publisher = { publish: async () => {} };
  const failing = (receiver: string, ...ids: string[]): Publisher => ({
    publish: async () => {
      throw new PublishError(receiver, ids, 'no');
    },
  });

  it('that fail on different alerts fail on all of these, with what each said', async () => {
    const publishing = everyPublisher([failing('a', '1', '2'), good, failing('b', '2', '3')]).publish([
      alert,
      other,
    ]);
    await expect(publishing).rejects.toMatchObject({
      alertIds: ['1', '2', '3'],
      message: expect.stringMatching(/published to a: no .*; .*published to b: no/),
    });
  });

  it('of which one fails in a way that names no alerts: none is published', async () => {
    const broken: Publisher = { publish: () => Promise.reject(new TypeError('a mistake')) };
    await expect(everyPublisher([failing('a', '1'), broken]).publish([alert])).rejects.toThrow(TypeError);
  });
});
