import { expect, it } from 'vitest';
import { fold } from '../../../src/compile/passes/fold.ts';
import type { Predicate, ValueTest } from '../../../src/compile/predicate.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';

const reader = auditReader();

function some(name: string, test: ValueTest): Predicate {
  const field = reader.resolve(name);
  if (field === undefined) throw new Error(`no field ${name}`);
  return { kind: 'some', field, test };
}

const user = (...values: string[]) => some('user.name', { kind: 'keyword', values });
const agent = (...patterns: string[][]) => some('user_agent.original', { kind: 'wildcard', patterns });
const or = (...of: Predicate[]): Predicate => ({ kind: 'or', of });

it('makes one test of the alternatives of a field, in the order of their first', () => {
  const exists = some('source.ip', { kind: 'exists' });
  const verb = some('kubernetes.audit.verb', { kind: 'keyword', values: ['get'] });
  const all = or(
    user('a', 'b'),
    exists,
    agent(['x', '']),
    or(user('b', 'c'), verb),
    agent(['', 'y']),
    user('d'),
  );
  expect(fold(all)).toEqual(or(user('a', 'b', 'c', 'd'), exists, agent(['x', ''], ['', 'y']), verb));
});

it('keeps what stands there twice as it is', () => {
  const exists = some('source.ip', { kind: 'exists' });
  const number = some('kubernetes.audit.responseStatus.code', { kind: 'number', op: 'lt', value: 400 });
  expect(fold(or(exists, number, exists, number))).toEqual(or(exists, number));
  expect(fold(or(exists, exists))).toEqual(exists);
  const both: Predicate = { kind: 'and', of: [exists, exists] };
  expect(fold(both)).toEqual(both);
});
