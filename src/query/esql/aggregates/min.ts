import { extreme } from './extreme.ts';

export const min = /* @__PURE__ */ extreme('MIN', -1, {
  examples: [
    { types: ['integer'], rows: [[3], [[1, 2]], [null]], result: 1 },
    { types: ['keyword'], rows: [['a'], ['B']], result: 'B' },
    { types: ['boolean'], rows: [[true], [false]], result: false },
    { types: ['date'], rows: [[1000], [10]], result: 10 },
    { types: ['integer'], rows: [], result: null },
  ],
  doc: 'The lowest of all values.',
});
