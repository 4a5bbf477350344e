import { describe, expect, it } from 'vitest';
import { waysOf } from '../../../src/compile/lint/exceptions.ts';
import { auditTarget } from '../../../src/source/audit/target.ts';

const ways = (condition: string) => waysOf(condition, auditTarget.reader);

describe('exceptions that an attacker can meet', () => {
  it.each([
    ['user_agent.original:Flux*', ['the user agent']],
    ['kubernetes.audit.verb:get and kubernetes.audit.objectRef.name:tool-*', ['a name']],
    ['kubernetes.audit.requestURI:*watch* or source.ip:10.0.0.1', ['the URI', 'a header']],
    ['user.name:flux or kubernetes.audit.userAgent:Flux*', ['the user agent']],
    ['harrier.labels.after.team:a', ['a label']],
    ['not harrier.containers:{ image:a }', ['the object']],
    ['not user.name:jane and kubernetes.audit.userAgent:Flux*', ['the user agent']],
    ['kubernetes.audit.user.extra.sessionName:ci', ['the session name']],
  ])('%s', (condition, expected) => expect(ways(condition)).toEqual(expected));

  it.each([
    'user.name:flux and user_agent.original:Flux*',
    'kubernetes.audit.objectRef.namespace:support and kubernetes.audit.objectRef.name:toolbox-*',
    'orchestrator.cluster.name:sandbox-*',
    '(user.name:a or harrier.caller:node) and kubernetes.audit.requestURI:*',
    'kubernetes.audit.verb:get and kubernetes.audit.objectRef.resource:pods',
  ])('not: %s', (condition) => expect(ways(condition)).toEqual([]));
});
