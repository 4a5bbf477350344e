import { describe, expect, it } from 'vitest';
import { SNIFF_BYTES, sniffLayout } from '../../src/decode/sniff.ts';
import { auditIDs, decodeAll } from './collect.ts';
import { podCreated } from './events.ts';

const text = JSON.stringify(podCreated('a'));
const pretty = JSON.stringify(podCreated('a'), null, 2);
const cut = text.slice(0, 500);
/** Cut where a value is to come. */
const cutBeforeValue = text.slice(0, text.indexOf('"verb":') + '"verb":'.length);

describe('sniffLayout', () => {
  it.each([
    ['nothing', '', 'lines'],
    ['blanks', ' \n ', 'lines'],
    ['an event a line', `${text}\n${text}\n`, 'lines'],
    ['text', `hello\n${text}\n`, 'lines'],
    ['text in brackets', `[2026-02-03T04:05:06Z] "GET / HTTP/1.1"\n`, 'lines'],
    ['an array', `[${text}]`, 'values'],
    ['an empty array', '[]', 'values'],
    ['a bracket and nothing else', '[ ', 'values'],
    ['glued events', text + text, 'values'],
    ['pretty-printed events', `${pretty}\n${pretty}\n`, 'values'],
    ['a list', '{"items":[', 'values'],
    ['a cut line', `${cut}\n${text}\n`, 'lines'],
    ['a line cut before a value', `${cutBeforeValue}\n${text}\n`, 'lines'],
    ['a line cut before a value, then another', `${cutBeforeValue}\n${cut}\n${text}\n`, 'values'],
    ['a cut event, then a pretty-printed one', `${cutBeforeValue}\n${pretty}\n`, 'values'],
    ['a broken event with others glued to it, in one line', `${cut}${text}${text}\n`, 'lines'],
    ['a line that breaks off where a pretty-printed value begins', `{"a" ${pretty}\n`, 'lines'],
    ['the mark of a cut record, then lines', `[Truncated...]\n${text}\n`, 'lines'],
    ['the mark of a cut record, then glued events', `[Truncated...]${text}${text}`, 'values'],
    ['a value that ends within white space', '{"a":1,\n  ', 'values'],
  ])('%s', (_name, head, layout) => {
    expect(sniffLayout(Buffer.from(head), true)).toBe(layout);
  });

  it.each([
    ['', undefined],
    ['[', undefined],
    ['[Trunc', undefined],
    [text, undefined],
    [`${cut}${text}${text}`, undefined],
    [`${cutBeforeValue}\n`, undefined],
    [`${cutBeforeValue}\n${cut}`, undefined],
    [`${text}\n`, 'lines'],
    [`${text}{`, 'values'],
  ])('needs more than %j unless it is enough', (head, layout) => {
    expect(sniffLayout(Buffer.from(head), false)).toBe(layout);
  });

  it('of broken bytes that do not show any line end is one of values', async () => {
    const head = Buffer.from(cut + text.repeat(Math.ceil(SNIFF_BYTES / text.length)));
    expect(sniffLayout(head, false)).toBe('values');
    const decoded = await decodeAll(Buffer.concat([head, Buffer.from(text.repeat(3))]));
    expect(decoded.undecodable).toEqual([]);
    expect(decoded.events).toHaveLength(Math.ceil(SNIFF_BYTES / text.length) + 4);
  });

  it('of a value of which white space hides the rest is one of values', async () => {
    const head = pretty.replace('\n', `\n${' '.repeat(SNIFF_BYTES + 10)}`);
    expect(auditIDs(await decodeAll(head))).toEqual(['a']);
  });
});
