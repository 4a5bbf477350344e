import { extreme } from './extreme.ts';

export const max = /* @__PURE__ */ extreme('MAX', 1, {
  examples: [
    { types: ['integer'], rows: [[1], [[3, 2]], [null]], result: 3 },
    { types: ['keyword'], rows: [['a'], ['B']], result: 'a' },
    { types: ['ip'], rows: [['9.0.0.1'], ['10.0.0.1'], ['::1']], result: '10.0.0.1' },
    { types: ['boolean'], rows: [[false], [true]], result: true },
    { types: ['version'], rows: [['1.10'], ['1.9']], result: '1.10' },
    { types: ['null'], rows: [[null]], result: null },
  ],
  doc: 'The highest of all values.',
});
