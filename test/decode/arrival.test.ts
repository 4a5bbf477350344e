import { describe, expect, it } from 'vitest';
import { decode } from '../../src/decode/decode.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { decodeAll } from './collect.ts';
import { envelope, eventList, lines, podCreated, someEvents } from './events.ts';

const three = someEvents(3);
const texts = three.map((event) => JSON.stringify(event));
const stamp = '2026-02-03T04:05:06.789Z';

interface Form {
  readonly text: string;
  readonly positions?: readonly (number | string)[];
  readonly events?: readonly JsonObject[];
}

const items = eventList(three).items as readonly JsonObject[];

const forms: Readonly<Record<string, Form>> = {
  'one event a line': { text: lines(three) },
  'one event a line, the last line not ended': { text: lines(three).trimEnd() },
  'one event a line, CRLF': { text: lines(three).replaceAll('\n', '\r\n') },
  'a byte order mark first': { text: `\ufeff${lines(three)}` },
  'blank lines between': { text: `\n\n${texts.join('\n \n\r\n')}\n\n`, positions: [3, 6, 9] },
  'a single event': { text: texts[0] ?? '', positions: [1], events: three.slice(0, 1) },
  'an array': { text: JSON.stringify(three) },
  'a pretty-printed array': { text: JSON.stringify(three, null, 2) },
  'an array of an event a line': { text: `[\n${texts.join(',\n')}\n]\n` },
  'an EventList': { text: JSON.stringify(eventList(three)), events: items },
  'a pretty-printed EventList': { text: JSON.stringify(eventList(three), null, 4), events: items },
  'an EventList a line': {
    text: [three.slice(0, 2), three.slice(2)].map((part) => `${JSON.stringify(eventList(part))}\n`).join(''),
    events: items,
  },
  'pretty-printed events': { text: three.map((event) => JSON.stringify(event, null, 2)).join('\n') },
  'pretty-printed events, glued': { text: three.map((event) => JSON.stringify(event, null, 2)).join('') },
  'events, glued': { text: texts.join('') },
  'two events in the second line': {
    text: `${texts[0]}\n${texts[1]}${texts[2]}\n`,
    positions: [1, '2:1', '2:2'],
  },
  'glued envelopes': {
    text: envelope(texts.slice(0, 2), 'a') + envelope(texts.slice(2), 'b'),
    positions: ['a-1', 'a-2', 'b-1'],
  },
  'envelopes a line': {
    text: `${envelope(texts.slice(0, 2), 'a')}\n${envelope(texts.slice(2), 'b')}\n`,
    positions: ['a-1', 'a-2', 'b-1'],
  },
  'export-task lines': { text: texts.map((text) => `${stamp} ${text}\n`).join('') },
  'container runtime lines': { text: texts.map((text) => `${stamp} stdout F ${text}\n`).join('') },
  'Docker lines': {
    text: texts
      .map((text) => `${JSON.stringify({ log: `${text}\n`, stream: 'stdout', time: stamp })}\n`)
      .join(''),
  },
  'Fluent Bit, text': {
    text: texts.map((log) => `${JSON.stringify({ date: 1.5, log, kubernetes: { host: 'a' } })}\n`).join(''),
  },
  'Fluent Bit, object': { text: three.map((log) => `${JSON.stringify({ date: 1.5, log })}\n`).join('') },
  'Fluent Bit around container runtime lines': {
    text: texts.map((text) => `${JSON.stringify({ log: `${stamp} stderr F ${text}` })}\n`).join(''),
  },
  'Vector, text': {
    text: texts.map((message) => `${JSON.stringify({ host: 'a', message, timestamp: stamp })}\n`).join(''),
  },
  'Vector, object': {
    text: three.map((message) => `${JSON.stringify({ message, stage: 'prod' })}\n`).join(''),
  },
  'Vector around Docker': {
    text: texts
      .map((log) => `${JSON.stringify({ message: JSON.stringify({ log }), stage: 'prod' })}\n`)
      .join(''),
  },
  'envelopes around Fluent Bit': {
    text: envelope(texts.map((log) => JSON.stringify({ log }))),
    positions: ['e-1', 'e-2', 'e-3'],
  },
  'an array of wrapped events': { text: JSON.stringify(texts.map((log) => ({ log }))) },
};

describe('arrival forms', () => {
  it.each(Object.entries(forms))('%s', async (_name, { text, positions, events }) => {
    const decoded = await decodeAll(text);
    expect(decoded.undecodable).toEqual([]);
    expect(decoded.events.map(({ event }) => event)).toEqual(events ?? three);
    expect(decoded.events.every(({ partial }) => !partial)).toBe(true);
    if (positions !== undefined) expect(decoded.events.map(({ position }) => position)).toEqual(positions);
  });

  it('numbers lines, items and the items of a line', async () => {
    const positions = async (text: string) => (await decodeAll(text)).events.map(({ position }) => position);
    expect(await positions(lines(three))).toEqual([1, 2, 3]);
    expect(await positions(JSON.stringify(three))).toEqual([1, 2, 3]);
    expect(await positions(JSON.stringify(eventList(three)))).toEqual([1, 2, 3]);
    expect(await positions(`${lines(three)}${JSON.stringify(three)}\n`)).toEqual([
      1,
      2,
      3,
      '4:1',
      '4:2',
      '4:3',
    ]);
  });

  it('streams the items of a list that is too long to be parsed as one', async () => {
    const many = someEvents(5000);
    const list = JSON.stringify(eventList(many));
    expect(list.length).toBeGreaterThan(5 * 1024 * 1024);
    const inList = await decodeAll(`${list}${texts[0]}`);
    expect(inList.undecodable).toEqual([]);
    expect(inList.events.map(({ position }) => position)).toEqual(
      many.map((_, index) => index + 1).concat(5001),
    );
    expect(inList.events[4999]?.event.auditID).toBe('id-5000');

    const inEnvelope = await decodeAll(envelope(many.map((event) => JSON.stringify(event))));
    expect(inEnvelope.undecodable).toEqual([]);
    expect(inEnvelope.events).toHaveLength(5000);
    expect(inEnvelope.events[4999]).toMatchObject({ position: 'e-5000', origin: { cluster: 'shop' } });
  });

  it('decodes an empty delivery to nothing', async () => {
    expect(await decodeAll('')).toEqual({ events: [], undecodable: [], skipped: {} });
    expect(await decodeAll(' \n\r\n')).toEqual({ events: [], undecodable: [], skipped: {} });
  });
});

describe('origin', () => {
  it('takes cluster, account, group and stream from an envelope before those configured', async () => {
    const text = envelope([texts[0] ?? '']) + envelope([texts[1] ?? ''], 'x', { logGroup: '/ours/audit' });
    const { events } = await decodeAll(text, {
      source: 's3://bucket/key',
      origin: { cluster: 'configured', region: 'eu-west-1', account: '999900001111' },
    });
    const common = {
      source: 's3://bucket/key',
      region: 'eu-west-1',
      account: '111122223333',
      logStream: 'kube-apiserver-audit-0123456789abcdef0123456789abcdef',
    };
    expect(events.map(({ origin }) => origin)).toEqual([
      { ...common, cluster: 'shop', logGroup: '/aws/eks/shop/cluster' },
      { ...common, cluster: 'configured', logGroup: '/ours/audit' },
    ]);
  });

  it('is one object for all records of an envelope', async () => {
    const { events } = await decodeAll(envelope(texts));
    expect(new Set(events.map(({ origin }) => origin)).size).toBe(1);
  });

  it('takes the stream from the key of an export task', async () => {
    const source = 's3://b/exports/0a1b2c3d/kube-apiserver-audit-0123/000000.gz';
    const { events } = await decodeAll(`${stamp} ${texts[0]}\n`, { source });
    expect(events[0]?.origin).toEqual({ source, logStream: 'kube-apiserver-audit-0123' });
  });
});

describe('what is skipped', () => {
  const noise = ['I0203 04:05:06.7 1 leaderelection.go:250] renewed', '{"level":"info"}'];

  it.each([
    ['kube-apiserver-0123'],
    ['authenticator-0123'],
    ['kube-scheduler-0123'],
    ['kube-controller-manager-0123'],
    ['cloud-controller-manager-0123'],
  ])('the log events of %s, in whichever log group', async (logStream) => {
    const text =
      envelope(noise, 'a', { logStream }) + envelope(noise, 'b', { logStream, logGroup: '/other' });
    expect(await decodeAll(text + texts[0])).toMatchObject({
      events: [{ event: { auditID: 'id-1' } }],
      undecodable: [],
      skipped: { 'not-an-audit-stream': 4 },
    });
  });

  it('streams of an EKS log group with other names, but not those of other log groups', async () => {
    const other = envelope(texts, 'a', { logStream: 'mine' });
    expect((await decodeAll(other)).skipped).toEqual({ 'not-an-audit-stream': 3 });
    const custom = envelope(texts, 'a', { logStream: 'mine', logGroup: '/clusters/audit' });
    expect((await decodeAll(custom)).events).toHaveLength(3);
  });

  it('control messages', async () => {
    const control = envelope(['CWL CONTROL MESSAGE: Checking health'], 'c', {
      messageType: 'CONTROL_MESSAGE',
      logGroup: '',
      logStream: '',
    });
    expect(await decodeAll(control + envelope(texts))).toMatchObject({
      skipped: { 'control-message': 1 },
      undecodable: [],
      events: [{}, {}, {}],
    });
  });

  it('exported objects of other streams, and the probe beside them', async () => {
    const source = 's3://b/exports/0a1b2c3d/kube-scheduler-0123/000001.gz';
    const text = noise.map((line) => `${stamp} ${line}\n\n`).join('');
    expect(await decodeAll(text, { source })).toEqual({
      events: [],
      undecodable: [],
      skipped: { 'not-an-audit-stream': 2 },
    });
    const probe = await decodeAll('Permission Check Successful', {
      source: 's3://b/exports/aws-logs-write-test',
    });
    expect(probe).toEqual({ events: [], undecodable: [], skipped: { 'control-message': 1 } });
  });
});

describe('wrappers', () => {
  it('are told from events by what they wrap', async () => {
    const event = podCreated('outer', { message: 'text', log: { level: 'info' } });
    expect((await decodeAll(JSON.stringify(event))).events[0]?.event).toEqual(event);
    const sparse = { auditID: 'sparse', message: 'pods "a" not found' };
    expect((await decodeAll(JSON.stringify(sparse))).events[0]?.event).toEqual(sparse);
  });

  it('around text that is no event are undecodable', async () => {
    const { undecodable } = await decodeAll('{"log":"I0203 starting","stream":"stderr"}\n');
    expect(undecodable).toMatchObject([{ reason: 'not-an-audit-event', position: 1 }]);
  });

  it('may stand one in the other only so often', async () => {
    let text = texts[0] ?? '';
    const depths: number[] = [];
    for (let depth = 1; depth <= 6; depth += 1) {
      text = JSON.stringify({ log: text });
      depths.push((await decodeAll(text)).events.length);
    }
    expect(depths).toEqual([1, 1, 1, 1, 0, 0]);
  });
});

describe('batches', () => {
  it('stay small while more is to come, however many events an envelope holds', async () => {
    const sizes: number[] = [];
    const messages = someEvents(1000).map((event) => JSON.stringify(event));
    const bytes = Buffer.from(`${envelope(messages)}${envelope(texts, 'last')}`);
    for await (const batch of decode(bytes, { source: 'test' })) sizes.push(batch.events.length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1003);
    expect(sizes.length).toBeGreaterThan(10);
    expect(Math.max(...sizes)).toBeLessThan(100);
  });
});
