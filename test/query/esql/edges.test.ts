/** What calls give at the edges, as data. */
import { readFileSync } from 'node:fs';
import { parse } from '@iarna/toml';
import { describe, expect, it } from 'vitest';
import { toJson } from '../../../src/query/esql/json.ts';
import { evaluate } from './evaluate.ts';

interface Case {
  readonly call: string;
  readonly gives: string;
  readonly type: string;
  readonly warns?: string;
}

const url = new URL('../../cases/esql-functions.toml', import.meta.url);
const { group: groups } = parse(readFileSync(url, 'utf8')) as unknown as {
  group: readonly { readonly rule: string; readonly cases: readonly Case[] }[];
};

describe.each(groups.map((group) => [group.rule, group] as const))('%s', (_rule, { cases }) => {
  it.each(cases.map((of) => [of.call, of] as const))('%s', (call, { gives, type, warns }) => {
    for (const constant of [true, false]) {
      const { value, type: found, warnings } = evaluate(call, constant);
      expect(toJson(value, found)).toBe(gives);
      expect(found).toBe(type);
      expect(warnings).toEqual(warns === undefined ? [] : [warns]);
    }
  });
});
