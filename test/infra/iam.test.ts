/** The evaluator that the tests of permissions rely on, against what IAM's documentation says. */
import { describe, expect, it } from 'vitest';
import { isAllowed, type Principal, type Request, type Statement } from './iam.ts';

const owner = '111122223333';
const role = { role: `arn:aws:iam::${owner}:role/r`, account: owner };
const arn = (resource: string) => `arn:aws:sqs:eu-west-1:${owner}:${resource}`;

const allow = (more: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action: 'sqs:SendMessage',
  Resource: arn('q'),
  ...more,
});
const anyone = { Principal: '*' } as const;
const when = (operator: string, key: string, value: string | readonly string[]) => ({
  Condition: { [operator]: { [key]: value } },
});

function ask(statement: Statement, more: Partial<Request> = {}, others: readonly Statement[] = []): boolean {
  const request = { principal: role, action: 'sqs:SendMessage', resource: arn('q'), context: {}, ...more };
  const byResource = 'Principal' in statement;
  return isAllowed(request, {
    identity: byResource ? [] : [statement, ...others],
    resource: byResource ? [statement, ...others] : others,
    owner,
  });
}

describe('a statement', () => {
  it.each<[string, Partial<Statement>, Partial<Request>, boolean]>([
    ['allows its action on its resource', {}, {}, true],
    ['and no other action', {}, { action: 'sqs:DeleteMessage' }, false],
    ['and no other resource', {}, { resource: arn('q2') }, false],
    ['takes actions in any case', { Action: 'SQS:sendmessage' }, {}, true],
    ['takes wildcards for actions', { Action: 'sqs:Send*' }, {}, true],
    ['takes wildcards for resources', { Resource: arn('?') }, {}, true],
    ['takes a list of each', { Action: ['a:B', 'sqs:*'], Resource: ['a', '*'] }, {}, true],
    ['does not take a dot for a wildcard', { Resource: arn('q').replace('sqs', 's.s') }, {}, false],
    ['equals', when('StringEquals', 'k', ['a', 'b']), { context: { k: 'b' } }, true],
    ['does not equal', when('StringEquals', 'k', 'a*'), { context: { k: 'ab' } }, false],
    ['is like', when('StringLike', 'k', 'a*'), { context: { k: 'ab' } }, true],
    ['needs the key', when('StringLike', 'k', '*'), {}, false],
    ['needs no key if it asks for it where it is', when('StringEqualsIfExists', 'k', 'a'), {}, true],
    ['but asks then', when('StringEqualsIfExists', 'k', 'a'), { context: { k: 'b' } }, false],
    [
      'compares ARNs',
      when('ArnLike', 'k', 'arn:aws:x:*:1:a/*'),
      { context: { k: 'arn:aws:x:r:1:a/b:c' } },
      true,
    ],
    [
      'by their parts',
      when('ArnEquals', 'k', 'arn:aws:x:*:a/b'),
      { context: { k: 'arn:aws:x:r:1:a/b' } },
      false,
    ],
    ['knows what is true', when('Bool', 'k', 'false'), { context: { k: 'false' } }, true],
  ])('%s', (_, statement, request, expected) => {
    expect(ask(allow(statement), request)).toBe(expected);
  });

  it('must hold all its conditions', () => {
    const both = { Condition: { StringEquals: { a: '1', b: '2' } } };
    expect(ask(allow(both), { context: { a: '1', b: '2' } })).toBe(true);
    expect(ask(allow(both), { context: { a: '1', b: '3' } })).toBe(false);
  });

  it.each<[string, Partial<Statement>]>([
    ['operator', when('NumericLessThan', 'k', '1')],
    ['element', { NotAction: 'x' } as Partial<Statement>],
    ['kind of principal', { Principal: { Federated: 'x' } }],
  ])('of a %s that is not known is an error', (_, statement) => {
    expect(() => ask(allow(statement), { context: { k: '0' } })).toThrow('not known here');
  });
});

describe('a request', () => {
  const deny: Statement = { ...allow(anyone), Effect: 'Deny' };
  const service: Principal = { service: 's.amazonaws.com' };
  const stranger: Principal = { account: '999999999999' };

  it('is denied if anything denies it', () => {
    expect(ask(allow(), {}, [deny])).toBe(false);
    expect(ask(allow(anyone), {}, [deny])).toBe(false);
  });

  it('of a service or another account needs the resource to name it', () => {
    expect(ask(allow({ Principal: { Service: 's.amazonaws.com' } }), { principal: service })).toBe(true);
    expect(ask(allow({ Principal: { Service: 't.amazonaws.com' } }), { principal: service })).toBe(false);
    expect(ask(allow({ Principal: { AWS: '999999999999' } }), { principal: stranger })).toBe(true);
    expect(ask(allow({ Principal: { AWS: '*' } }), { principal: stranger })).toBe(true);
    expect(ask(allow({ Principal: { AWS: owner } }), { principal: stranger })).toBe(false);
  });

  it('for a key needs the key to leave it to the account', () => {
    const own = allow({ Action: 'kms:Decrypt' });
    const root = allow({ Action: 'kms:*', Principal: { AWS: `arn:aws:iam::${owner}:root` } });
    expect(ask(own, { action: 'kms:Decrypt' })).toBe(false);
    expect(ask(own, { action: 'kms:Decrypt' }, [root])).toBe(true);
  });
});
