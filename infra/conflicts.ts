/** What settings allow by themselves but not together, and what takes more than a type to say. */
import type { Settings } from './settings-schema.ts';

/** Two resources a cluster, and some that are shared, must stay below the 500 that CloudFormation takes. */
const maxClusters = 200;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Tag.html, and what osls takes of it. */
const tagName = /^(?!aws:)[\w./=+: -]{1,128}$/i;
const tagValue = /^[\p{L}\p{N}\p{Z}_./=+:@-]{1,256}$/u;
/** A stack takes 50; osls adds the stage. */
const maxTags = 49;
/** @returns a line for each problem */
export function conflicts(settings: Settings): readonly string[] {
  const { clusters, objectClusters, accounts, organization, buckets, newBucket } = settings;
  const problems: string[] = [];
  const count = clusters.length + objectClusters.length;
  if (count > maxClusters) {
    problems.push(
      `clusters and objectClusters are ${count}; expected at most ${maxClusters}, because a stack has at most 500 resources. Deploy the others with --stage another-name`,
    );
  }
  const both = clusters.filter((cluster) => objectClusters.includes(cluster));
  if (both.length > 0)
    problems.push(`${both.join(', ')} is in clusters and in objectClusters; expected in one of them`);
  const hasObjects = buckets.length > 0 || newBucket !== '';
  if (objectClusters.length > 0 && !hasObjects) {
    problems.push(
      'objectClusters has clusters; expected buckets or newBucket as well, which their logs come by',
    );
  }
  if (accounts.length > 0 && newBucket === '') {
    problems.push('accounts has accounts; expected newBucket as well, which their logs are written to');
  }
  if (organization !== '' && newBucket === '') {
    problems.push(
      `organization is ${organization}; expected newBucket as well, which its accounts' logs are written to`,
    );
  }
  if (buckets.some((bucket) => bucket.split('/')[0] === newBucket)) {
    problems.push(
      `newBucket ${newBucket} is in buckets as well; expected there are only buckets that exist already`,
    );
  }
  problems.push(...wrongTags(settings.tags));
  for (const bucket of buckets) {
    const wider = buckets.find((other) => other !== bucket && isWithin(bucket, other));
    if (wider !== undefined)
      problems.push(
        `buckets has ${bucket} within ${wider}; expected one of them, or its objects are read twice. A prefix is how keys begin: ${wider.includes('/') ? `${wider.replace(/\/$/, '')}/ is that folder alone` : `${wider} is all of the bucket`}`,
      );
  }
  return problems;
}

/** Both as `name` or `name/prefix`. */
function isWithin(source: string, other: string): boolean {
  return other.includes('/') ? source.startsWith(other) : source.startsWith(`${other}/`);
}

function wrongTags(tags: Settings['tags']): readonly string[] {
  const names = Object.keys(tags);
  const problems: string[] = [];
  if (names.length > maxTags) problems.push(`tags are ${names.length}; expected at most ${maxTags}`);
  for (const [name, value] of Object.entries(tags)) {
    if (!tagName.test(name)) {
      problems.push(
        `tags has the key ${JSON.stringify(name)}; expected 1 to 128 letters, digits, spaces and _.:/=+-, not beginning with aws:`,
      );
    }
    if (!tagValue.test(value)) {
      problems.push(
        `tags has ${JSON.stringify(value)} for ${name}; expected 1 to 256 letters, digits, spaces and _.:/=+-@`,
      );
    }
    const twin = names.find((other) => other < name && other.toLowerCase() === name.toLowerCase());
    if (twin !== undefined)
      problems.push(`tags has ${twin} and ${name}; expected one of them, since IAM does not tell them apart`);
  }
  return problems;
}
