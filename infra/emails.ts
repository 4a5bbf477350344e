/** E-mail: alerts for those who respond, alarms for those who operate. */
import type { Settings } from './settings.ts';
import { logicalId, type Resource, type Resources, ref } from './template.ts';

const severities = ['low', 'medium', 'high', 'critical'];

/** Without operators, those who get alerts get Harrier's alarms as well: somebody must. */
export function emails({ emails, emailSeverity, operators }: Settings): Resources {
  const alarmed = operators.length > 0 ? operators : emails;
  const severity = severities.slice(severities.indexOf(emailSeverity));
  return {
    ...Object.fromEntries(
      emails.map((address) => [
        logicalId('AlertEmail', address),
        subscription('EmailTopic', address, { severity, building_block: ['false'] }),
      ]),
    ),
    ...Object.fromEntries(
      alarmed.map((address) => [
        logicalId('OperationsEmail', address),
        subscription('OperationsTopic', address),
      ]),
    ),
  };
}

function subscription(
  topic: string,
  Endpoint: string,
  FilterPolicy?: Record<string, readonly string[]>,
): Resource {
  const filter = FilterPolicy && { FilterPolicy, FilterPolicyScope: 'MessageAttributes' };
  return {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: ref(topic), Protocol: 'email', Endpoint, ...filter },
  };
}
