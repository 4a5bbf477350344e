import { describe, expect, it } from 'vitest';
import { compileKql } from '../../../src/compile/kql/compile-kql.ts';
import { fold } from '../../../src/compile/passes/fold.ts';
import { gated } from '../../../src/compile/passes/gate.ts';
import type { Predicate } from '../../../src/compile/predicate.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';

function predicateOf(query: string): Predicate {
  const { predicate } = compileKql(query, auditReader());
  if (predicate === undefined) throw new Error(query);
  return fold(predicate);
}

/** Which fields have gates, and how many conditions are left. */
function split(query: string): readonly [string, number] {
  const { gates, predicate } = gated(predicateOf(query));
  if (predicate.kind !== 'and') throw new Error(predicate.kind);
  const fields = Object.entries(gates).map(([field, of]) => `${field} ${of.length}`);
  return [fields.sort().join(', '), predicate.of.length];
}

describe('gates', () => {
  it.each<[string, string, number]>([
    ['user_agent.original:curl*', 'userAgent 1', 0],
    ['user_agent.original:(* and not curl*)', 'userAgent 2', 0],
    ['not user_agent.original:(curl* or wget)', 'userAgent 1', 0],
    ['user.name:(a or not *) and source.ip:"10.0.0.0/8"', 'sourceIPs 1, username 1', 0],
    ['user.name:a or user_agent.original:curl', '', 1],
    ['kubernetes.audit.requestURI:/api* and user.name:a', 'username 1', 1],
    [
      'kubernetes.audit.impersonatedUser.username:a or kubernetes.audit.impersonatedUser.groups:b',
      'impersonatedUser 1',
      0,
    ],
    ['kubernetes.audit.impersonatedUser.extra.a:b', '', 1],
    ['kubernetes.audit.requestObject.spec.hostPID:true and kubernetes.audit.stage:Panic', 'stage 1', 1],
    ['kubernetes.audit.requestObject.spec.containers:{ name:a }', '', 1],
  ])('%s', (query, gates, left) => {
    expect(split(query)).toEqual([gates, left]);
  });

  it('together with what is left say what was said', () => {
    const predicate = predicateOf('user.name:a and user_agent.original:b* and kubernetes.audit.verb:get');
    const { gates, predicate: left } = gated(predicate);
    const all = [...Object.values(gates).flat(), ...(left.kind === 'and' ? left.of : [])];
    expect(new Set(all)).toEqual(new Set(predicate.kind === 'and' ? predicate.of : []));
  });

  it('are not made of what depends on the clock', () => {
    const { field } = predicateOf('user_agent.original:a') as Extract<Predicate, { kind: 'some' }>;
    const now = { kind: 'now', math: [], roundUp: false, shiftMs: 0 } as const;
    const dated: Predicate = {
      kind: 'some',
      field,
      test: { kind: 'either', of: [{ kind: 'date', from: now }] },
    };
    expect(gated(dated).gates).toEqual({});
  });
});
