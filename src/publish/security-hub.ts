/** Alerts to AWS Security Hub, as findings of the account's own product. */
import { setTimeout as delay } from 'node:timers/promises';
import {
  BatchImportFindingsCommand,
  type AwsSecurityFinding as Finding,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import type { Alert } from '../alert/alert.ts';
import { type AwsSecurityFinding, renderAsff, type SecurityHub } from '../alert/render-asff.ts';
import { requestHandler } from '../aws-client.ts';
import { PublishError, type Publisher } from './publisher.ts';

export interface SecurityHubOptions extends SecurityHub {
  /** The SDK's own retries, for requests that fail as a whole, are set on the client. */
  readonly client: SecurityHubClient;
  /** How often a finding is tried in all. */
  readonly attempts?: number;
  /** Waits; for tests. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  /** From 0 to 1; for tests. */
  readonly random?: () => number;
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html */
const batchFindings = 100;

interface Failure {
  readonly finding: AwsSecurityFinding;
  readonly reason: string;
  /** Security Hub will not take this finding however often it is sent. */
  readonly final: boolean;
  readonly cause?: unknown;
}

/** @returns the publisher to a Security Hub of AWS's */
export function securityHubPublisherOf({ account, region }: SecurityHub): Publisher {
  const client = new SecurityHubClient({ region, requestHandler, maxAttempts: 4 });
  return securityHubPublisher({ client, account, region });
}

/**
 * Building blocks are left out: nobody is to be notified of them. An alert that is given again replaces its finding.
 * @returns a publisher that throws only after every alert has been tried
 */
export function securityHubPublisher(options: SecurityHubOptions): Publisher {
  return {
    async publish(alerts: readonly Alert[]) {
      // A batch with one finding twice is refused as a whole.
      const findings = new Map(
        alerts
          .filter(({ harrier }) => !harrier.building_block)
          .map((alert) => [alert.event.id, renderAsff(alert, options)]),
      );
      const all = [...findings.values()];
      const failures: Failure[] = [];
      for (let i = 0; i < all.length; i += batchFindings)
        failures.push(...(await importAll(all.slice(i, i + batchFindings), options)));
      const [first] = failures;
      if (first === undefined) return;
      const failed = failures.map(({ finding }) => finding.Id);
      throw new PublishError('Security Hub', failed, first.reason, { cause: first.cause });
    },
  };
}

/** @returns what could not be imported in the attempts allowed */
async function importAll(
  findings: readonly AwsSecurityFinding[],
  options: SecurityHubOptions,
): Promise<readonly Failure[]> {
  const { attempts = 5, sleep = delay, random = Math.random } = options;
  const given: Failure[] = [];
  let pending = findings;
  for (let attempt = 1; ; attempt++) {
    const failures = await importOnce(pending, options);
    given.push(...failures.filter(({ final }) => final));
    const again = failures.filter(({ final }) => !final);
    if (again.length === 0) return given;
    if (attempt === attempts) return [...given, ...again];
    pending = again.map(({ finding }) => finding);
    // Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    await sleep(random() * Math.min(5000, 100 * 2 ** attempt));
  }
}

async function importOnce(
  findings: readonly AwsSecurityFinding[],
  options: SecurityHubOptions,
): Promise<readonly Failure[]> {
  const command = new BatchImportFindingsCommand({ Findings: findings as unknown as Finding[] });
  try {
    const { FailedFindings = [] } = await options.client.send(command);
    const errors = new Map(FailedFindings.map((error) => [error.Id, error]));
    return findings.flatMap((finding) => {
      const error = errors.get(finding.Id);
      if (error === undefined) return [];
      const { ErrorCode = 'unknown error', ErrorMessage = 'no message' } = error;
      return [{ finding, reason: `${ErrorCode}: ${ErrorMessage}`, final: ErrorCode === 'InvalidInput' }];
    });
  } catch (cause) {
    // One finding that Security Hub cannot take must not hold back the others of its batch.
    if (findings.length > 1 && cause instanceof Error && cause.name === 'InvalidInputException') {
      const half = Math.ceil(findings.length / 2);
      return [
        ...(await importOnce(findings.slice(0, half), options)),
        ...(await importOnce(findings.slice(half), options)),
      ];
    }
    return findings.map((finding) => ({ finding, reason: String(cause), final: true, cause }));
  }
}
