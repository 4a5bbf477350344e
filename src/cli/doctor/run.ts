/** All that is looked at after a deployment. It reads only, but for the test alert. */
import { identify } from '../../../infra/preflight/identity.ts';
import { examineAlarms } from './alarms.ts';
import { examineClusters } from './clusters.ts';
import type { Section } from './finding.ts';
import { examineQueues } from './queues.ts';
import { clustersOf, type Deployed, readStack } from './stack.ts';
import { examineSubscriptions } from './subscriptions.ts';
import { sendTestAlert } from './test-alert.ts';

export interface DoctorRequest {
  /** Of the stack. */
  readonly name: string;
  readonly region: string;
  readonly sendTestAlert: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface Examined {
  /** Who asked, and where. */
  readonly heading: string;
  readonly sections: readonly Section[];
}

/** Never throws because of an answer of AWS: each is a finding. */
export async function examine({ name, region, now, ...request }: DoctorRequest): Promise<Examined> {
  const config = { region };
  const identity = await identify(config);
  if ('kind' in identity) {
    const { text, mend } = identity;
    const finding = { state: 'wrong', text, ...(mend !== undefined && { mend: [mend] }) } as const;
    return { heading: `${name} in ${region}`, sections: [{ heading: 'Account', findings: [finding] }] };
  }
  const deployed: Deployed = { name, account: identity.account, config };
  const stack = await readStack(deployed);
  const sections: Section[] = [{ heading: 'Stack', findings: stack.findings }];
  if (stack.isThere) {
    const clusters = clustersOf(stack, deployed);
    const [told, watched, queues, alarms] = await Promise.all([
      examineSubscriptions(stack, deployed),
      examineClusters(clusters, deployed, now),
      examineQueues(stack, deployed),
      examineAlarms(stack, deployed, now),
    ]);
    sections.push(
      { heading: 'Who is told', findings: told },
      { heading: 'Clusters', findings: watched },
      { heading: 'Queues', findings: queues },
      { heading: 'Alarms', findings: alarms },
    );
    if (request.sendTestAlert) {
      const sent = await sendTestAlert(stack, deployed, identity.arn, now);
      sections.push({ heading: 'Test alert', findings: sent });
    }
  }
  return {
    heading: `${name} in account ${identity.account}, ${region}, as ${identity.arn}`,
    sections: sections.filter(({ findings }) => findings.length > 0),
  };
}
