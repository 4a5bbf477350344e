import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PoisonDeliveryError } from '../../src/decode/batch.ts';
import { decodeSubscription } from '../../src/decode/subscription.ts';
import { envelope, podCreated, someEvents, subscriptionPayload } from './events.ts';

const texts = someEvents(3).map((event) => JSON.stringify(event));

describe('decodeSubscription', () => {
  it('decodes the events of a data message, with their origin', () => {
    const batch = decodeSubscription(subscriptionPayload(envelope(texts)), { region: 'eu-west-1' });
    expect(batch.undecodable).toEqual([]);
    expect(batch.skipped).toEqual({});
    expect(batch.events.map(({ event }) => event)).toEqual(someEvents(3));
    expect(batch.events[1]).toMatchObject({
      position: 'e-2',
      partial: false,
      origin: {
        source: '/aws/eks/shop/cluster/kube-apiserver-audit-0123456789abcdef0123456789abcdef',
        cluster: 'shop',
        account: '111122223333',
        region: 'eu-west-1',
        logGroup: '/aws/eks/shop/cluster',
        logStream: 'kube-apiserver-audit-0123456789abcdef0123456789abcdef',
      },
    });
  });

  it('keeps the configured cluster for log groups that name none', () => {
    const payload = subscriptionPayload(envelope(texts, 'e', { logGroup: '/audit', logStream: 'a' }));
    expect(decodeSubscription(payload, { cluster: 'own' }).events[0]?.origin.cluster).toBe('own');
    expect(decodeSubscription(payload).events[0]?.origin).not.toHaveProperty('cluster');
  });

  it('skips control messages, and streams without audit events', () => {
    const control = subscriptionPayload(envelope(['checking'], 'c', { messageType: 'CONTROL_MESSAGE' }));
    expect(decodeSubscription(control)).toEqual({
      events: [],
      undecodable: [],
      skipped: { 'control-message': 1 },
    });
    const other = subscriptionPayload(envelope(texts, 'o', { logStream: 'authenticator-0123' }));
    expect(decodeSubscription(other)).toEqual({
      events: [],
      undecodable: [],
      skipped: { 'not-an-audit-stream': 3 },
    });
  });

  it('goes on after what is not an event', () => {
    const messages = ['', 'plain text', '{"a":1}', '[]', texts[0] ?? '', '7', `${texts[1]?.slice(0, 120)}`];
    const { events, undecodable } = decodeSubscription(subscriptionPayload(envelope(messages)));
    expect(events.map(({ position }) => position)).toEqual(['e-5', 'e-7']);
    expect(undecodable.map(({ position, reason }) => [position, reason])).toEqual([
      ['e-2', 'not-json'],
      ['e-3', 'not-an-audit-event'],
      ['e-6', 'not-json'],
    ]);
    expect(undecodable[0]).toMatchObject({ excerpt: 'plain text', origin: { cluster: 'shop' } });
  });

  it('reports log events without a message, and envelopes without log events', () => {
    const parse = (json: string) => decodeSubscription(subscriptionPayload(json)).undecodable;
    const [none, text, number] = ['{"id":"a"}', '"x"', '{"id":"b","message":5}'];
    const found = parse(`{"messageType":"DATA_MESSAGE","logEvents":[${none},${text},${number}]}`);
    expect(found.map(({ position, reason }) => [position, reason])).toEqual([
      ['a', 'not-an-audit-event'],
      [1, 'not-an-audit-event'],
      ['b', 'not-an-audit-event'],
    ]);
    expect(parse('{"messageType":"DATA_MESSAGE","logEvents":{}}')).toHaveLength(1);
    expect(parse('{"messageType":"HELLO"}')[0]?.detail).toContain('"HELLO"');
  });

  it('salvages a message that was cut at the size limit', () => {
    const text = JSON.stringify(podCreated('big'));
    const cut = text.slice(0, text.indexOf('"hostPID"'));
    for (const message of [cut, `${cut}[Truncated...]`]) {
      const { events, undecodable } = decodeSubscription(subscriptionPayload(envelope([message])));
      expect(undecodable).toEqual([]);
      expect(events).toMatchObject([
        { position: 'e-1', partial: true, event: { auditID: 'big', verb: 'create' } },
      ]);
      expect(events[0]?.event.requestObject).toEqual({
        ...(podCreated('big').requestObject as object),
        spec: {
          containers: [
            { name: 'main', image: 'busybox', securityContext: { privileged: true } },
            { name: 'side', image: 'envoy' },
          ],
        },
      });
    }
  });

  it('refuses what is not an envelope, with what it found', () => {
    const refused = (data: string) => () => decodeSubscription({ awslogs: { data } });
    const gzipped = (text: string) => gzipSync(text).toString('base64');
    expect(refused('')).toThrow(PoisonDeliveryError);
    expect(refused('aGVsbG8=')).toThrow(/awslogs\.data is not base64 of gzip/);
    expect(refused(gzipSync(envelope(texts)).subarray(0, 200).toString('base64'))).toThrow(
      PoisonDeliveryError,
    );
    expect(refused(gzipped('{"messageType"'))).toThrow(/not JSON: \{"messageType"/);
    expect(refused(gzipped('[1]'))).toThrow(/not an envelope .*: \[1\]/);
    expect(refused(gzipped(texts[0] ?? ''))).toThrow(PoisonDeliveryError);
  });

  it('passes over zeros behind the gzip, and refuses what is behind them', () => {
    const bytes = gzipSync(envelope(texts));
    const data = (...parts: Buffer[]) => ({ awslogs: { data: Buffer.concat(parts).toString('base64') } });
    expect(decodeSubscription(data(bytes, Buffer.alloc(9))).events).toHaveLength(3);
    expect(() => decodeSubscription(data(bytes, Buffer.alloc(9), bytes))).toThrow(
      /not base64 of gzip: something follows the zero bytes/,
    );
  });

  it('refuses a bomb, with the bound and how to raise it', () => {
    const bomb = { awslogs: { data: gzipSync(Buffer.alloc(1024 * 1024)).toString('base64') } };
    expect(() => decodeSubscription(bomb, {}, { maxInflatedBytes: 512 * 1024 })).toThrow(
      /inflates to more than 512 KiB from 1\.\d KiB of base64.*raise maxInflatedBytes/,
    );
    expect(() => decodeSubscription(bomb)).toThrow(/not JSON/);
  });
});
