/** Alerts as other products know them: in OCSF on a topic, and in Security Hub. Only what the settings ask for is there. */
import type { Settings } from './settings.ts';
import { ref, type Statement, sub } from './template.ts';

/** @returns the topic's logical id, where there is one */
export function findingTopic({ ocsf }: Settings): readonly 'FindingTopic'[] {
  return ocsf ? ['FindingTopic'] : [];
}

/** As the notifier is told of it. */
export function findingsEnvironment({ ocsf, securityHub }: Settings) {
  return { ocsfTopic: ocsf ? ref('FindingTopic') : '', securityHub: securityHub ? 'true' : '' };
}

/** The account's own product: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-custom-providers.html */
export function importingFindings({ securityHub }: Settings): readonly Statement[] {
  const product =
    'arn:${AWS::Partition}:securityhub:${AWS::Region}:${AWS::AccountId}:product/${AWS::AccountId}/default';
  return securityHub
    ? [{ Effect: 'Allow', Action: 'securityhub:BatchImportFindings', Resource: sub(product) }]
    : [];
}
