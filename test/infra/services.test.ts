/** What AWS's services and other accounts may do here: what they do for this stack, and nothing for anybody else. */
import { describe, expect, it } from 'vitest';
import { access, stack } from './everything.ts';
import { everySetting } from './packaged.ts';
import { account, region } from './stack.ts';

const stranger = '999999999999';
const stageName = 'harrier-production';

/** What a service says of the resource that it acts for. */
const actingFor = (arn: string, owner = account) => ({ 'aws:SourceArn': arn, 'aws:SourceAccount': owner });

/** The key that a topic is encrypted with. */
function keyOf(topic: string): string {
  const given = stack.resource(topic).Properties.KmsMasterKeyId as unknown as Record<
    string,
    string | string[]
  >;
  return stack.arn([Object.values(given)[0]].flat()[0] ?? '');
}

const alertTopics = ['AlertTopic', 'EmailTopic', 'ChatTopic'];

describe('CloudWatch', () => {
  const service = { service: 'cloudwatch.amazonaws.com' };
  const alarm = (name: string, owner = account, where = region) =>
    `arn:aws:cloudwatch:${where}:${owner}:alarm:${name}`;
  const cases: [string, Record<string, string>, boolean][] = [
    ['for the alarms of this stack', actingFor(alarm(`${stageName}-lag`)), true],
    ["for another account's", actingFor(alarm(`${stageName}-lag`, stranger), stranger), false],
    ["for another account's that gives itself out for ours", actingFor(alarm('x', stranger)), false],
    ["for another stack's", actingFor(alarm('harrier-staging-lag')), false],
    ["for another region's", actingFor(alarm(`${stageName}-lag`, account, 'us-east-1')), false],
    ['without saying what for', {}, false],
  ];

  it.each(cases)('publishes to the topics of alarms %s', (_, context, expected) => {
    for (const topic of ['OperationsTopic', 'SilenceTopic'])
      expect(access.may(service, 'sns:Publish', stack.arn(topic), context), topic).toBe(expected);
  });

  // What SNS asks of the key in its name: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
  it.each(cases)('uses their key %s', (_, context, expected) => {
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKey'])
      for (const topic of ['OperationsTopic', 'SilenceTopic'])
        expect(access.may(service, action, keyOf(topic), context), action).toBe(expected);
  });

  it.each(alertTopics)('does not publish to %s, nor uses its key', (topic) => {
    const context = actingFor(alarm(`${stageName}-lag`));
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKey'])
      expect(access.may(service, action, keyOf(topic), context), action).toBe(false);
    expect(access.may(service, 'sns:Publish', stack.arn(topic), context)).toBe(false);
  });

  it('has each alarm of the template under a name that it may publish by', () => {
    for (const id of stack.ofType('AWS::CloudWatch::Alarm')) {
      const context = actingFor(alarm(String(stack.property(id, 'AlarmName'))));
      const [{ Ref: topic = '' } = {}] = stack.resource(id).Properties.AlarmActions as unknown as readonly {
        Ref?: string;
      }[];
      expect(access.may(service, 'sns:Publish', stack.arn(topic), context), id).toBe(true);
    }
  });
});

describe('EventBridge', () => {
  const service = { service: 'events.amazonaws.com' };
  const rules = stack
    .ofType('AWS::Events::Rule')
    .filter((id) => 'EventPattern' in stack.resource(id).Properties);

  it.each(rules)('sends what %s matched to the queue, or its dead-letter queue', (rule) => {
    const context = actingFor(stack.arn(rule));
    // Its documentation does not promise the account.
    for (const given of [context, { 'aws:SourceArn': stack.arn(rule) }])
      for (const queue of ['ObjectQueue', 'ObjectDeadLetters'])
        expect(access.may(service, 'sqs:SendMessage', stack.arn(queue), given), queue).toBe(true);
    for (const queue of ['Retries', 'CloudwatchDeadLetters', 'AlertQueue'])
      expect(access.may(service, 'sqs:SendMessage', stack.arn(queue), context), queue).toBe(false);
  });

  it('sends for no other rule, and does nothing else', () => {
    const ours = stack.arn(rules[0] ?? '');
    const theirs = ours.replace(account, stranger);
    for (const queue of ['ObjectQueue', 'ObjectDeadLetters']) {
      const may = (action: string, context: Record<string, string>) =>
        access.may(service, action, stack.arn(queue), context);
      expect(may('sqs:SendMessage', actingFor(theirs, stranger))).toBe(false);
      for (const other of ['somebody-elses', 'harrier-staging-s3-0a1b2c3d', 'harrier-production-other'])
        expect(may('sqs:SendMessage', actingFor(ours.replace(/[^/]+$/, other))), other).toBe(false);
      expect(may('sqs:SendMessage', actingFor(ours, stranger))).toBe(false);
      expect(may('sqs:SendMessage', {})).toBe(false);
      expect(may('sqs:ReceiveMessage', actingFor(ours))).toBe(false);
    }
  });
});

describe('the clocks', () => {
  const service = { service: 'events.amazonaws.com' };
  const clocks = stack
    .ofType('AWS::Events::Rule')
    .filter((id) => 'ScheduleExpression' in stack.resource(id).Properties);
  const invokes = (id: string, context: Record<string, string>) =>
    access.may(service, 'lambda:InvokeFunction', stack.arn(id), context);

  it.each(clocks)('%s invokes the notifier, and nothing else', (id) => {
    const [target] = stack.property(id, 'Targets') as readonly { Arn: string }[];
    expect(target?.Arn).toBe(stack.arn('NotifyLambdaFunction'));
    expect(invokes('NotifyLambdaFunction', actingFor(stack.arn(id)))).toBe(true);
    expect(invokes('CloudwatchLambdaFunction', actingFor(stack.arn(id)))).toBe(false);
  });

  it('and no other rule does', () => {
    const [ours = ''] = clocks.map((id) => stack.arn(id));
    for (const other of ['somebody-elses', 'harrier-staging-notify-tick', 'harrier-production-notify-tick2'])
      expect(invokes('NotifyLambdaFunction', actingFor(ours.replace(/[^/]+$/, other))), other).toBe(false);
    expect(invokes('NotifyLambdaFunction', actingFor(ours, stranger))).toBe(false);
    expect(invokes('NotifyLambdaFunction', {})).toBe(false);
  });
});

describe('SNS', () => {
  const sends = (queue: string, topic: string, owner = account) =>
    access.may(
      { service: 'sns.amazonaws.com' },
      'sqs:SendMessage',
      stack.arn(queue),
      actingFor(stack.arn(topic), owner),
    );

  it.each(['AlertTopic', 'SilenceTopic'])(
    'leaves what is published to %s in the queue of the notifier',
    (topic) => {
      for (const queue of ['AlertQueue', 'AlertDeadLetters']) {
        expect(sends(queue, topic), queue).toBe(true);
        expect(sends(queue, topic, stranger), queue).toBe(false);
      }
      for (const queue of ['Retries', 'ObjectQueue']) expect(sends(queue, topic), queue).toBe(false);
    },
  );

  it('leaves nothing of another topic there', () => {
    for (const topic of ['EmailTopic', 'ChatTopic', 'OperationsTopic'])
      expect(sends('AlertQueue', topic), topic).toBe(false);
  });
});

describe('S3', () => {
  const sends = (bucket: string, owner = account) =>
    access.may(
      { service: 's3.amazonaws.com' },
      'sqs:SendMessage',
      stack.arn('ObjectQueue'),
      actingFor(`arn:aws:s3:::${bucket}`, owner),
    );

  it.each(['old-logs', 'older-logs', 'new-logs'])('tells the queue of objects in %s', (bucket) => {
    expect(sends(bucket)).toBe(true);
    expect(sends(bucket, stranger)).toBe(false);
  });

  it('tells the queue of objects alone, and no other queue', () => {
    const context = actingFor('arn:aws:s3:::old-logs');
    for (const queue of stack.ofType('AWS::SQS::Queue'))
      expect(
        access.may({ service: 's3.amazonaws.com' }, 'sqs:SendMessage', stack.arn(queue), context),
        queue,
      ).toBe(queue === 'ObjectQueue');
  });
});

describe('CloudWatch Logs', () => {
  const service = { service: 'logs.amazonaws.com' };
  /** It ends in `:*`: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html */
  const group = (name: string, owner = account, where = region) =>
    `arn:aws:logs:${where}:${owner}:log-group:${name}:*`;
  const invokes = (context: Record<string, string>, id = 'CloudwatchLambdaFunction') =>
    access.may(service, 'lambda:InvokeFunction', stack.arn(id), context);

  it.each(stack.ofType('AWS::Logs::SubscriptionFilter'))('invokes the function for %s', (id) => {
    const name = String(stack.property(id, 'LogGroupName'));
    expect(stack.property(id, 'DestinationArn')).toBe(stack.arn('CloudwatchLambdaFunction'));
    expect(invokes(actingFor(group(name)))).toBe(true);
  });

  it.each([
    ['another log group', actingFor(group('/aws/lambda/other'))],
    ['one that EKS does not write', actingFor(group('/aws/eks/blue/other'))],
    ['another account', actingFor(group('/aws/eks/blue/cluster', stranger), stranger)],
    ['another account that gives itself out for ours', actingFor(group('/aws/eks/blue/cluster', stranger))],
    ['another region', actingFor(group('/aws/eks/blue/cluster', account, 'us-east-1'))],
    ['nobody', {}],
  ])('does not invoke it for %s', (_, context) => {
    expect(invokes(context)).toBe(false);
  });

  it('does not invoke the function for objects', () => {
    expect(invokes(actingFor(group('/aws/eks/blue/cluster')), 'S3LambdaFunction')).toBe(false);
  });

  it.each([account, ...everySetting.accounts.split(',')])('sends on for filters of %s', (owner) => {
    const source = `arn:aws:logs:${region}:${owner}:log-group:/aws/eks/red/cluster:*`;
    const takes = (arn: string) =>
      access.may(service, 'sts:AssumeRole', stack.arn('DestinationRole'), { 'aws:SourceArn': arn });
    expect(takes(source)).toBe(true);
    expect(takes(source.replace(region, 'us-east-1'))).toBe(false);
    expect(takes(source.replace(owner, stranger))).toBe(false);
  });

  it.each([
    ['of the organization', region, everySetting.organization, true],
    ['of the organization in another region', 'us-east-1', everySetting.organization, false],
    ['of another organization', region, 'o-0000000000', false],
    ['of no organization', region, undefined, false],
  ])('sends on for filters of any account %s: %s, %s, %s', (_, where, organization, expected) => {
    const context = {
      'aws:SourceArn': `arn:aws:logs:${where}:${stranger}:log-group:/aws/eks/red/cluster:*`,
      ...(organization !== undefined && { 'aws:SourceOrgID': organization }),
    };
    expect(access.may(service, 'sts:AssumeRole', stack.arn('DestinationRole'), context)).toBe(expected);
  });

  it('sends on to the stream that there is', () => {
    expect(JSON.stringify(stack.property('DestinationRole', 'Policies'))).toContain(
      `"${stack.arn('Arrival')}"`,
    );
  });

  it('has the role of the destination long before the stream', () => {
    expect(JSON.stringify(stack.resource('DestinationRole'))).not.toMatch(/Arrival|LogBucket|Destination"/);
  });
});

describe('other accounts', () => {
  const subscribes = (who: string) =>
    access.may({ account: who }, 'logs:PutSubscriptionFilter', stack.arn('Destination'));

  it('put subscription filters on the destination if they are named, and nobody else does', () => {
    for (const named of everySetting.accounts.split(',')) expect(subscribes(named), named).toBe(true);
    expect(subscribes(stranger)).toBe(false);
  });

  it.each([
    [everySetting.organization, true],
    ['o-0000000000', false],
  ])('put subscription filters on it if they are of the organization: %s, %s', (organization, expected) => {
    const context = { 'aws:PrincipalOrgID': organization };
    const may = (action: string) =>
      access.may({ account: stranger }, action, stack.arn('Destination'), context);
    expect(may('logs:PutSubscriptionFilter')).toBe(expected);
    expect(may('logs:DeleteDestination')).toBe(false);
  });

  it.each([
    ['AWS::SNS::Topic', 'sns:Publish'],
    ['AWS::SNS::Topic', 'sns:Subscribe'],
    ['AWS::SQS::Queue', 'sqs:SendMessage'],
    ['AWS::SQS::Queue', 'sqs:ReceiveMessage'],
    ['AWS::S3::Bucket', 's3:ListBucket'],
    ['AWS::KMS::Key', 'kms:Decrypt'],
    ['AWS::IAM::Role', 'sts:AssumeRole'],
    ['AWS::Lambda::Function', 'lambda:InvokeFunction'],
    ['AWS::Logs::Destination', 'logs:DeleteDestination'],
  ])('do nothing to an %s: %s', (type, action) => {
    for (const who of [stranger, ...everySetting.accounts.split(',')]) {
      for (const id of stack.ofType(type))
        expect(access.may({ account: who }, action, stack.arn(id)), `${who} ${id}`).toBe(false);
    }
  });
});

describe('roles are taken on', () => {
  const takes = (service: string, role: string, context = {}) =>
    access.may({ service: `${service}.amazonaws.com` }, 'sts:AssumeRole', stack.arn(role), context);

  it.each(['CloudwatchRole', 'NotifyRole', 'ObjectRole'])('%s by Lambda', (role) => {
    expect(takes('lambda', role)).toBe(true);
    expect(takes('ec2', role)).toBe(false);
  });

  it('ArrivalRole by Firehose, for its stream', () => {
    expect(takes('firehose', 'ArrivalRole', actingFor(stack.arn('Arrival')))).toBe(true);
    expect(takes('firehose', 'ArrivalRole', actingFor(`${stack.arn('Arrival')}-2`))).toBe(false);
    expect(takes('firehose', 'ArrivalRole', actingFor(stack.arn('Arrival'), stranger))).toBe(false);
    expect(takes('logs', 'ArrivalRole', actingFor(stack.arn('Arrival')))).toBe(false);
  });
});
