/** A record that was cut has lost the times at its end; when it was logged stands beside it. */
import { expect, it } from 'vitest';
import { decode } from '../../src/decode/decode.ts';
import { decodeSubscription } from '../../src/decode/subscription.ts';
import type { SourcedEvent } from '../../src/schema/audit-event.ts';
import { podCreated, subscriptionPayload } from './events.ts';

const whole = JSON.stringify(podCreated('a'));
const cut = whole.slice(0, 400);
const at = Date.UTC(2026, 1, 3, 4, 5, 7);

function envelope(messages: readonly string[]): string {
  return JSON.stringify({
    messageType: 'DATA_MESSAGE',
    logGroup: '/aws/eks/shop/cluster',
    logStream: 'kube-apiserver-audit-0',
    logEvents: messages.map((message, index) => ({ id: `${index}`, timestamp: at + index, message })),
  });
}

async function events(text: string): Promise<readonly SourcedEvent[]> {
  const all: SourcedEvent[] = [];
  for await (const batch of decode(Buffer.from(text), { source: 'file' })) all.push(...batch.events);
  return all;
}

it('is known of a subscription’s log events', () => {
  const batch = decodeSubscription(subscriptionPayload(envelope([whole, cut, `${cut}[Truncated...]`])));
  expect(batch.events.map(({ partial, loggedAt }) => [partial, loggedAt])).toEqual([
    [false, undefined],
    [true, at + 1],
    [true, at + 2],
  ]);
});

it('is known of envelopes in an object', async () => {
  const found = await events(envelope([cut]) + envelope([cut]));
  expect(found.map(({ loggedAt }) => loggedAt)).toEqual([at, at]);
});

it('is known of an export task’s lines, and not of others', async () => {
  const found = await events(`2026-02-03T04:05:07.000Z ${cut}\n2026-02-03T04:05:07.000Z ${whole}\n${cut}\n`);
  expect(found.map(({ partial, loggedAt }) => [partial, loggedAt])).toEqual([
    [true, at],
    [false, undefined],
    [true, undefined],
  ]);
});
