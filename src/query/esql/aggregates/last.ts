import { edge } from './edge.ts';

export const last = /* @__PURE__ */ edge('LAST', 1, {
  examples: [
    {
      types: ['keyword', 'date'],
      rows: [
        ['b', 20],
        ['a', 10],
        ['c', 20],
      ],
      result: 'b',
    },
    { types: ['integer', 'date'], rows: [[7, null]], result: 7 },
    { types: ['keyword', 'date'], rows: [], result: null },
  ],
  doc: 'The value of the row that is last by another column; `null` if it has none. A row without a value in that column counts only where all are.',
});
