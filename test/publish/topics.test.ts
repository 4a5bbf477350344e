/** A topic for each kind of reader, and what happens if one of them fails. */
import { SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderEmail } from '../../src/alert/render-email.ts';
import { everyPublisher } from '../../src/publish/every.ts';
import { PublishError, type Publisher, watchedPublisher } from '../../src/publish/publisher.ts';
import { topicsPublisher } from '../../src/publish/topics.ts';
import { alertOf, exec } from '../alert/sample.ts';
import { type Emulator, startEmulator } from './emulator.ts';

let aws: Emulator;
beforeAll(async () => {
  aws = await startEmulator();
});
afterAll(() => aws.stop());

/** A topic with a queue that takes what is not low. */
async function topic(name: string) {
  const { topicArn } = await aws.createTopic(name);
  const queue = await aws.createQueue(name);
  const FilterPolicy = JSON.stringify({ severity: ['medium', 'high'] });
  await aws.subscribe(topicArn, queue, { RawMessageDelivery: 'true', FilterPolicy });
  return { topicArn, bodies: async () => (await aws.drain(queue)).map(({ Body = '' }) => Body) };
}

const alert = alertOf();
const other = alertOf({ ...exec, auditID: 'other' });

describe('an alert', () => {
  it('goes to each topic in the form that its readers take, and can be filtered there', async () => {
    const [json, email, chat] = await Promise.all([topic('programs'), topic('emails'), topic('chat')]);
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
    const json = await topic('alone');
    await topicsPublisher(aws.sns, { alertTopicArn: json.topicArn }).publish([alert]);
    expect(await json.bodies()).toHaveLength(1);
  });

  it('still goes to the others if one topic is gone, and counts as not published', async () => {
    const [json, email] = await Promise.all([topic('programs-2'), topic('emails-2')]);
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

describe('whoever watches a publisher', () => {
  it('is told of the alerts that are out, also beside others that failed', async () => {
    const seen: string[] = [];
    const outcomes = [
      new PublishError('a topic', [alert.event.id], 'no'),
      new TypeError('a mistake'),
      undefined,
    ];
    const publisher = watchedPublisher(
      {
        publish: async () => {
          const outcome = outcomes.shift();
          if (outcome !== undefined) throw outcome;
        },
      },
      (alerts) => seen.push(alerts.map(({ event }) => event.id).join(' ')),
    );
    await expect(publisher.publish([alert, other])).rejects.toThrow(PublishError);
    await expect(publisher.publish([alert, other])).rejects.toThrow(TypeError);
    await publisher.publish([alert]);
    expect(seen).toEqual([other.event.id, '', alert.event.id]);
  });
});

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

  it('of which one fails: the alert goes to that one again, and not to the others', async () => {
    const received: string[] = [];
    const noting = (name: string): Publisher => ({
      publish: async (alerts) => void received.push(...alerts.map(({ event }) => `${name} ${event.id}`)),
    });
    let isDown = true;
    const moody: Publisher = {
      publish: async (alerts) => {
        if (isDown) throw new PublishError('moody', [alert.event.id], 'no');
        return noting('moody').publish(alerts);
      },
    };
    const publisher = everyPublisher([noting('good'), moody]);
    await expect(publisher.publish([alert, other])).rejects.toMatchObject({ alertIds: [alert.event.id] });
    isDown = false;
    await publisher.publish([alert]);
    expect(received).toEqual([`good ${alert.event.id}`, `good ${other.event.id}`, `moody ${alert.event.id}`]);
    // What is everywhere is another matter: whoever gives it again wants it out again.
    await publisher.publish([alert]);
    expect(received).toHaveLength(5);
  });

  it('of which one takes some: what it took does not go to it again', async () => {
    const received: string[] = [];
    let refused: readonly string[] = [other.event.id];
    const partly: Publisher = {
      publish: async (alerts) => {
        const taken = alerts.map(({ event }) => event.id).filter((id) => !refused.includes(id));
        received.push(...taken);
        if (taken.length < alerts.length) throw new PublishError('partly', refused, 'no');
      },
    };
    const publisher = everyPublisher([failing('down', alert.event.id, other.event.id), partly]);
    await expect(publisher.publish([alert, other])).rejects.toThrow(PublishError);
    refused = [];
    await expect(publisher.publish([alert, other])).rejects.toThrow(PublishError);
    expect(received).toEqual([alert.event.id, other.event.id]);
  });

  it('of which one fails in a way that names no alerts: none is published', async () => {
    const broken: Publisher = { publish: () => Promise.reject(new TypeError('a mistake')) };
    await expect(everyPublisher([failing('a', '1'), broken]).publish([alert])).rejects.toThrow(TypeError);
  });
});
