import type { EsqlAggregate } from '../aggregate.ts';
import { type CallSite, EsqlConstantError } from '../function.ts';
import { listOf, orderOf, valueOfList } from '../order.ts';
import { first, noText } from '../types.ts';
import type { Scalar } from '../value.ts';

export const top: EsqlAggregate = {
  name: 'TOP',
  parameters: [
    { name: 'field', accepts: ['boolean', 'number', 'string', 'date', 'ip', 'version'] },
    { name: 'limit', accepts: ['whole'], constant: true },
    { name: 'order', accepts: ['string'], optional: true, constant: true },
    {
      name: 'outputField',
      accepts: ['number', 'date', 'string', 'ip', 'boolean', 'version'],
      optional: true,
    },
  ],
  result: (types) => (types[3] === undefined ? first(types) : noText(types[3])),
  moves: 'any',
  at: (site) => {
    const { limit, sign } = constantsOf(site);
    const order = orderOf(site.types[0] ?? 'null');
    const kept: { readonly key: Scalar; readonly value: Scalar }[] = [];
    const add = (key: Scalar, value: Scalar): void => {
      const last = kept.at(-1);
      if (last !== undefined && kept.length === limit && sign * order(key, last.key) >= 0) return;
      const place = kept.findIndex((each) => sign * order(key, each.key) < 0);
      if (place === -1) kept.push({ key, value });
      else kept.splice(place, 0, { key, value });
      if (kept.length > limit) kept.pop();
    };
    return {
      add: ([keys = null, , , outputs]) => {
        if (outputs === undefined) for (const key of listOf(keys)) add(key, key);
        else for (const key of listOf(keys)) for (const output of listOf(outputs)) add(key, output);
      },
      result: () => valueOfList(kept.map(({ value }) => value)),
    };
  },
  examples: [
    {
      types: ['integer', 'integer', 'keyword'],
      rows: [
        [5, 3, 'desc'],
        [[7, 7], 3, 'desc'],
        [1, 3, 'desc'],
        [null, 3, 'desc'],
      ],
      result: [7, 7, 5],
    },
    {
      types: ['keyword', 'integer'],
      rows: [
        ['b', 1],
        ['a', 1],
      ],
      result: 'a',
    },
    {
      types: ['integer', 'integer', 'keyword', 'keyword'],
      rows: [
        [2, 2, 'asc', 'x'],
        [1, 2, 'asc', 'y'],
        [3, 2, 'asc', 'z'],
      ],
      result: ['y', 'x'],
    },
    { types: ['integer', 'integer'], rows: [[null, 3]], result: null },
  ],
  doc: 'So many of the lowest values (`"asc"`) or of the highest (`"desc"`), repeated ones included, in order; or what another column has beside them.',
};

function constantsOf({ constants: [, limit, order] }: CallSite): {
  readonly limit: number;
  readonly sign: 1 | -1;
} {
  const count = Number(limit ?? 1);
  if (!(count >= 1 && count <= 10_000)) {
    throw new EsqlConstantError(
      1,
      `so many values, ${count}, cannot be asked for`,
      'write a number from 1 to 10000',
    );
  }
  const direction = String(order ?? 'asc').toLowerCase();
  if (direction !== 'asc' && direction !== 'desc') {
    throw new EsqlConstantError(2, `\`${direction}\` is no order`, 'write `"asc"` or `"desc"`');
  }
  return { limit: count, sign: direction === 'asc' ? 1 : -1 };
}
