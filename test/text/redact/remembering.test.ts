import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remembering } from '../../../src/text/redact/remembering.ts';

const noted = () => {
  const asked: string[] = [];
  const of = remembering((text) => {
    asked.push(text);
    return text.toUpperCase();
  });
  return { asked, of };
};

describe('what is remembered of texts', () => {
  it('is what was given, whatever was asked before', () => {
    const { of } = noted();
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 })), (texts) => {
        expect(texts.map(of)).toEqual(texts.map((text) => text.toUpperCase()));
      }),
    );
  });

  it('is asked for once', () => {
    const { asked, of } = noted();
    for (const text of ['a', 'b', 'a', 'a', 'b']) of(text);
    expect(asked).toEqual(['a', 'b']);
  });

  it('stays for as long as it is asked for, however many others there are', () => {
    const { asked, of } = noted();
    for (let i = 0; i < 20_000; i++) {
      of(String(i));
      of('often');
    }
    expect(asked.filter((text) => text === 'often')).toHaveLength(1);
  });

  it('is forgotten when thousands of others came after it', () => {
    const { asked, of } = noted();
    of('once');
    for (let i = 0; i < 20_000; i++) of(String(i));
    of('once');
    expect(asked.filter((text) => text === 'once')).toHaveLength(2);
  });

  it('is not remembered of long texts', () => {
    const { asked, of } = noted();
    const long = 'x'.repeat(300);
    of(long);
    of(long);
    expect(asked).toEqual([long, long]);
  });
});
