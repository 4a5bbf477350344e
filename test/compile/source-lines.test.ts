import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SourceLines } from '../../src/compile/source-lines.ts';

const width = 12;

/** By counting all code points, one after another. */
function expected(text: string, at: number) {
  const before = text.slice(0, at).split('\n');
  const own = before.at(-1) ?? '';
  const [line = ''] = text.slice(at - own.length).split('\n');
  const points = [...line.replace(/\r$/, '')];
  const caret = [...own].length;
  const start = points.length <= width ? 0 : Math.max(0, Math.min(caret - width / 2, points.length - width));
  const end = points.length <= width ? points.length : start + width;
  const head = start > 0 ? '…' : '';
  const shown = points
    .slice(start, end)
    .map((each) => (each === '\t' ? ' ' : each.replace(/\p{Cc}/u, '\u{fffd}')));
  return {
    line: before.length,
    column: caret + 1,
    excerpt: {
      text: head + shown.join('') + (end < points.length ? '…' : ''),
      caret: caret - start + head.length,
      after: Math.max(1, end - caret),
    },
  };
}

const texts = fc
  .array(fc.constantFrom('a', 'b', ' ', '\n', '\r\n', '\t', '\u0007', 'ä', '😀', '🦅', '\ud83d'), {
    maxLength: 80,
  })
  .map((pieces) => pieces.join(''));

it('finds line, column and excerpt of an offset as counting would', () => {
  fc.assert(
    fc.property(texts, fc.nat({ max: 200 }), (text, offset) => {
      const at = Math.min(offset, text.length);
      // Within a code point nothing begins.
      fc.pre(!/[\udc00-\udfff]/.test(text.charAt(at)) || !/[\ud800-\udbff]/.test(text.charAt(at - 1)));
      const lines = new SourceLines(text);
      expect(lines.position(offset, width)).toEqual(expected(text, at));
      expect(lines.lineOf(offset)).toBe(expected(text, at).line);
    }),
    { numRuns: 5000 },
  );
});
