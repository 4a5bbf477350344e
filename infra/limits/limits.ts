/** Whether AWS takes a packaged template: CloudFormation would say it minutes later, by rolling everything back. */
import type { Settings } from '../settings.ts';
import { type AwsRegion, longest, regionOf } from './longest.ts';
import type { Template } from './resolve.ts';
import { type Size, sizesOf } from './sizes.ts';

/** What a template was packaged for. */
export interface Deployment {
  readonly settings: Settings;
  readonly stackName: string;
  readonly region: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const most = { resources: 500, outputs: 200, bytes: 1_048_576 } as const;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, of policies that are attached to a role */
const mostAttached = 10;
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const mostRules = 300;
/** https://docs.aws.amazon.com/general/latest/gr/sns.html, of subscriptions with a filter policy */
const mostFiltered = 200;

const number = (count: number) => count.toLocaleString('en');

/** @returns a line for each limit that the template does not keep: how large it is, and what to take out */
export function beyondLimits(template: Template, deployment: Deployment): readonly string[] {
  const { settings, stackName, region } = deployment;
  const resolve = longest(template, stackName, regionOf(region));
  const problems = sizesOf(template, resolve)
    .filter(({ size, most }) => size > most)
    .map((size) => tooLarge(size, settings, regionOf(region)));
  const resources = Object.keys(template.Resources).length;
  if (resources > most.resources) problems.push(tooMany(resources, settings));
  const outputs = Object.keys(template.Outputs ?? {}).length;
  if (outputs > most.outputs)
    problems.push(`the stack has ${outputs} outputs; CloudFormation takes ${most.outputs}`);
  const bytes = Buffer.byteLength(JSON.stringify(template));
  if (bytes > most.bytes) {
    problems.push(
      `the template has ${number(bytes)} bytes; CloudFormation takes ${number(most.bytes)}. ${otherStage}`,
    );
  }
  const attached = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy');
  if (attached.length > mostAttached) {
    problems.push(
      `ObjectRole: ${attached.length} policies would be attached to it, to read ${settings.buckets.length} buckets; AWS takes ${mostAttached}. ${otherStage}`,
    );
  }
  if (sourcesOf(settings) > mostRules) {
    problems.push(
      `buckets are ${sourcesOf(settings)}, a rule each; an event bus has ${mostRules}. Watch whole buckets instead of several prefixes of one`,
    );
  }
  if (settings.emails.length > mostFiltered) {
    problems.push(
      `emails are ${settings.emails.length}; SNS takes ${mostFiltered} subscriptions with a filter. Name a mailing list instead`,
    );
  }
  return problems;
}

const otherStage = 'Deploy some of the clusters or buckets with --stage another-name';

function tooLarge({ id, what, size, most }: Size, settings: Settings, aws: AwsRegion): string {
  return `${id}: its ${what} would have ${number(size)} characters; AWS takes ${number(most)}. ${mend(id, size - most, settings, aws)}`;
}

/** What the user can take out. Names that are made up here are those of the modules beside this folder. */
function mend(id: string, over: number, settings: Settings, { region, partition }: AwsRegion): string {
  const { accounts, organization, buckets, bucketKeys, objectKeys } = settings;
  if (id === 'DestinationRole' || id === 'Destination') {
    const perAccount = `"arn:${partition}:logs:${region}:111122223333:*",`.length;
    const fewer = Math.min(Math.ceil(over / perAccount), accounts.length);
    const instead =
      organization === ''
        ? 'or name their organization instead, which has room for any number: organization: o-a1b2c3d4e5'
        : `those of ${organization} need not be named`;
    return `Take ${fewer} of the ${accounts.length} accounts out; ${instead}`;
  }
  if (id === 'ObjectRole' || id.startsWith('ObjectReading')) {
    const keys = bucketKeys.length > 0 ? ` and ${bucketKeys.length} bucketKeys` : '';
    return `It names ${buckets.length} buckets${keys}. Watch whole buckets instead of several prefixes of one, shorten prefixes, or deploy some of the buckets with --stage another-name`;
  }
  if (id === 'S3LambdaFunction') return `Shorten objectKeys, which has ${number(objectKeys.length)}`;
  if (id.startsWith('Written')) return 'Shorten the prefix in buckets';
  return otherStage;
}

/** How many resources each setting makes. */
function tooMany(resources: number, settings: Settings): string {
  const { clusters, objectClusters, emails, operators } = settings;
  const alarmed = operators.length > 0 ? operators : emails;
  const parts = [
    [`${clusters.length} clusters (a subscription filter and an alarm each)`, 2 * clusters.length],
    [`${objectClusters.length} objectClusters (an alarm each)`, objectClusters.length],
    [`${sourcesOf(settings)} buckets (a rule and an alarm each)`, 2 * sourcesOf(settings)],
    [`${emails.length} emails (a subscription each)`, emails.length],
    [
      `${alarmed.length} ${operators.length > 0 ? 'operators' : 'emails once more, as operators'}`,
      alarmed.length,
    ],
  ] as const;
  const counted = parts.reduce((sum, [, count]) => sum + count, 0);
  const list = parts.flatMap(([what, count]) => (count === 0 ? [] : [`${count} for ${what}`]));
  return [
    `the stack would have ${resources} resources; CloudFormation takes ${most.resources}. They are ${[...list, `${resources - counted} that are always there`].join(', ')}.`,
    `At least ${resources - most.resources} have to go: deploy some of the clusters or buckets with --stage another-name, or name a mailing list in emails and operators instead of addresses`,
  ].join(' ');
}

const sourcesOf = ({ buckets, newBucket }: Settings) => buckets.length + (newBucket === '' ? 0 : 1);
