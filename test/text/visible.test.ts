import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { named, shortened, visible } from '../../src/text/visible.ts';

const invisible = /[\p{C}\p{Zl}\p{Zp}]/u;
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

describe('visible', () => {
  it.each([
    ['plain', 'plain'],
    ['two\nlines\r\n\tand a tab', 'two\\nlines\\r\\n\\tand a tab'],
    ['\u001b[31mred\u0007', '\\u{1b}[31mred\\u{7}'],
    ['\u009b2J', '\\u{9b}2J'],
    ['a\u202egnp.exe', 'a\\u{202e}gnp.exe'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['line\u2028separator', 'line\\u{2028}separator'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['half \ud83d', 'half \\u{d83d}'],
    ['Ünïcode ✓ 日本 😀', 'Ünïcode ✓ 日本 😀'],
  ])('writes %j as %j', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  it('leaves nothing invisible in any text', () => {
    fc.assert(fc.property(anyText, (text) => !invisible.test(visible(text))));
  });
});

describe('shortened', () => {
  it.each([
    ['short', 5, 'short'],
    ['longer', 5, 'long…'],
    ['a\u202eb', 20, 'a\\u{202e}b'],
    ['abc\u202e', 5, 'abc…'],
    ['😀😀😀', 4, '😀…'],
    ['\u0000'.repeat(3), 10, '\\u{0}…'],
  ])('cuts %j to %d as %j', (text, limit, expected) => {
    expect(shortened(text, limit)).toBe(expected);
  });

  it('keeps its limit, and changes nothing that is within it', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, limit) => {
        const cut = shortened(text, limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(cut).not.toMatch(invisible);
        if (visible(text).length <= limit) expect(cut).toBe(visible(text));
        else expect(visible(text).startsWith(cut.slice(0, -1))).toBe(true);
      }),
    );
  });
});

describe('named', () => {
  it.each([
    ['default/web-0', 'default/web-0'],
    ['', '""'],
    ['two words', '"two words"'],
    ['say "hi"', '"say \\"hi\\""'],
    ['naïve', '"naïve"'],
  ])('writes %j as %s', (text, expected) => {
    expect(named(text)).toBe(expected);
  });
});
