import { expect, it } from 'vitest';
import { ByteWindow, PatternFinder } from '../../src/decode/window.ts';

it('a window holds what was appended and not consumed, at its offsets in the stream', () => {
  const window = new ByteWindow();
  for (const chunk of ['ab', 'cd', 'e']) window.append(Buffer.from(chunk));
  window.consume(2);
  expect([window.begin, window.end, window.text(window.end)]).toEqual([2, 5, 'cde']);
  expect([1, 2, 4, 5].map((offset) => window.byteAt(offset))).toEqual([undefined, 0x63, 0x65, undefined]);
  expect(window.view(4).toString()).toBe('cd');
  expect(window.from(3, 9).toString()).toBe('de');
  window.append(Buffer.from('fgh'));
  expect(window.text(window.end)).toBe('cdefgh');
});

it('a pattern is found from its first byte in the window on', () => {
  const window = new ByteWindow();
  window.append(Buffer.from('x\n{a\n{b'));
  window.consume(1);
  expect(window.indexOf(Buffer.from('\n{'), 1)).toBe(1);
  expect(window.indexOf(Buffer.from('\n{'), 2)).toBe(4);
  expect(window.indexOf(Buffer.from('\n{'), 5)).toBe(-1);
  const finder = new PatternFinder('\n{', window);
  expect([1, 1, 2, 4].map((offset) => finder.next(offset))).toEqual([1, 1, 4, 4]);
  expect(finder.next(5)).toBe(Number.POSITIVE_INFINITY);
  window.append(Buffer.from('\n'));
  expect(finder.next(5)).toBe(Number.POSITIVE_INFINITY);
  // The pattern may lie over the end of what was searched.
  window.append(Buffer.from('{'));
  expect(finder.next(5)).toBe(7);
});
