import { describe, expect, it } from 'vitest';
import type { AuditEvent, Json } from '../../src/schema/audit-event.ts';
import { auditReader } from '../../src/schema/audit-reader.ts';
import { requestTimestamp } from '../../src/schema/derive.ts';
import { apiGroup, eventType, outcomeByCode, requestedApiGroups } from '../../src/schema/eks.ts';

const allowed = { annotations: { 'authorization.k8s.io/decision': 'allow' } };

describe('of the data stream of EKS', () => {
  it.each<[AuditEvent, string | undefined]>([
    [{ ...allowed, responseStatus: { code: 404 } }, 'failure'],
    [{ ...allowed, responseStatus: { code: 399 } }, 'success'],
    [{ ...allowed, responseStatus: { code: '500' } }, 'failure'],
    [{ ...allowed, responseStatus: { code: 0 } }, 'success'],
    [{ ...allowed, responseStatus: { code: 'x' } }, 'success'],
    [{ annotations: { 'authorization.k8s.io/decision': 'forbid' } }, 'failure'],
    [{ responseStatus: [] }, undefined],
  ])('the outcome of %j is %s', (event, outcome) => {
    expect(outcomeByCode(event)).toBe(outcome);
  });

  it.each<[AuditEvent, string | undefined]>([
    [{ requestReceivedTimestamp: 'received', stageTimestamp: 'answered' }, 'received'],
    [{ requestReceivedTimestamp: '', stageTimestamp: 'answered' }, 'answered'],
    [{ requestReceivedTimestamp: 1, timestamp: 'of old' }, 'of old'],
    [{}, undefined],
  ])('the time of %j is %s', (event, time) => {
    expect(requestTimestamp(event)).toBe(time);
    const { access } = auditReader('aws.eks_audit').resolve('@timestamp') ?? {};
    expect(access).toMatchObject({ from: 'derived', by: 'requestTimestamp' });
  });

  it.each<[string, string | undefined, Json | undefined]>([
    ['create', undefined, ['creation']],
    ['create', 'exec', ['access']],
    ['get', 'exec', ['access']],
    ['delete', 'proxy', ['deletion', 'access']],
    ['patch', 'status', ['change']],
    ['deletecollection', undefined, ['deletion']],
    ['watch', undefined, ['access']],
    ['impersonate', undefined, ['info']],
    ['', undefined, undefined],
    ['constructor', undefined, ['info']],
  ])('the type of %s of %s is %j', (verb, subresource, type) => {
    expect(eventType({ verb, objectRef: { resource: 'pods', ...(subresource && { subresource }) } })).toEqual(
      type,
    );
  });

  it('the core API group has a name', () => {
    expect(apiGroup({ objectRef: { resource: 'pods', apiGroup: '' } })).toBe('core');
    expect(apiGroup({ objectRef: { resource: 'pods' } })).toBe('core');
    expect(apiGroup({ objectRef: { resource: 'pods', apiGroup: 'apps' } })).toBe('apps');
    expect(apiGroup({ objectRef: {} })).toBeUndefined();
    expect(apiGroup({})).toBeUndefined();
    const rules = [{ apiGroups: ['', 'apps'] }, { apiGroups: 'batch' }, {}, null];
    expect(requestedApiGroups({ requestObject: { rules } })).toEqual(['core', 'apps', 'batch']);
    expect(requestedApiGroups({ requestObject: { rules: 'x' } })).toBeUndefined();
    expect(requestedApiGroups({})).toBeUndefined();
  });

  it('no other has its fields', () => {
    for (const name of ['event.category', 'user.group.name', 'user.effective.name', 'aws.eks.cluster.name']) {
      expect(auditReader().resolve(name)).toBeUndefined();
      expect(auditReader('aws.eks_audit').resolve(name)).toBeDefined();
    }
  });
});
