/** That what is said to follow does follow is held by test/compile/exceptions/agreement.test.ts; here, what must be seen. */
import { describe, expect, it } from 'vitest';
import { compileKql } from '../../../src/compile/kql/compile-kql.ts';
import { fold } from '../../../src/compile/passes/fold.ts';
import { implies } from '../../../src/compile/passes/imply.ts';
import type { Predicate } from '../../../src/compile/predicate.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';

const reader = auditReader();

function predicate(query: string): Predicate {
  const compiled = compileKql(query.replaceAll('@', 'kubernetes.audit.'), reader);
  if (compiled.predicate === undefined) throw new Error(query);
  return fold(compiled.predicate);
}

describe('implies', () => {
  it.each([
    ['@verb: get', '*'],
    ['@verb: get', '@verb: get'],
    ['@verb: get', '@verb: *'],
    ['@verb: get', '@verb: (get or list)'],
    ['@verb: (get or list)', '@verb: (list or watch or get)'],
    ['@verb: get', '@verb: g*'],
    ['@verb: get and user.name: a', 'user.name: a'],
    ['@verb: get and user.name: a', 'user.name: a and @verb: get'],
    ['@verb: get', '@verb: get or user.name: a'],
    ['@verb: get or (@verb: list and user.name: a)', '@verb: (get or list)'],
    ['not @verb: (get or list)', 'not @verb: get'],
    ['not (@verb: get or user.name: a)', 'not user.name: a'],
    ['not @verb: get', 'not (@verb: get and user.name: a)'],
    ['@responseStatus.code < 400', '@responseStatus.code < 400'],
    [
      'harrier.containers:{ image: a and securityContext.privileged: true }',
      'harrier.containers:{ securityContext.privileged: true }',
    ],
  ])('%s: %s', (known, claim) => {
    expect(implies(predicate(known), predicate(claim))).toBe(true);
  });

  it.each([
    ['*', '@verb: get'],
    ['@verb: (get or list)', '@verb: get'],
    ['@verb: get or user.name: a', '@verb: get'],
    ['@verb: get', 'user.name: get'],
    ['@verb: get', '@verb: l*'],
    ['@verb: g*', '@verb: get'],
    ['@verb: *', '@verb: get'],
    ['not @verb: get', 'not @verb: (get or list)'],
    ['not (@verb: get and user.name: a)', 'not @verb: get'],
    ['@responseStatus.code < 400', '@responseStatus.code < 300'],
    ['harrier.containers:{ image: a }', 'harrier.containers:{ image: a and name: b }'],
    [
      'harrier.containers:{ image: a } and harrier.containers:{ name: b }',
      'harrier.containers:{ image: a and name: b }',
    ],
    ['not harrier.containers:{ image: a and name: b }', 'not harrier.containers:{ image: a }'],
  ])('not %s: %s', (known, claim) => {
    expect(implies(predicate(known), predicate(claim))).toBe(false);
  });

  it('decides deep alternation in time', () => {
    let known = predicate('@verb: get');
    let claim = predicate('@verb: list');
    const other = predicate('user.name: a');
    for (let depth = 0; depth < 120; depth++) {
      known = { kind: depth % 2 === 0 ? 'and' : 'or', of: [known, other] };
      claim = { kind: depth % 2 === 0 ? 'or' : 'and', of: [claim, predicate('user.name: b')] };
    }
    expect(implies(known, claim)).toBe(false);
  });
});
