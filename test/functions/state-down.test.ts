/** Where state cannot be read or written, what needs it fails and comes again; nothing is alerted on by guess. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type Deployment, deploy, type LogLine, watchLog } from './deployment.ts';
import { bindingEvent, envelope, fromQueue, ndjson, notification, subscription } from './events.ts';

let harrier: Deployment;
let log: LogLine[];
beforeAll(async () => {
  harrier = await deploy();
});
afterAll(() => harrier.stop());
beforeEach(() => {
  log = watchLog();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const down = { HARRIER_STATE_TABLE: 'no-such-table' };
const quiet = () => ({ ...bindingEvent(), verb: 'watch' });

it('a subscription’s delivery fails, so that Lambda tries again', async () => {
  const handler = await harrier.load('cloudwatch', down);
  const delivery = subscription(envelope([JSON.stringify(bindingEvent())]));
  await expect(handler(delivery)).rejects.toThrow(/StateUnavailableError|on table no-such-table failed/);
  expect(await harrier.all()).toEqual([]);
  const restored = await harrier.load('cloudwatch');
  await restored(delivery);
  expect(await harrier.all()).toHaveLength(1);
});

it('of a queue only the messages that need state come back', async () => {
  const handler = await harrier.load('s3', { ...down, HARRIER_CLUSTER: 'green' });
  await harrier.put('quiet', ndjson(quiet()));
  await harrier.put('attack', ndjson(bindingEvent()));
  const messages = fromQueue(notification('quiet'), notification('attack'), notification('quiet'));
  expect(await handler(messages)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  expect(log.find(({ level }) => level === 'ERROR')).toMatchObject({
    messageId: 'm1',
    error: { name: 'StateUnavailableError', message: expect.stringContaining('no-such-table') },
  });
  expect(await harrier.all()).toEqual([]);
});
