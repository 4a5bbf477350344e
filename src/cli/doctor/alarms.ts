/** Harrier's own alarms: which of them ring, and which tell nobody or are gone. */
import { CloudWatchClient, type MetricAlarm, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { count } from '../count.ts';
import { ago, type Finding, unknown, well, wrong } from './finding.ts';
import { type Deployed, ofType, type Stack } from './stack.ts';

export async function examineAlarms(
  stack: Stack,
  { name, config }: Deployed,
  now: number,
): Promise<readonly Finding[]> {
  const client = new CloudWatchClient(config);
  const found: MetricAlarm[] = [];
  try {
    for await (const { MetricAlarms = [] } of paginateDescribeAlarms(
      { client },
      { AlarmNamePrefix: `${name}-` },
    ))
      found.push(...MetricAlarms);
  } catch (error) {
    return [unknown('the alarms', 'cloudwatch:DescribeAlarms', error)];
  } finally {
    client.destroy();
  }
  const expected = new Set(ofType(stack, 'AWS::CloudWatch::Alarm').map(({ physicalId }) => physicalId));
  // Of another stage whose name begins the same there may be others.
  const alarms = found.filter(({ AlarmName = '' }) => expected.size === 0 || expected.has(AlarmName));
  const gone = expected.difference(new Set(alarms.map(({ AlarmName = '' }) => AlarmName)));
  const ringing = alarms.filter(({ StateValue }) => StateValue === 'ALARM');
  const muted = alarms.filter(({ ActionsEnabled }) => ActionsEnabled === false);
  return [
    ...ringing.map((alarm) => rings(alarm, now)),
    ...muted.map(({ AlarmName = '' }) =>
      wrong(
        `${AlarmName} tells nobody: its actions are switched off. Who did it is in CloudTrail (DisableAlarmActions)`,
        `aws cloudwatch enable-alarm-actions --region ${config.region} --alarm-names ${AlarmName}`,
      ),
    ),
    ...[...gone].map((alarm) =>
      wrong(
        `${alarm} is gone. Who deleted it is in CloudTrail (DeleteAlarms)`,
        'CloudFormation does not make it again while the template says the same of it: make it as the template has it,',
        'with aws cloudwatch put-metric-alarm',
      ),
    ),
    well(`${count(alarms.length - ringing.length, 'alarm')} quiet`),
  ];
}

function rings(
  { AlarmName, AlarmDescription = '', StateUpdatedTimestamp }: MetricAlarm,
  now: number,
): Finding {
  const [page] = /docs\/runbook\.md#[\w-]+/.exec(AlarmDescription) ?? [];
  const says = AlarmDescription.replace(/ ?docs\/runbook\.md#[\w-]+/, '');
  const time = StateUpdatedTimestamp?.getTime();
  const since = time === undefined ? 'rings' : `has been ringing for ${ago(time, now).replace(/ ago$/, '')}`;
  return wrong(`${AlarmName} ${since}: ${says}`, ...(page === undefined ? [] : [page]));
}
