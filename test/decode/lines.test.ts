import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../src/decode/lines.ts';

interface Line {
  readonly text: string;
  readonly number: number;
  readonly cut: string | undefined;
  readonly beyond: number;
}

const maxBytes = 12;

/** Line by line, each turned into text by itself. The last line, without an end, is not among them. */
function expected(bytes: Buffer): readonly Line[] {
  const lines: Line[] = [];
  for (let from = 0, to = bytes.indexOf(10); to >= 0; from = to + 1, to = bytes.indexOf(10, from)) {
    const beyond = Math.max(0, to - from - maxBytes);
    const text = bytes.toString('utf8', from, to - beyond);
    lines.push({ text, number: lines.length + 1, cut: beyond > 0 ? 'too-long' : undefined, beyond });
  }
  return lines;
}

function split(chunks: readonly Buffer[]): readonly Line[] {
  const lines: Line[] = [];
  const splitter = new LineSplitter(maxBytes, (text, number, cut, beyond) => {
    lines.push({ text, number, cut, beyond });
  });
  for (const chunk of chunks) splitter.push(chunk);
  return lines;
}

/** Bytes in chunks. Between ASCII are characters of several bytes, halves of such, and bytes that are of none. */
const chunks = fc.array(
  fc
    .array(
      fc
        .oneof(
          { weight: 6, arbitrary: fc.constantFrom('{}', 'abc', '\n', '\r\n', ' ', 'twelve bytes') },
          fc.constantFrom('ä', '€', '\u{1f512}'),
        )
        .map((text) => Buffer.from(text)),
      { maxLength: 12 },
    )
    .map((parts) => Buffer.concat(parts)),
  { maxLength: 5 },
);
const byte = fc.constantFrom(0x0a, 0x41, 0x7b, 0xc3, 0xe2, 0x82, 0xac, 0xff);
const broken = fc.array(
  fc.array(byte, { maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
  { maxLength: 5 },
);

describe('lines', () => {
  it.each([
    ['text', chunks],
    ['any bytes', broken],
  ])('of %s are the same, whatever else is in the chunk', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (given) => {
        expect(split(given)).toEqual(expected(Buffer.concat(given)));
      }),
      { numRuns: 2000 },
    );
  });
});
