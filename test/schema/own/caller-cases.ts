import type { Json } from '../../../src/schema/audit-event.ts';
import type { Case } from './case.ts';

const authenticated = 'system:authenticated';
const job = 'system:serviceaccount:kube-system:job-controller';
const accounts = ['system:serviceaccounts', 'system:serviceaccounts:kube-system', authenticated];
const arn = { arn: ['arn:aws:iam::111122223333:role/x'] };

const callers: readonly [caller: string | undefined, user: Json][] = [
  ['anonymous', { username: 'system:anonymous', groups: ['system:unauthenticated'] }],
  ['anonymous', { username: 'system:anonymous' }],
  ['anonymous', { username: 'x', groups: ['system:unauthenticated'] }],
  ['anonymous', { groups: ['system:unauthenticated'] }],
  ['aws', { username: 'eks:addon-manager', groups: [authenticated] }],
  ['aws', { username: 'eks:node-manager', groups: [authenticated], extra: arn }],
  ['person', { username: 'eks:evil', groups: ['system:masters', authenticated] }],
  ['person', { username: 'eks:addon-manager ' }],
  ['person', { username: 'EKS:addon-manager' }],
  ['control_plane', { username: 'system:apiserver', groups: ['system:masters', authenticated] }],
  ['control_plane', { username: 'system:kube-controller-manager', groups: [authenticated] }],
  ['control_plane', { username: job, groups: accounts }],
  ['control_plane', { username: job }],
  [
    'service_account',
    { username: job, groups: accounts, extra: { 'authentication.kubernetes.io/pod-name': ['p'] } },
  ],
  ['person', { username: job, groups: [authenticated] }],
  ['person', { username: job, groups: accounts, extra: arn }],
  ['person', { username: 'system:kube-scheduler', groups: [authenticated], extra: arn }],
  ['person', { username: 'system:kube-scheduler2' }],
  ['person', { username: 'system:admin', groups: ['system:masters'] }],
  [
    'node',
    { username: 'system:node:ip-10-0-0-1', groups: ['system:bootstrappers', 'system:nodes'], extra: arn },
  ],
  ['node', { username: 'system:node:ip-10-0-0-1' }],
  ['person', { username: 'system:node:ip-10-0-0-1', groups: ['system:masters'] }],
  ['node', { username: 'system:bootstrap:abcdef', groups: ['system:bootstrappers'] }],
  ['person', { username: 'system:bootstrap:abcdef', groups: [authenticated] }],
  ['service_account', { username: 'system:serviceaccount:shop:web', groups: accounts }],
  ['service_account', { username: 'system:serviceaccount:kube-system:job-controller2', groups: accounts }],
  ['person', { username: 'system:serviceaccount:shop:web', groups: ['x'] }],
  ['person', { username: 'system:serviceaccount:shop:web', groups: accounts, extra: { 'x.io/arn': ['a'] } }],
  ['person', { username: 'alice', groups: ['system:nodes'] }],
  [undefined, { username: '' }],
  [undefined, { groups: [authenticated] }],
  [undefined, { username: ['eks:addon-manager'] }],
  [undefined, [{ username: 'eks:addon-manager' }]],
  [undefined, null],
];

export const callerCases: readonly Case[] = callers.map(([caller, user]) => ({
  name: `caller: ${JSON.stringify(user)}`,
  event: { user },
  fields: { 'harrier.caller': caller },
}));
