/** How large the policies and other texts of a template are, beside what AWS takes of each. */
import type { Template } from './resolve.ts';

export interface Size {
  /** Logical id of the resource that it belongs to. */
  readonly id: string;
  readonly what: string;
  /** In bytes: without the white space that AWS does not count. */
  readonly size: number;
  readonly most: number;
}

interface Kind {
  readonly what: string;
  readonly most: number;
}

const kinds = {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  trust: { what: 'trust policy', most: 2_048 },
  inline: { what: 'policies together', most: 10_240 },
  attached: { what: 'policy', most: 6_144 },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
  queue: { what: 'policy', most: 8_192 },
  // https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html
  topic: { what: 'policy', most: 30_720 },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
  bucket: { what: 'policy', most: 20_480 },
  // https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
  key: { what: 'policy', most: 32_768 },
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDestinationPolicy.html
  destination: { what: 'policy', most: 5_120 },
  // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  permissions: { what: 'policy', most: 20_480 },
  environment: { what: 'environment', most: 4_096 },
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  pattern: { what: 'event pattern', most: 2_048 },
} satisfies Readonly<Record<string, Kind>>;

/** By type, which property is which of these, and which property names the resource that it belongs to. */
const places: Readonly<
  Record<string, readonly { readonly kind: keyof typeof kinds; property: string; on?: string }[]>
> = {
  'AWS::IAM::Role': [
    { kind: 'trust', property: 'AssumeRolePolicyDocument' },
    { kind: 'inline', property: 'Policies' },
  ],
  'AWS::IAM::Policy': [{ kind: 'inline', property: 'PolicyDocument', on: 'Roles' }],
  'AWS::IAM::ManagedPolicy': [{ kind: 'attached', property: 'PolicyDocument' }],
  'AWS::SQS::QueuePolicy': [{ kind: 'queue', property: 'PolicyDocument', on: 'Queues' }],
  'AWS::SNS::TopicPolicy': [{ kind: 'topic', property: 'PolicyDocument', on: 'Topics' }],
  'AWS::S3::BucketPolicy': [{ kind: 'bucket', property: 'PolicyDocument', on: 'Bucket' }],
  'AWS::KMS::Key': [{ kind: 'key', property: 'KeyPolicy' }],
  'AWS::Logs::Destination': [{ kind: 'destination', property: 'DestinationPolicy' }],
  'AWS::Lambda::Permission': [{ kind: 'permissions', property: '', on: 'FunctionName' }],
  'AWS::Lambda::Function': [{ kind: 'environment', property: 'Environment' }],
  'AWS::Events::Rule': [{ kind: 'pattern', property: 'EventPattern' }],
};

/** @param resolve replaces references by what they stand for */
export function sizesOf(template: Template, resolve: (value: unknown) => unknown): readonly Size[] {
  const sizes = new Map<string, Size>();
  for (const [id, { Type, Properties = {} }] of Object.entries(template.Resources)) {
    for (const { kind, property, on } of places[Type] ?? []) {
      const value = property === '' ? Properties : Properties[property];
      if (value === undefined) continue;
      const { what, most } = kinds[kind];
      for (const target of on === undefined ? [id] : referred(Properties[on])) {
        const key = `${target} ${kind}`;
        const size = (sizes.get(key)?.size ?? 0) + bytesOf(resolve(value));
        sizes.set(key, { id: target, what, size, most });
      }
    }
  }
  return [...sizes.values()];
}

/** Logical ids in a property that names resources. */
function referred(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referred);
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
  return [Ref ?? attribute?.[0] ?? ''];
}

/** As JSON has it without white space; a text is JSON already. */
function bytesOf(value: unknown): number {
  return Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));
}
