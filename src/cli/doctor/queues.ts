/** What waits in the queues, and what lies among the dead letters. */
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { patience } from '../../../infra/preflight/deployment.ts';
import { count } from '../count.ts';
import { type Finding, unknown, well, wrong } from './finding.ts';
import { type Deployed, ofType, type Stack } from './stack.ts';

export async function examineQueues(stack: Stack, { config }: Deployed): Promise<readonly Finding[]> {
  const client = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
  const findings: Finding[] = [];
  try {
    for (const { id, physicalId } of ofType(stack, 'AWS::SQS::Queue'))
      findings.push(await examineQueue(client, id, physicalId));
  } finally {
    client.destroy();
  }
  return findings;
}

async function examineQueue(client: SQSClient, id: string, QueueUrl: string): Promise<Finding> {
  try {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
      patience(),
    );
    const waiting = Number(Attributes.ApproximateNumberOfMessages ?? 0);
    const worked = Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0);
    if (!/DeadLetters$/.test(id)) {
      if (waiting + worked === 0) return well(`${id} is empty`);
      return well(`${id}: ${count(waiting, 'message')} waiting, ${worked} being worked on`);
    }
    if (waiting + worked === 0) return well(`${id}: no dead letters`);
    return wrong(`${id}: ${count(waiting + worked, 'dead letter')}`, 'docs/runbook.md#dead-letters');
  } catch (error) {
    return unknown(`the queue ${id}`, 'sqs:GetQueueAttributes', error);
  }
}
