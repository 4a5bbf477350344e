import { edge } from './edge.ts';

export const first = /* @__PURE__ */ edge('FIRST', -1, {
  examples: [
    {
      types: ['keyword', 'date'],
      rows: [
        ['b', 20],
        ['a', 10],
        ['c', 10],
      ],
      result: 'a',
    },
    {
      types: ['keyword', 'date'],
      rows: [
        ['x', null],
        [['a', 'b'], 10],
      ],
      result: ['a', 'b'],
    },
    {
      types: ['keyword', 'date'],
      rows: [
        ['a', 2],
        [null, 1],
      ],
      result: null,
    },
  ],
  doc: 'The value of the row that is first by another column; `null` if it has none. A row without a value in that column counts only where all are.',
});
