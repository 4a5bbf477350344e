import { gzipSync } from 'node:zlib';
import type { Batch } from '../../src/decode/batch.ts';
import { decodeSubscription } from '../../src/decode/subscription.ts';

/** What the subscription of a log group delivers of such lines, decoded: `position` is the number of the line. */
export function delivered(lines: readonly string[]): Batch {
  const envelope = {
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: '/aws/eks/payments-prod/cluster',
    logStream: 'kube-apiserver-audit-0123456789abcdef',
    subscriptionFilters: ['harrier'],
    logEvents: lines.map((message, index) => ({ id: String(index), timestamp: 1_763_284_462_418, message })),
  };
  const data = gzipSync(JSON.stringify(envelope), { level: 1 }).toString('base64');
  return decodeSubscription({ awslogs: { data } });
}
