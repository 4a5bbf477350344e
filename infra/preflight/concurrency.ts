/** Whether the account lets as many functions run at once as are to. */
import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import type { Settings } from '../settings.ts';
import { minConcurrency } from '../settings-schema.ts';
import { type Deployment, patience } from './deployment.ts';
import { type Finding, problem, statusOf, unchecked, warning } from './finding.ts';

/** What an account must leave to functions that reserve nothing: https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const minUnreserved = 100;

/** With fewer left, log groups would wait for objects. One instance does what a busy cluster writes. */
const fewForLogGroups = 5;

/** Two for its queue and one for its clock, as serverless.yml and infra/notifier.ts have them. */
const notifiers = 3;

export async function checkConcurrency(deployment: Deployment): Promise<readonly Finding[]> {
  const { settings, config } = deployment;
  const lambda = new LambdaClient(config);
  let action = 'lambda:GetAccountSettings';
  try {
    const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}), patience());
    const { ConcurrentExecutions: all, UnreservedConcurrentExecutions: unreserved } = AccountLimit ?? {};
    if (all === undefined || unreserved === undefined) return [];
    const wanted = settings.cloudwatchConcurrency;
    if (wanted === 0) return starving(settings, unreserved, raise(all, config.region));
    action = 'lambda:GetFunctionConcurrency';
    const left = unreserved + (await reserved(lambda, deployment)) - wanted;
    if (left >= minUnreserved) return [];
    return [
      problem(
        `cloudwatchConcurrency is ${wanted}, which would leave ${Math.max(left, 0)} of the account's ${all} concurrent invocations to functions that reserve nothing; expected at least ${minUnreserved}`,
        `cloudwatchConcurrency: 0\n# or\n${raise(all, config.region)}`,
      ),
    ];
  } catch (error) {
    return [unchecked('concurrent invocations', action, error)];
  } finally {
    lambda.destroy();
  }
}

/** What the function has already, by a deployment before. */
async function reserved(lambda: LambdaClient, { name }: Deployment): Promise<number> {
  try {
    const FunctionName = `${name}-cloudwatch`;
    const answer = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }), patience());
    return answer.ReservedConcurrentExecutions ?? 0;
  } catch (error) {
    if (statusOf(error) === 404) return 0;
    throw error;
  }
}

function starving(settings: Settings, unreserved: number, mend: string): readonly Finding[] {
  const { clusters, buckets, newBucket, objectConcurrency } = settings;
  const retries = minConcurrency / 2;
  const objects = buckets.length > 0 || newBucket !== '' ? objectConcurrency : 0;
  if (clusters.length === 0 || unreserved - retries - objects - notifiers >= fewForLogGroups) return [];
  return [
    warning(
      `the account lets ${unreserved} functions run at once that reserve nothing, of which objectConcurrency may take ${objects}, retries ${retries} and the notifier ${notifiers}: log groups may have to wait`,
      `${objects > 2 ? 'objectConcurrency: 2\n# or\n' : ''}${mend}`,
    ),
  ];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
function raise(all: number, region: string): string {
  const quota = '--service-code lambda --quota-code L-B99A9384';
  return `aws service-quotas request-service-quota-increase --region ${region} ${quota} --desired-value ${Math.max(1000, 2 * all)}`;
}
