import { single } from '../call.ts';
import { EsqlConstantError, type EsqlFunction } from '../function.ts';
import { valueOfList } from '../order.ts';

export const split: EsqlFunction = {
  name: 'SPLIT',
  parameters: [
    { name: 'string', accepts: ['string'] },
    { name: 'delim', accepts: ['string'] },
  ],
  result: () => 'keyword',
  at: (site) => {
    if (site.constants[1] === '') {
      throw new EsqlConstantError(1, 'nothing cannot separate texts', 'write the text between the parts');
    }
    return single(site, (text: string, delimiter: string) => {
      if (delimiter !== '') return valueOfList(text.split(delimiter));
      site.warn('delimiter must not be empty');
      return null;
    });
  },
  examples: [
    { call: 'SPLIT("foo;bar;baz", ";")', result: ['foo', 'bar', 'baz'] },
    { call: 'SPLIT("foo", ";")', result: 'foo' },
    { call: 'SPLIT(";a;;b;", ";")', result: ['', 'a', '', 'b', ''] },
    { call: 'SPLIT("", ";")', result: '' },
    { call: 'SPLIT("a.b", ".")', result: ['a', 'b'] },
    { call: 'SPLIT(null, ";")', result: null },
  ],
  doc: 'The parts of a text between delimiters, as several values. The delimiter is a text and no regular expression.',
};
