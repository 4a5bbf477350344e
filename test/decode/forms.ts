/** The forms in which records arrive, so that one record can be damaged where it stands. */
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { envelope } from './events.ts';

export interface Form {
  /** The text of one record as it stands in the delivery. */
  readonly record: (event: JsonObject, number: number) => string;
  readonly before: string;
  readonly between: string;
  readonly after: string;
  /** Whether a record ends with its line, whatever is in it. */
  readonly inLines: boolean;
  /** As the event is decoded. */
  readonly decoded: (event: JsonObject) => JsonObject;
  readonly pack: (parts: readonly Buffer[]) => Buffer;
}

const stamp = '2026-02-03T04:05:06.789Z';
const json = (value: unknown): string => JSON.stringify(value);
const same = <T>(value: T): T => value;
const join = (parts: readonly Buffer[]): Buffer => Buffer.concat(parts);

const glued: Form = {
  record: json,
  before: '',
  between: '',
  after: '',
  inLines: false,
  decoded: same,
  pack: join,
};
const lines: Form = { ...glued, between: '\n', after: '\n', inLines: true };
const linesOf = (record: Form['record']): Form => ({ ...lines, record });

/** The items of a webhook's EventList name no kind and group. */
const item = ({ kind: _kind, apiVersion: _apiVersion, ...event }: JsonObject): JsonObject => event;
const [beforeEvents, afterEvents] = envelope(['|']).split(/\{"id":.*"\|"\}/) as [string, string];
const logEvent = (event: JsonObject, number: number): string =>
  json({ id: `e-${number}`, timestamp: 1_770_091_506_000 + number, message: json(event) });

export const forms: Readonly<Record<string, Form>> = {
  'glued events': glued,
  'events with a blank between': { ...glued, between: ' ' },
  'glued events, a line end after them': { ...glued, after: '\n' },
  'an event a line': lines,
  'an event a line, CRLF': { ...lines, between: '\r\n', after: '\r\n' },
  'pretty-printed events': { ...glued, record: (event) => JSON.stringify(event, null, 2), between: '\n' },
  'pretty-printed events, glued': { ...glued, record: (event) => JSON.stringify(event, null, 2) },
  'an array': { ...glued, before: '[', between: ',', after: ']' },
  'an array, an event a line': { ...glued, before: '[\n', between: ',\n', after: '\n]\n' },
  'an EventList': {
    ...glued,
    record: (event) => json(item(event)),
    before: '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[',
    between: ',',
    after: ']}',
    decoded: item,
  },
  'Fluent Bit, text': linesOf((event) => json({ date: 1.5, log: json(event), kubernetes: { host: 'a' } })),
  'Fluent Bit, object': linesOf((log) => json({ date: 1.5, log })),
  'Vector, text': linesOf((event) => json({ host: 'a', message: json(event), timestamp: stamp })),
  'Vector, object': linesOf((message) => json({ message, stage: 'prod' })),
  'Docker lines': linesOf((event) => json({ log: `${json(event)}\n`, stream: 'stdout', time: stamp })),
  'wrappers, glued': { ...glued, record: (event) => json({ log: json(event), stream: 'stdout' }) },
  'container runtime lines': linesOf((event) => `${stamp} stdout F ${json(event)}`),
  'export-task lines': linesOf((event) => `${stamp} ${json(event)}`),
  'log events of one envelope': {
    ...glued,
    record: logEvent,
    before: beforeEvents,
    between: ',',
    after: afterEvents,
  },
  'glued envelopes': { ...glued, record: (event, number) => envelope([json(event)], `e${number}`) },
  'an envelope a line': linesOf((event, number) => envelope([json(event)], `e${number}`)),
  'gzip members, glued events': { ...glued, pack: (parts) => join(parts.map((part) => gzipSync(part))) },
  'gzip members, zeros between, an event a line': {
    ...lines,
    pack: (parts) => join(parts.flatMap((part, index) => [gzipSync(part), Buffer.alloc(index % 3)])),
  },
  'zstd frames, an event a line': {
    ...lines,
    pack: (parts) => join(parts.map((part) => zstdCompressSync(part))),
  },
};

/** The bytes of a delivery of these records. */
export function deliveryOf(form: Form, records: readonly Buffer[]): Buffer {
  const parts = records.flatMap((record, index) => [
    Buffer.from(index === 0 ? form.before : form.between),
    record,
  ]);
  return form.pack([...parts, Buffer.from(form.after)]);
}
