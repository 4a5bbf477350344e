import type { QueryFunction } from './function.ts';
import { comparable } from './text-pair.ts';

export const between: QueryFunction = {
  name: 'between',
  languages: ['eql'],
  parameters: [
    { name: 'source', accepts: 'string' },
    { name: 'left', accepts: 'string' },
    { name: 'right', accepts: 'string' },
    { name: 'greedy_matching', accepts: 'boolean', optional: true },
  ],
  result: () => 'keyword',
  hasCaseInsensitive: true,
  nulls: 'propagate',
  evaluate: ([source, left, right, greedy = false], context) => {
    const original = String(source);
    if (original === '') return '';
    const text = comparable(source, context);
    const before = comparable(left, context);
    const after = comparable(right, context);
    const found = text.indexOf(before);
    if (found === -1) return null;
    const start = found + before.length;
    const end = greedy === true ? text.lastIndexOf(after) : text.indexOf(after, start);
    return end < start ? null : original.slice(start, end);
  },
  examples: [
    { call: 'between("/api/v1/pods", "/api/", "/")', result: 'v1' },
    { call: 'between("a/b/c/d", "/", "/")', result: 'b' },
    { call: 'between("a/b/c/d", "/", "/", true)', result: 'b/c' },
    { call: 'between("name=Eve;", "NAME=", ";")', result: null },
    { call: 'between~("name=Eve;", "NAME=", ";")', result: 'Eve' },
    { call: 'between("name=Eve;", "", "=")', result: 'name' },
    { call: 'between("name=Eve;", "=", "!")', result: null },
    { call: 'between("", "a", "b")', result: '' },
    { call: 'between(null, "a", "b")', result: null },
  ],
  doc: 'The part of a text between the first occurrence of one text and the next of another, or with `true` as the last argument the last of the other; `null` if it does not have both.',
};
