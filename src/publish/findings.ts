/** Alerts as other products know them: OCSF findings to a topic, and findings of AWS Security Hub. */
import type { SNSClient } from '@aws-sdk/client-sns';
import { renderOcsf } from '../alert/render-ocsf.ts';
import { requestHandler } from '../aws-client.ts';
import { everyPublisher } from './every.ts';
import type { Publisher } from './publisher.ts';
import { snsPublisher } from './sns.ts';

/** Where findings go; nowhere without either. */
export interface Findings {
  /** For programs that read OCSF. */
  readonly ocsfTopicArn?: string;
  /** Whose Security Hub: that of the account and region that Harrier runs in. */
  readonly securityHub?: { readonly account: string; readonly region: string };
}

/** @returns undefined where findings go nowhere */
export async function findingsPublisher(sns: SNSClient, targets: Findings): Promise<Publisher | undefined> {
  const { ocsfTopicArn, securityHub } = targets;
  const publishers = [
    ...(ocsfTopicArn === undefined
      ? []
      : [snsPublisher({ client: sns, topicArn: ocsfTopicArn, render: renderOcsf })]),
    ...(securityHub === undefined ? [] : [await hubPublisher(securityHub)]),
  ];
  return publishers.length === 0 ? undefined : everyPublisher(publishers);
}

/** Its client knows every kind of resource that AWS has, so it is loaded where it is used. */
async function hubPublisher({ account, region }: NonNullable<Findings['securityHub']>): Promise<Publisher> {
  const [{ SecurityHubClient }, { securityHubPublisher }] = await Promise.all([
    import('@aws-sdk/client-securityhub'),
    import('./security-hub.ts'),
  ]);
  const client = new SecurityHubClient({ region, requestHandler, maxAttempts: 4 });
  return securityHubPublisher({ client, account, region });
}
