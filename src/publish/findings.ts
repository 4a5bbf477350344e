/** Alerts as other products know them: OCSF findings to a topic, and findings of AWS Security Hub. */
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SecurityHub } from '../alert/render-asff.ts';
import { renderOcsf } from '../alert/render-ocsf.ts';
import { everyPublisher } from './every.ts';
import type { Publisher } from './publisher.ts';
import { securityHubPublisherOf } from './security-hub.ts';
import { snsPublisher } from './sns.ts';

/** Where findings go; nowhere without either. */
export interface Findings {
  /** For programs that read OCSF. */
  readonly ocsfTopicArn?: string;
  /** Whose Security Hub: that of the account and region that Harrier runs in. */
  readonly securityHub?: SecurityHub;
}

/** @returns undefined where findings go nowhere */
export function findingsPublisher(sns: SNSClient, targets: Findings): Publisher | undefined {
  const { ocsfTopicArn, securityHub } = targets;
  const publishers = [
    ...(ocsfTopicArn === undefined
      ? []
      : [snsPublisher({ client: sns, topicArn: ocsfTopicArn, render: renderOcsf })]),
    ...(securityHub === undefined ? [] : [securityHubPublisherOf(securityHub)]),
  ];
  return publishers.length === 0 ? undefined : everyPublisher(publishers);
}
