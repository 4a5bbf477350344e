import { describe, expect, it } from 'vitest';
import { compileKql } from '../../../src/compile/kql/compile-kql.ts';
import { fold } from '../../../src/compile/passes/fold.ts';
import { waysOf } from '../../../src/compile/passes/ways.ts';
import { auditReader, dispatch } from '../../../src/schema/audit-reader.ts';

/** Of each condition with alternatives what each of these requires, and which fields have gates. */
function ways(query: string): readonly (readonly string[])[] {
  const { predicate } = compileKql(query, auditReader());
  if (predicate === undefined) throw new Error(query);
  return waysOf(fold(predicate), dispatch).map((choice) =>
    choice.map(({ requires, gates }) =>
      [
        ...Object.entries(requires).map(([name, of]) => `${name} ${of.join(' ')}`),
        ...Object.keys(gates),
      ].join(', '),
    ),
  );
}

describe('ways', () => {
  it.each<[string, readonly (readonly string[])[]]>([
    ['event.action:get or kubernetes.audit.objectRef.subresource:exec', [['verb get', 'subresource exec']]],
    [
      'user.name:a and (user_agent.original:curl* or (event.action:get and kubernetes.audit.objectRef.resource:secrets))',
      [['userAgent', 'verb get, resource secrets']],
    ],
    [
      '(event.action:get or user.name:a) and (event.action:list or source.ip:"10.0.0.1")',
      [
        ['verb get', 'username'],
        ['verb list', 'sourceIPs'],
      ],
    ],
    // What is not of one field of the head is not known early, so the other alternative says nothing either.
    ['event.action:get or kubernetes.audit.requestObject.spec.hostPID:true', []],
    // Each event can take either way.
    ['user.name:a or user_agent.original:curl*', []],
    ['event.action:get and user.name:a', []],
    ['not (event.action:get or user.name:a)', []],
  ])('%s', (query, expected) => {
    expect(ways(query)).toEqual(expected);
  });
});
