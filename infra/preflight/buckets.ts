/** Buckets: whether those that exist tell of their objects, and whether the name of a new one is free. */
import { GetBucketNotificationConfigurationCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { existingBuckets } from '../buckets.ts';
import { type Deployment, patience } from './deployment.ts';
import { type Finding, isRefusal, problem, quoted, statusOf, unchecked, warning } from './finding.ts';
import { physicalId } from './stack-resource.ts';

export async function checkBuckets(deployment: Deployment): Promise<readonly Finding[]> {
  const { settings, config } = deployment;
  const s3 = new S3Client(config);
  try {
    const findings: (readonly Finding[])[] = [];
    for (const bucket of existingBuckets(settings))
      findings.push(await checkExisting(s3, bucket, deployment));
    if (settings.newBucket !== '') findings.push(await checkNew(s3, settings.newBucket, deployment));
    return findings.flat();
  } finally {
    s3.destroy();
  }
}

/** S3 says of a bucket that exists where it is, even if it refuses the rest. */
interface Bucket {
  readonly answer: 'there' | 'missing' | 'elsewhere' | 'refused';
  readonly region?: string;
}

async function find(s3: S3Client, bucket: string): Promise<Bucket> {
  try {
    const { BucketRegion } = await s3.send(new HeadBucketCommand({ Bucket: bucket }), patience());
    return { answer: 'there', ...(BucketRegion !== undefined && { region: BucketRegion }) };
  } catch (error) {
    const { $response } = error as { $response?: { headers?: Record<string, string> } };
    const region = $response?.headers?.['x-amz-bucket-region'];
    const known = region !== undefined && { region };
    const status = statusOf(error);
    if (status === 404) return { answer: 'missing' };
    if (status === 403) return { answer: 'refused', ...known };
    if (region !== undefined) return { answer: 'elsewhere', region };
    throw error;
  }
}

async function checkExisting(
  s3: S3Client,
  bucket: string,
  { name, config }: Deployment,
): Promise<readonly Finding[]> {
  try {
    const { answer, region = config.region } = await find(s3, bucket);
    if (answer === 'missing') {
      return [
        problem(`buckets: there is no bucket ${bucket}; expected one that exists`, `newBucket: ${bucket}`),
      ];
    }
    if (region !== config.region) {
      return [
        problem(
          `buckets: ${bucket} is in ${region}; expected ${config.region}, since its notifications do not leave its region`,
          `npx harrier deploy --region ${region} --param buckets=${bucket}`,
        ),
      ];
    }
    if (answer === 'refused') {
      return [
        warning(
          `bucket ${bucket} could not be checked: S3 refuses whoever deploys (s3:ListBucket), or it is somebody else's`,
        ),
      ];
    }
  } catch (error) {
    return [unchecked(`bucket ${bucket}`, 's3:ListBucket', error)];
  }
  try {
    const { $metadata, EventBridgeConfiguration, ...others } = await s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
      patience(),
    );
    const toQueue = others.QueueConfigurations?.some(({ QueueArn = '' }) =>
      QueueArn.includes(`:${name}-ObjectQueue-`),
    );
    if (EventBridgeConfiguration !== undefined || toQueue) return [];
    // The command replaces what there is, so it says that as well.
    const wanted = JSON.stringify({ ...others, EventBridgeConfiguration: {} });
    return [
      problem(
        `buckets: ${bucket} does not send its events to EventBridge; expected that it does, or nobody hears of its objects`,
        `aws s3api put-bucket-notification-configuration --bucket ${bucket} --notification-configuration ${quoted(wanted)}`,
      ),
    ];
  } catch (error) {
    return [
      unchecked(`whether ${bucket} sends its events to EventBridge`, 's3:GetBucketNotification', error),
    ];
  }
}

async function checkNew(s3: S3Client, bucket: string, deployment: Deployment): Promise<readonly Finding[]> {
  const free = 'expected a name that is free, in all of AWS';
  try {
    const { answer, region } = await find(s3, bucket);
    if (answer === 'missing' || (await physicalId('LogBucket', deployment)) === bucket) return [];
    if (answer === 'there') {
      return [
        problem(
          `newBucket: there is a bucket ${bucket} already, which is not of stack ${deployment.name}; ${free}. One that an earlier installation left behind can be watched as it is`,
          `buckets: [${bucket}]`,
        ),
      ];
    }
    // A refusal without a region may be that of a network's policy, for any name.
    if (region !== undefined)
      return [
        problem(
          `newBucket: there is a bucket ${bucket} already, of somebody else or in another region; ${free}`,
        ),
      ];
    return [
      warning(
        `whether the name ${bucket} is free could not be checked: S3 refuses whoever deploys (s3:ListBucket)`,
      ),
    ];
  } catch (error) {
    const action = isRefusal(error) ? 'cloudformation:DescribeStackResource' : 's3:ListBucket';
    return [unchecked(`whether the name ${bucket} is free`, action, error)];
  }
}
