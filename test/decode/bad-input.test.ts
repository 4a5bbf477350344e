import { describe, expect, it } from 'vitest';
import { decode } from '../../src/decode/decode.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { auditIDs, decodeAll, inChunks, reasons } from './collect.ts';
import { envelope, lines, podCreated, someEvents } from './events.ts';

const [first, second] = someEvents(2).map((event) => JSON.stringify(event));
const MiB = 1024 * 1024;

/** The line between two events; both are decoded whatever it is. */
async function between(line: string | Buffer, options = {}) {
  const bytes = Buffer.concat([Buffer.from(`${first}\n`), Buffer.from(line), Buffer.from(`\n${second}\n`)]);
  const decoded = await decodeAll(bytes, { options });
  expect(decoded.events.at(0)?.event.auditID).toBe('id-1');
  expect(decoded.events.at(-1)).toMatchObject({ position: 3, event: { auditID: 'id-2' }, partial: false });
  return { ...decoded, events: decoded.events.slice(1, -1) };
}

/** An object in an object, so many deep. */
function deepObject(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

describe('a broken record costs itself alone', () => {
  it.each([
    ['text', 'not json', 'not-json'],
    ['an empty object', '{}', 'not-an-audit-event'],
    ['a core/v1 Event', '{"kind":"Event","apiVersion":"v1","reason":"Killing"}', 'not-an-audit-event'],
    ['a pod', '{"kind":"Pod","apiVersion":"v1"}', 'not-an-audit-event'],
    ['a number', '42', 'not-json'],
    ['broken JSON', '{"a":1,,"verb":"get"}', 'not-json'],
    ['another brace', '}', 'not-json'],
    ['NUL bytes', '\0\0\0', 'not-json'],
    ['an unknown envelope', '{"messageType":"OTHER","logEvents":[]}', 'not-an-audit-event'],
  ])('%s', async (_name, line, reason) => {
    const { events, undecodable } = await between(line);
    expect(events).toEqual([]);
    expect(undecodable).toMatchObject([{ reason, position: 2, excerpt: line, origin: { source: 'test' } }]);
    expect(undecodable[0]?.detail).not.toBe('');
  });

  it('and leaves an excerpt of at most 1 KiB, of whole characters', async () => {
    const { undecodable } = await between('größe '.repeat(1000));
    const excerpt = undecodable[0]?.excerpt ?? '';
    expect(Buffer.byteLength(excerpt)).toBeLessThanOrEqual(1024);
    expect(Buffer.byteLength(excerpt)).toBeGreaterThan(1020);
    expect(excerpt).not.toContain('\ufffd');
  });

  it.each([
    [0, 1024],
    [1, 1021],
    [2, 1022],
    [3, 1023],
  ])('and leaves characters of four bytes whole, behind %i others', async (count, bytes) => {
    const { undecodable } = await between(`${'x'.repeat(count)}${'😀'.repeat(1000)}`);
    const excerpt = undecodable[0]?.excerpt ?? '';
    expect(Buffer.byteLength(excerpt)).toBe(bytes);
    expect(excerpt).not.toContain('\ufffd');
  });

  it('among the items of an array', async () => {
    const broken = '{"auditID":"b","verb""get"}';
    const decoded = await decodeAll(`[${first},${broken},${second},{"x":[1,2},${first}]`);
    expect(auditIDs(decoded)).toEqual(['id-1', 'b', 'id-2', 'id-1']);
    expect(decoded.events.map(({ partial }) => partial)).toEqual([false, true, false, false]);
    // What is behind the damage of the first, and all of the second.
    expect(decoded.undecodable).toMatchObject([
      { reason: 'not-json', excerpt: '"get"},' },
      { reason: 'not-json', excerpt: '{"x":[1,2},' },
    ]);
  });

  it('among the items of an object, glued to others or in a line', async () => {
    const cut = first?.slice(0, 500);
    const logEvents = envelope([first ?? '', '|', second ?? '']);
    const lists = [
      `{"kind":"EventList","items":[${first},${cut},${second}]}`,
      logEvents.replace('"|"', '"half of a message'),
      logEvents.replace('"|"', '"a "quote" too many"'),
    ];
    for (const list of lists) {
      for (const [before, after] of [
        ['', ''],
        ['', envelope([first ?? ''])],
        [`${first}\n`, '\n'],
      ] as const) {
        const { events, undecodable } = await decodeAll(before + list + after);
        const whole = events.filter(({ partial }) => !partial).map(({ event }) => event.auditID);
        const around = before === '' && after === '' ? 2 : 3;
        expect(whole).toHaveLength(around);
        expect(whole).toContain('id-2');
        expect(events.length + undecodable.length).toBeGreaterThan(around);
      }
    }
  });

  it('behind a list, in the end of its object, with whatever chunks', async () => {
    const list = `{"kind":"EventList","items":[${first}],"metadata":{"a":"x`;
    for (const end of [list, list.slice(0, -1), list.slice(0, -4), `${list}"x`]) {
      for (const size of [1, 7, 100_000]) {
        const decoded = await decodeAll(inChunks(Buffer.from(`${end}${second}${first}`), [size]));
        expect(auditIDs(decoded)).toEqual(['id-1', 'id-2', 'id-1']);
        expect(decoded.events.every(({ partial }) => !partial)).toBe(true);
      }
    }
  });

  it('behind a list that is too long to be parsed in one, byte by byte', async () => {
    const items = `{"items":[${Array(1200).fill(first).join()}]`;
    async function* source(): AsyncGenerator<Buffer> {
      yield Buffer.from(items);
      for (const byte of Buffer.from(`,"metadata":{"a":"x${second}`)) yield Buffer.from([byte]);
    }
    const decoded = await decodeAll(source());
    expect(decoded.undecodable).toEqual([]);
    expect(decoded.events).toHaveLength(1201);
    expect(auditIDs(decoded).at(-1)).toBe('id-2');
  });

  it('and is only cut where a comma follows it in an array', async () => {
    const { events, undecodable } = await decodeAll(
      `[${first},${first?.slice(0, first.indexOf('"create"'))},${second}]`,
    );
    expect(events.map(({ partial }) => partial)).toEqual([false, true, false]);
    expect(undecodable).toEqual([]);
  });

  it.each([
    ['a wrapper', '{"stream":"stdout","log":"', 'cut before the text under log'],
    ['a wrapper of another kind', '{"message":"', 'cut before the text under message'],
    ['a wrapper in a wrapper', '{"log":"{\\"message\\":\\"', 'cut before the text under message'],
    ['a wrapper around a prefix', '{"log":"2026-02-03T04:05:06Z ', 'the record is text'],
    ['a wrapper, before its quote', '{"stream":"stdout","log":', 'nothing that shows an audit event'],
    ['a wrapper around an object', '{"stream":"stdout","log":{', 'nothing that shows an audit event'],
    ['a line of the container runtime', '2026-02-03T04:05:06Z stdout F ', 'the record is text'],
    ['a line of an export task', '2026-02-03T04:05:06Z ', 'the record is text'],
    ['a mark', '[Truncated...]', 'the mark of a cut record'],
  ])('that is cut before its content is reported: %s', async (_name, line, detail) => {
    for (const end of ['', '\r']) {
      const { events, undecodable } = await between(line + end);
      expect(events).toEqual([]);
      expect(undecodable).toMatchObject([{ reason: 'not-json', position: 2 }]);
      expect(undecodable[0]?.detail).toContain(detail);
      const alone = await decodeAll(`${line}${end}\n`);
      expect(alone.undecodable).toMatchObject([{ reason: 'not-json' }]);
    }
  });

  it('that is a log event cut before its message is reported', async () => {
    const cut = envelope([first ?? '', '|']).replace(/\|.*/, '');
    const { events, undecodable } = await decodeAll(cut);
    expect(events).toHaveLength(1);
    expect(undecodable.map(({ position, detail }) => [position, detail])).toEqual([
      ['e-2', 'a log event without a message; expected the text of an audit event'],
      [1, 'the list of events is not closed; what it had behind its last item is lost'],
    ]);
  });

  it('and is a partial event in a wrapper that is cut with a CRLF', async () => {
    const wrapper = JSON.stringify({ log: first });
    const { events } = await between(`${wrapper.slice(0, 900)}\r`);
    expect(events).toMatchObject([{ partial: true, event: { auditID: 'id-1' } }]);
  });

  it.each([
    ['an array', `[${first},${second},`, ''],
    ['an EventList', `{"kind":"EventList","items":[${first},${second}`, '{"kind":"EventList","items":'],
    ['an envelope', envelope([first ?? '', second ?? '']).slice(0, -2), '{"messageType":"DATA_MESSAGE"'],
  ])('that is missing with the end of %s: the list is reported', async (_name, list, header) => {
    const other = envelope([first ?? '']);
    for (const text of [list, `${list}\n${other}\n`, `${other}\n${list}`]) {
      const { events, undecodable } = await decodeAll(text);
      expect(events.map(({ partial }) => partial)).toEqual(Array(text === list ? 2 : 3).fill(false));
      expect(undecodable).toMatchObject([{ reason: 'not-json' }]);
      expect(undecodable[0]?.detail).toContain('the list of events is not closed');
      expect(undecodable[0]?.excerpt.startsWith(header)).toBe(true);
    }
  });

  it('among glued envelopes', async () => {
    const [a, b] = [envelope([first ?? ''], 'a'), envelope([second ?? ''], 'b')];
    const decoded = await decodeAll(`${a}{"messageType":"DATA_MESSAGE","own${b}`);
    expect(auditIDs(decoded)).toEqual(['id-1', 'id-2']);
    expect(reasons(decoded)).toEqual(['not-json']);
  });

  it('and an envelope of another kind costs itself, with all of its log events', async () => {
    const messages = ['a', 'b'].map((id) => JSON.stringify(podCreated(id)));
    const others = ['HELLO', 'CONTROL_MESSAGE'].map((messageType) =>
      envelope(messages, 'o', { messageType }),
    );
    const found = await decodeAll(`${others.join('')}${envelope(messages)}`);
    expect(auditIDs(found)).toEqual(['a', 'b']);
    expect(reasons(found)).toEqual(['not-an-audit-event']);
    expect(found.skipped).toEqual({ 'control-message': 1 });
    // Also where the list is read item by item, because one of them is broken.
    const broken = others.map((other) => other.replace('"id":"o-1",', '"id":"o-1"'));
    const left = await decodeAll(`${broken.join('')}${envelope(messages)}`);
    expect(auditIDs(left)).toEqual(['a', 'b']);
    expect(reasons(left)).toEqual(['not-an-audit-event']);
    expect(left.skipped).toEqual({ 'control-message': 1 });
  });

  it('among pretty-printed values', async () => {
    const pretty = [1, 2, 3].map((number) => JSON.stringify(podCreated(`id-${number}`), null, 2));
    const broken = pretty[1]?.slice(0, 500);
    const decoded = await decodeAll(`${pretty[0]}\n${broken}\n${pretty[2]}\n`);
    expect(auditIDs(decoded)).toEqual(['id-1', 'id-2', 'id-3']);
    expect(decoded.events.map(({ partial }) => partial)).toEqual([false, true, false]);
  });
});

describe('invalid UTF-8', () => {
  it('is read as U+FFFD, and the event is matched', async () => {
    const marked = Buffer.from(JSON.stringify(podCreated('x', { userAgent: 'curl#/8' })));
    marked[marked.indexOf('#')] = 0xff;
    const { events, undecodable } = await between(marked);
    expect(undecodable).toEqual([]);
    expect(events).toMatchObject([{ partial: false, event: { auditID: 'x', userAgent: 'curl\ufffd/8' } }]);
  });
});

describe('long records', () => {
  it('of 2 MB are decoded', async () => {
    const userAgent = 'x'.repeat(2_000_000);
    const { events, undecodable } = await between(JSON.stringify(podCreated('big', { userAgent })));
    expect(undecodable).toEqual([]);
    expect(events).toMatchObject([{ partial: false, event: { userAgent } }]);
  });

  const padded = JSON.stringify({ ...podCreated('big'), annotations: { a: 'x'.repeat(3 * MiB) } });

  it('beyond the bound are partial events of their beginning', async () => {
    const options = { maxRecordBytes: MiB };
    const inLines = await between(padded, options);
    expect(inLines.undecodable).toEqual([]);
    expect(inLines.events).toMatchObject([
      { partial: true, position: 2, event: { auditID: 'big', annotations: {} } },
    ]);

    const inValues = await decodeAll(`${first}${padded}${second}`, { options });
    expect(inValues.undecodable).toEqual([]);
    expect(auditIDs(inValues)).toEqual(['id-1', 'big', 'id-2']);
    expect(inValues.events.map(({ partial }) => partial)).toEqual([false, true, false]);
  });

  it('beyond the bound that show no event are undecodable', async () => {
    const { undecodable } = await between(`{"a":"${'x'.repeat(2 * MiB)}`, { maxRecordBytes: MiB });
    expect(undecodable).toMatchObject([{ reason: 'too-long', position: 2 }]);
    expect(undecodable[0]?.excerpt).toHaveLength(1024);
  });

  it('that are broken are reported when the bound is reached, and not at the end', async () => {
    let chunks = 0;
    async function* source(): AsyncGenerator<Buffer> {
      yield Buffer.from(`${first}${first}{"a" `);
      for (; chunks < 100; chunks += 1) yield Buffer.alloc(1000, 'x');
    }
    const at: number[] = [];
    for await (const { undecodable } of decode(source(), { source: 'test' }, { maxRecordBytes: 10_000 }))
      for (const { bytes } of undecodable) at.push(chunks, bytes);
    expect(at.slice(0, 4)).toEqual([11, 10_000, 21, 10_000]);
  });

  it('are reported with all of their bytes', async () => {
    const line = Buffer.alloc(5000, 'x');
    const bytes = Buffer.concat([Buffer.from(`${first}\n`), line, Buffer.from(`\n${second}\n`)]);
    for (const size of [100, 1500, 100_000]) {
      const { undecodable } = await decodeAll(inChunks(bytes, [size]), { options: { maxRecordBytes: 2000 } });
      expect(undecodable).toMatchObject([{ reason: 'too-long', position: 2, bytes: 5000 }]);
    }
  });

  it('of glued events beyond the bound say that something is lost', async () => {
    const glued = lines(someEvents(100)).replaceAll('\n', '');
    const { events, undecodable } = await between(glued, { maxRecordBytes: 20_000 });
    expect(events.length).toBeGreaterThan(5);
    expect(undecodable).toMatchObject([{ reason: 'too-long', position: 2 }]);
  });
});

describe('deep nesting', () => {
  it('below the bound is left out, and the event is partial', async () => {
    for (const requestObject of [deepObject(100_000), `${'['.repeat(5000)}${']'.repeat(5000)}`]) {
      const line = (first ?? '').replace('"requestObject":', `"requestObject":${requestObject},"instead":`);
      const { events, undecodable } = await between(line);
      expect(undecodable).toEqual([]);
      expect(events).toMatchObject([{ partial: true, event: { auditID: 'id-1', annotations: {} } }]);
      expect(JSON.stringify(events[0]?.event.requestObject).length).toBeLessThan(800 * 6);
    }
  });

  it('within the bound is kept', async () => {
    const line = (first ?? '').replace('"requestObject":', `"requestObject":${deepObject(499)},"instead":`);
    const { events } = await between(line);
    expect(events[0]?.partial).toBe(false);
    expect(JSON.stringify(events[0]?.event.requestObject)).toBe(deepObject(499));
  });

  it('at the bound is kept where it holds nothing', async () => {
    const options = { maxDepth: 20 };
    // The event is the first level, `requestObject` the second.
    const at = (depth: number, inner: string) =>
      (first ?? '').replace(
        '"requestObject":',
        `"requestObject":${'{"a":'.repeat(depth - 1)}${inner}${'}'.repeat(depth - 1)},"instead":`,
      );
    for (const inner of ['{}', '[]']) {
      const { events } = await between(at(20, inner), options);
      expect(events[0]?.partial).toBe(false);
    }
    for (const inner of ['{"b":1}', '[1]']) {
      const { events } = await between(at(20, inner), options);
      expect(events[0]?.partial).toBe(true);
    }
  });

  it('is bounded in salvaged, wrapped and listed events too', async () => {
    const event = (first ?? '').replace('"requestObject":', `"requestObject":${deepObject(3000)},"instead":`);
    const forms = [event.slice(0, -1), JSON.stringify({ log: event }), `{"log":${event}}`, `[${event}]`];
    for (const line of forms) {
      const { events } = await between(line);
      expect(events).toHaveLength(1);
      expect(events[0]?.partial).toBe(true);
      expect(JSON.stringify(events[0]?.event.requestObject).length).toBeLessThan(800 * 6);
    }
  });

  it('of lists is bounded, and counted with wrappers', async () => {
    const within = (depth: number): JsonObject =>
      depth === 0 ? podCreated('inside') : { items: [within(depth - 1)] };
    const four = await decodeAll(JSON.stringify(within(4)));
    expect(auditIDs(four)).toEqual(['inside']);
    expect(four.undecodable).toEqual([]);
    const five = await decodeAll(JSON.stringify(within(5)));
    expect(auditIDs(five)).toEqual([]);
    expect(reasons(five)).toContain('too-deep');
  });

  it.each([
    ['arrays', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'too-deep'],
    ['arrays that are not closed', '['.repeat(100_000), 'not-json'],
    ['objects', deepObject(100_000), 'too-deep'],
    ['objects that are not closed', '{"a":'.repeat(100_000), 'not-json'],
  ])('of nothing but %s is undecodable', async (_name, line, reason) => {
    const { events, undecodable } = await between(line);
    expect(events).toEqual([]);
    expect(new Set(undecodable.map((record) => record.reason))).toEqual(new Set([reason]));
    // A list is reported beside its only item.
    expect(undecodable.length).toBeLessThanOrEqual(2);
    expect(String(undecodable[0]?.position)).toMatch(/^2(:1)*$/);
  });
});

describe('__proto__ keys', () => {
  it('stay own properties, and pollute nothing', async () => {
    const evil = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}';
    const event = `{"auditID":"p",${evil},"requestObject":{${evil}}}`;
    const forms = [
      event,
      event.slice(0, -2),
      `{"log":${event}}`,
      `{${evil},"message":${JSON.stringify(event)}}`,
    ];
    for (const line of forms) {
      const { events } = await between(line);
      expect(events).toHaveLength(1);
      const found = events[0]?.event ?? {};
      expect(Object.keys(found)).toEqual(['auditID', '__proto__', 'constructor', 'requestObject']);
      expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
    }
    expect('polluted' in {}).toBe(false);
  });
});
