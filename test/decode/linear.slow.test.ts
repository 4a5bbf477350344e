/** Hostile input: the work is counted, in bytes that are looked at, and twice the input is twice the work. */
import { afterEach, expect, it, vi } from 'vitest';
import { JsonScanner } from '../../src/decode/json-scanner.ts';
import { ByteWindow } from '../../src/decode/window.ts';
import { decodeAll } from './collect.ts';
import { envelope, someEvents } from './events.ts';

const [first = '', second = ''] = someEvents(2).map((event) => JSON.stringify(event));
const KiB = 1024;

const heads: Readonly<Record<string, string>> = {
  nothing: '',
  'glued events': `${first}${second}`,
  'an event a line': `${first}\n`,
  'an array': `[${first},`,
  'a cut event': first.slice(0, 700),
  'a list': '{"kind":"EventList","items":[',
  'an envelope': envelope([first]).slice(0, -2),
};

const units: Readonly<Record<string, string>> = {
  'broken objects in a line': '{x',
  'glued broken objects': '}{',
  'glued objects that break at once': '}{"a"',
  'objects that are never closed': '{"a":\n',
  'objects that are never closed, in one line': '{"a":',
  'objects that are never closed, in lines that look top-level': '{"a":\n{"b":[\n',
  'strings cut before the next object': '{"a":"b{"',
  'glue in strings': '{"a":"}{"}',
  'cut items': '[{"a":1},{"a"',
  'cut marks': '[Truncated...] ',
  'marks that are cut': '[Truncated',
  'marks in arrays': '{"a":[Truncated...]',
  'lists in lists': '{"items":[',
  'lists in lists, far apart': `{"a":"${'x'.repeat(200)}","items":[`,
  'lists that are cut': '{"items":[{"a":1},{"b"}{"logEvents":[{',
  'braces before many blanks': `{${' '.repeat(900)}`,
  'braces behind many blanks': `x${' '.repeat(900)}{"a`,
  'wrapped wrappers that are cut': '{"log":"{\\"log\\":\\"{',
  'lines of braces': '\n{',
  'quotes and braces': '{"{"',
};

/** How many bytes are scanned, searched and turned into text. */
function countWork(): () => number {
  let work = 0;
  const { advance } = JsonScanner.prototype;
  vi.spyOn(JsonScanner.prototype, 'advance').mockImplementation(function (this: JsonScanner, bytes) {
    const from = this.offset;
    const status = advance.call(this, bytes);
    work += this.offset - from;
    return status;
  });
  const { text, indexOf, byteAt } = ByteWindow.prototype;
  vi.spyOn(ByteWindow.prototype, 'text').mockImplementation(function (this: ByteWindow, end) {
    work += end - this.begin;
    return text.call(this, end);
  });
  vi.spyOn(ByteWindow.prototype, 'indexOf').mockImplementation(function (this: ByteWindow, pattern, offset) {
    const found = indexOf.call(this, pattern, offset);
    work += (found < 0 ? this.end : found) - offset;
    return found;
  });
  vi.spyOn(ByteWindow.prototype, 'byteAt').mockImplementation(function (this: ByteWindow, offset) {
    work += 1;
    return byteAt.call(this, offset);
  });
  return () => work;
}

afterEach(() => {
  vi.restoreAllMocks();
});

async function workOf(text: string): Promise<number> {
  const work = countWork();
  await decodeAll(text);
  vi.restoreAllMocks();
  return work();
}

const cases = Object.keys(units).flatMap((unit) => Object.keys(heads).map((head) => [unit, head] as const));

it.each(cases)('%s, after %s', async (unit, head) => {
  const ofSize = (bytes: number) =>
    `${heads[head]}${units[unit]?.repeat(bytes / (units[unit]?.length ?? 1))}`;
  const half = await workOf(ofSize(6 * KiB));
  const all = await workOf(ofSize(12 * KiB));
  // Lines of text are not looked at.
  expect(all).toBeLessThanOrEqual(2.5 * half);
  expect(all).toBeLessThan(100 * 12 * KiB);
});
