/** An alert that says it is a test, on the way that alerts take from the function on. */
import { randomUUID } from 'node:crypto';
import { SNSClient } from '@aws-sdk/client-sns';
import { alertTopics } from '../../../infra/topics.ts';
import { type Alert, renderAlert } from '../../alert/alert.ts';
import { PublishError } from '../../publish/publisher.ts';
import { topicsPublisher } from '../../publish/topics.ts';
import type { Rule } from '../../rule.ts';
import { auditSource } from '../../source/audit/source.ts';
import { type Finding, unknown, well } from './finding.ts';
import type { Deployed, Stack } from './stack.ts';

const rule: Rule = {
  type: 'query',
  id: '00000000-0000-4000-8000-000000000000',
  name: 'Test Alert',
  description:
    'Somebody ran `harrier doctor --send-test-alert` to see whether alerts arrive. Nothing happened on any cluster.',
  author: ['Harrier'],
  // Whoever asked for severe alerts alone should see it as well.
  severity: 'critical',
  riskScore: 99,
  tags: ['Test'],
  references: [],
  falsePositives: ['It is a test: there is nothing to do.'],
  threat: [],
  buildingBlock: false,
  source: 'test-alert',
};

/** @param sender whose test it is @param now epoch milliseconds */
export function testAlert(sender: string, now: number): Alert {
  const time = new Date(now).toISOString();
  const auditID = randomUUID();
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID,
    stage: 'ResponseComplete',
    requestURI: '/test-alert',
    verb: 'get',
    // Nobody's name: it joins no incident, not even that of another test.
    user: { username: `harrier-doctor-${auditID.slice(0, 8)}` },
    userAgent: 'harrier doctor',
    requestReceivedTimestamp: time,
    stageTimestamp: time,
  };
  const origin = { source: 'harrier doctor', cluster: 'test' };
  const found = { event, origin, position: 0, partial: false };
  const alert = renderAlert(
    { rule, origin, identity: { kind: 'requests' }, events: [found] },
    now,
    auditSource,
  );
  return {
    ...alert,
    harrier: {
      ...alert.harrier,
      reason: `THIS IS A TEST. ${sender} tried at ${time} whether alerts arrive.`,
    },
  };
}

/** What SNS answered, within the errors of several topics. */
function answerIn(error: unknown): unknown {
  const { cause, errors } = error as { readonly cause?: unknown; readonly errors?: readonly unknown[] };
  const inner = cause ?? errors?.[0];
  return inner === undefined ? error : answerIn(inner);
}

/** Sends it to the topics that alerts go to. */
export async function sendTestAlert(
  { resources }: Stack,
  { config }: Deployed,
  sender: string,
  now: number,
): Promise<readonly Finding[]> {
  const arnOf = (id: string) => resources.find((resource) => resource.id === id)?.physicalId;
  const [alertTopicArn, ...ofPeople] = alertTopics.map(arnOf);
  // Where there is a notifier it tells people, of this alert as of others.
  const [emailTopicArn, chatTopicArn] = arnOf('NotifyLambdaFunction') === undefined ? ofPeople : [];
  if (alertTopicArn === undefined)
    return [{ state: 'unknown', text: 'no test alert was sent: the topics are not known' }];
  const client = new SNSClient(config);
  const alert = testAlert(sender, now);
  try {
    await topicsPublisher(client, {
      alertTopicArn,
      ...(emailTopicArn !== undefined && { emailTopicArn }),
      ...(chatTopicArn !== undefined && { chatTopicArn }),
    }).publish([alert]);
    return [
      well(
        `the test alert ${alert.event.id} was sent; who gets alerts of critical severity should have it in a minute`,
      ),
    ];
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    return [unknown('whether the test alert arrives', 'sns:Publish', answerIn(error))];
  } finally {
    client.destroy();
  }
}
