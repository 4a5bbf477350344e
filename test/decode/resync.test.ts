import { describe, expect, it } from 'vitest';
import { JsonScanner } from '../../src/decode/json-scanner.ts';
import { Resync, type Surroundings } from '../../src/decode/resync.ts';
import { ByteWindow } from '../../src/decode/window.ts';
import { auditIDs, decodeAll } from './collect.ts';
import { podCreated, someEvents } from './events.ts';

/** What is left from where the next record may begin, behind the value that the text begins with. */
function behind(text: string, surroundings: Surroundings = 'values', ended = true): string | undefined {
  const window = new ByteWindow();
  window.append(Buffer.from(text));
  const scanner = new JsonScanner();
  expect(scanner.advance(window.view(window.end))).toBe('broken');
  const next = new Resync(window).next(scanner.offset, surroundings, ended);
  return next === Number.POSITIVE_INFINITY ? undefined : text.slice(next);
}

describe('the next record', () => {
  const next = '{"k":1}';
  it.each([
    ['behind one cut in a string', '{"a":"x', ''],
    ['behind one cut in a key', '{"a', ''],
    ['behind one cut in an escape', '{"a":"\\', ''],
    ['behind one cut in an escaped character', '{"a":"\\u00', ''],
    ['behind one cut in a number', '{"a":1', ''],
    ['behind one cut in a word', '{"a":tr', ''],
    ['behind one cut after a value', '{"a":[1]', ''],
    ['behind one cut after a comma', '{"a":1,', ''],
    ['behind one cut after its first brace', '{', ''],
    ['behind one cut before a value, and marked', '{"a":[Truncated...]', ''],
    ['behind one cut in a number, and marked', '{"a":1[Truncated...]', ''],
    ['behind one cut in a string, and marked', '{"a":"x[Truncated...]', ''],
    ['behind one with a quote too many', '{"a":"b"c","d":{"e":"f"}}', ''],
    ['behind one with a backslash too many', '{"a":"b\\","d":{"e":"f"}}', ''],
    ['behind one without its last brace', '{"a":{"b":1}', ''],
    ['behind one with another last byte', '{"a":{"b":1}x', ''],
    ['behind one with an array that is not closed', '{"a":["b","c":{"d":1}}', ''],
    ['behind text that looks like glue', '{"a" "}{", "b":"}{"}', ''],
    ['behind text with braces and quotes turned round', '{"a" "{","b":"{"}', ''],
    ['in the line after one that goes over lines', '{\n "a" 1,\n "b": {"c":1}\n}\n', ''],
    ['in the line after one that ends in a comma', '{\n "a" 1,\n', ''],
    ['in its line, where that looks like a value of one before', '{"a":\n{"b":1}\n', '{"b":1}\n'],
  ])('is found %s', (_name, broken, more) => {
    expect(behind(broken + next)).toBe(more + next);
  });

  it.each([
    ['a value of the broken one', '{"a" 1,"b":{"c":1}}'],
    ['a value of the broken one, after blanks', '{"a" 1,"b": \t {"c":1}}'],
    ['an item of an array in it', '{"a" 1,"b":[{"c":1},{"d":1}]}'],
    ['too deep a value', `${'{"a":'.repeat(10_001)}1`],
  ])('is not %s', (_name, text) => {
    expect(behind(text)).toBeUndefined();
  });

  it('may be pretty-printed', () => {
    for (const cut of ['{"a":"x', '{"a', '{"a":1', '{"a":1,', '{"a":[Truncated...]', '{"a" 1}'])
      expect(behind(`${cut}{\n  "k": 1\n}`)).toBe('{\n  "k": 1\n}');
  });

  it('may be in the next line at the earliest, for one line', () => {
    expect(behind('{"a" 1\n{"b"')).toBe('\n{"b"');
    expect(behind('{"a" 1\nx')).toBe('\nx');
    expect(behind('x}{"b":1}\nc', 'text')).toBe('\nc');
  });

  it('is the next item, in a list', () => {
    expect(behind(`{"a":,${next}`, 'items')).toBe(next);
    expect(behind(`{"a":"b,${next}`, 'items')).toBe(next);
    expect(behind(`{"a" 1} , ${next}`, 'items')).toBe(next);
    expect(behind(`{"a":[Truncated...],\n${next}`, 'items')).toBe(next);
    expect(behind(`{"a" 1} , ${next}`, 'values')).toBeUndefined();
    expect(behind(`{"a" 1,"b":[1,${next}]}`, 'items')).toBeUndefined();
  });

  it('is not told before its key is there', () => {
    for (const begun of ['{"a":1{', '{"a":1{ ', '{"a":1{"', '{"a":1[Trunc', '{"a":1[Truncated...]']) {
      expect(behind(begun, 'values', false)).toBeUndefined();
      expect(behind(`${begun}{"k`, 'values', false)).toBeDefined();
    }
    expect(behind('{"a":,\n', 'items', false)).toBeUndefined();
  });
});

const [first = '', ...others] = someEvents(200).map((event) => JSON.stringify(event));
const verb = first.indexOf('"verb"');
const rest = others.join('');

describe('of glued events of which the first is damaged, all others are decoded', () => {
  const insert = (at: number, text: string) => first.slice(0, at) + text + first.slice(at);
  it.each([
    ['cut in a string', first.slice(0, -60)],
    ['cut in a key', first.slice(0, verb + 3)],
    ['cut behind a key', first.slice(0, verb + 6)],
    ['cut in a number', first.slice(0, first.indexOf('201') + 2)],
    ['cut behind a comma', first.slice(0, verb)],
    ['cut behind a value', first.slice(0, verb - 1)],
    ['cut before a value, and marked', `${first.slice(0, verb + 7)}[Truncated...]`],
    ['cut in a string, and marked', `${first.slice(0, -60)}[Truncated...]`],
    ['a quote too many', insert(verb + 10, '"')],
    ['a quote too many at its end', insert(first.length - 2, '"')],
    ['a stray backslash', insert(verb + 14, '\\')],
    ['a brace missing at its end', first.slice(0, -1)],
    ['a brace missing within', first.replace('{"username"', '"username"')],
    ['a brace too many', first.replace('{"username"', '{{"username"')],
    ['an array that is not closed', first.replace('"system:authenticated"]', '"system:authenticated"')],
    ['an array that is not opened', first.replace('["198', '"198')],
    ['a colon missing', first.replace('"verb":', '"verb"')],
    ['another last byte', `${first.slice(0, -1)}x`],
    ['a NUL byte', insert(verb + 10, '\0')],
  ])('%s', async (_name, damaged) => {
    for (const end of ['', '\n', `\n${first}\n`]) {
      for (const before of ['', `${first}\n`, first]) {
        const { events, undecodable } = await decodeAll(before + damaged + rest + end);
        const ids = events.filter(({ partial }) => !partial).map(({ event }) => event.auditID);
        expect(ids.filter((id) => id !== 'id-1')).toEqual(others.map((_, index) => `id-${index + 2}`));
        expect(events.some(({ partial }) => partial) || undecodable.length > 0).toBe(true);
      }
    }
  });

  it('but for one that it takes for a value: that stretch is reported', async () => {
    const damaged = first.slice(0, verb + 7);
    const decoded = await decodeAll(damaged + rest);
    expect(auditIDs(decoded)).toEqual(['id-1', ...others.slice(1).map((_, index) => `id-${index + 3}`)]);
    expect(decoded.events[0]?.partial).toBe(true);
    expect(decoded.undecodable).toMatchObject([
      { position: '1:1', reason: 'not-json', bytes: Buffer.byteLength(damaged + others[0]) },
    ]);
    expect(decoded.undecodable[0]?.detail).toContain('may have taken others for its values; within its');
  });
});

it('what is behind a line end within a record is text, and reported as a whole', async () => {
  const behindIt = `te"}${rest}`;
  const { events, undecodable } = await decodeAll(`${first.slice(0, verb + 10)}\n${behindIt}`);
  expect(events).toMatchObject([{ partial: true, position: 1 }]);
  expect(undecodable).toMatchObject([
    { reason: 'not-json', position: 2, bytes: Buffer.byteLength(behindIt) },
  ]);
});

describe('what looks like a record', () => {
  const forged = JSON.stringify(podCreated('forged'));

  it('in a line of text is text', async () => {
    const texts = [`agent=x}${forged}`, `[2026-02-03] x}${forged}`, `"x"}${forged}`, `x\t${forged}${forged}`];
    for (const text of texts) {
      for (const before of [
        '',
        `${first}\n`,
        first + first,
        `${JSON.stringify(podCreated('b'), null, 2)}\n`,
      ]) {
        const decoded = await decodeAll(
          `${before}${before === first + first ? '\n' : ''}${text}\n${first}\n`,
        );
        expect(auditIDs(decoded)).not.toContain('forged');
        expect(auditIDs(decoded).at(-1)).toBe('id-1');
        expect(decoded.undecodable).toMatchObject([{ reason: 'not-json', bytes: Buffer.byteLength(text) }]);
      }
    }
  });

  it('as an object in a patch belongs to it, however the event is cut behind it', async () => {
    const patched = JSON.stringify(
      podCreated('own', { requestObject: { spec: podCreated('forged'), x: [1] } }),
    );
    const end = patched.indexOf(forged) + forged.length;
    for (let at = end - 5; at < end + 12; at += 1) {
      for (const mark of ['', '[Truncated...]']) {
        for (const next of ['', '\n', first, `${first}${first}`]) {
          const decoded = await decodeAll(patched.slice(0, at) + mark + next);
          expect(auditIDs(decoded)).not.toContain('forged');
          expect(decoded.undecodable.length).toBeGreaterThan(0);
        }
      }
    }
  });
});
