import { describe, expect, it } from 'vitest';
import { holdsRecord } from '../../src/decode/nested.ts';
import type { Json, JsonObject } from '../../src/schema/audit-event.ts';
import { envelope, eventList, podCreated } from './events.ts';

const event = podCreated('a');
const text = JSON.stringify(event);
const { kind: _kind, apiVersion: _apiVersion, ...item } = event;
const { auditID: _auditID, ...unnamed } = event;
const parsed = (json: string): JsonObject => JSON.parse(json) as JsonObject;

/** An object in an object, so many deep. */
function deep(inner: Json, depth: number): Json {
  let value = inner;
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
}

const records: Readonly<Record<string, Json>> = {
  'an event': event,
  'an item of an EventList': item,
  'an event without an id': unnamed,
  'an EventList': eventList([event]),
  'an envelope': parsed(envelope([text])),
  'an envelope of which the messages are text': parsed(envelope(['a'])),
  'a wrapper around text': { log: text },
  'a wrapper around an event': { message: event },
};

describe('holdsRecord', () => {
  it.each(Object.entries(records))('finds %s wherever it is', (_name, record) => {
    expect(holdsRecord({ ...event, user: record })).toBe(true);
    expect(holdsRecord({ ...event, requestObject: { a: [1, [{ b: record }]] } })).toBe(true);
    expect(holdsRecord({ ...event, requestObject: deep(record, 9000) })).toBe(true);
    expect(holdsRecord({ log: text, kubernetes: record })).toBe(true);
    expect(holdsRecord({ log: event, kubernetes: { a: record } })).toBe(true);
    expect(holdsRecord({ message: { ...event, user: record } })).toBe(true);
  });

  it.each<[string, Json]>([
    ['an event by itself', event],
    ['one that holds text of another', { ...event, requestObject: { note: text } }],
    ['one with a message', { ...event, responseStatus: { message: '{"a":1}', code: 404 } }],
    ['a wrapper', { log: text, stream: 'stdout' }],
    ['a wrapper around an object', { log: event, stream: 'stdout' }],
    ['a log event', { id: '1', timestamp: 1, message: text }],
    ['nothing', null],
  ])('does not find %s', (_name, value) => {
    expect(holdsRecord(value)).toBe(false);
  });

  it('does not find anything in what is not there', () => {
    expect(holdsRecord(undefined)).toBe(false);
  });
});
