/** Alerts as findings, by the protocols that they go by. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { renderOcsf } from '../../src/alert/render-ocsf.ts';
import { findingsPublisher } from '../../src/publish/findings.ts';
import { alertOf, exec } from '../alert/sample.ts';
import { type Emulator, startEmulator } from './emulator.ts';

let aws: Emulator;
beforeAll(async () => {
  aws = await startEmulator();
});
afterAll(() => aws.stop());

const alerts = Array.from({ length: 12 }, (_, i) => alertOf({ ...exec, auditID: `${i}` }));

it('go to the topic in the form of OCSF, and can be filtered there as alerts can', async () => {
  const { topicArn } = await aws.createTopic('findings');
  const queue = await aws.createQueue('findings');
  const FilterPolicy = JSON.stringify({
    severity: ['high'],
    alert_id: alerts.slice(1).map(({ event }) => event.id),
  });
  await aws.subscribe(topicArn, queue, { RawMessageDelivery: 'true', FilterPolicy });
  const publisher = findingsPublisher(aws.sns, { ocsfTopicArn: topicArn });
  await publisher?.publish(alerts);
  const bodies = (await aws.drain(queue)).map(({ Body = '' }) => Body);
  expect(bodies.sort()).toEqual(alerts.slice(1).map(renderOcsf).sort());
});

it('go nowhere if nobody asked for them', async () => {
  expect(findingsPublisher(aws.sns, {})).toBeUndefined();
});
