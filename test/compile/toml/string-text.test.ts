import { parse } from '@iarna/toml';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseToml } from '../../../src/compile/toml/parse.ts';
import { placeAt } from '../../../src/compile/toml/places.ts';
import { type StringText, stringText } from '../../../src/compile/toml/string-text.ts';

function read(source: string): StringText {
  const toml = parseToml({ path: 'x.toml', text: source });
  if ('problem' in toml) throw new Error(toml.problem.message);
  const node = placeAt(toml.places, ['q'])?.string;
  if (node === undefined) throw new Error('q is not a string');
  return stringText(source, node);
}

describe('stringText', () => {
  test.each([
    ['literal', `q = 'a:b'`, 'a:b', [5, 6, 7, 8]],
    ['basic', `q = "a\\tb"`, 'a\tb', [5, 6, 8, 9]],
    ['multi-line literal, its first line end trimmed', `q = '''\na\nb'''`, 'a\nb', [8, 9, 10, 11]],
    ['CRLF', `q = '''\r\na\r\nb'''`, 'a\nb', [9, 10, 12, 13]],
    ['a line-ending backslash', `q = """a \\\n  \n  b"""`, 'a b', [7, 8, 16, 17]],
    ['a code point of two units', `q = "\\U0001F600x"`, '😀x', [5, 5, 15, 16]],
    ['quotes before the closing ones', `q = """a"""""`, 'a""', [7, 8, 9, 10]],
    ['empty', `q = ''`, '', [5]],
  ])('%s', (_, source, text, offsets) => {
    const { text: read_, toFile } = read(source);
    expect(read_).toBe(text);
    expect(Array.from({ length: text.length + 1 }, (_, offset) => toFile(offset))).toEqual(offsets);
  });

  /** Pieces a string of each style may be made of; any sequence of them is a well-formed string. */
  const basic = ['a', 'é', '😀', ' ', "'", '\\"', '\\\\', '\\n', '\\t', '\\r', '\\u00e9', '\\U0001F600'];
  const styles = {
    literal: { quotes: "'", pieces: ['a', 'é', '😀', ' ', '"', '\\', '\\n', '\t'] },
    basic: { quotes: '"', pieces: basic },
    'multi-line literal': { quotes: "'''", pieces: ['a', '😀', ' ', '"', '\\', '\n', '\r\n', "'a"] },
    'multi-line basic': { quotes: '"""', pieces: [...basic, '\n', '\r\n', '\\\n', '\\ \r\n \n ', '"a'] },
  };

  test.each(Object.entries(styles))('%s: as the value parser reads it', (_, { quotes, pieces }) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces)), (content) => {
        const source = `q = ${quotes}${content.join('')}${quotes}\n`;
        const { text, toFile } = read(source);
        expect(text).toBe(parse(source.replaceAll('\r\n', '\n')).q);
        for (let offset = 0; offset < text.length; offset++) {
          const at = toFile(offset);
          const written = source.charAt(at);
          if (written !== '\\' && written !== '\r') expect(written).toBe(text.charAt(offset));
          expect(toFile(offset + 1)).toBeGreaterThanOrEqual(at);
        }
        expect(source.slice(toFile(text.length))).toBe(`${quotes}\n`);
      }),
    );
  });
});
