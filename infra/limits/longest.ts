/** The names that a template's resources get, as long as they can be: what a policy has room for depends on them. */
import { type Made, resolver, type Template } from './resolve.ts';

export interface AwsRegion {
  readonly region: string;
  readonly partition: string;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html, and what the SDKs know of regions that are closed */
const partitions: readonly (readonly [RegExp, string])[] = [
  [/^cn-/, 'aws-cn'],
  [/^us-gov-/, 'aws-us-gov'],
  [/^us-iso-/, 'aws-iso'],
  [/^us-isob-/, 'aws-iso-b'],
  [/^eu-isoe-/, 'aws-iso-e'],
  [/^us-isof-/, 'aws-iso-f'],
  [/^eusc-/, 'aws-eusc'],
];

export function regionOf(region: string): AwsRegion {
  return { region, partition: partitions.find(([form]) => form.test(region))?.[1] ?? 'aws' };
}

/** The property that names a resource, and how long a name may be. CloudFormation makes those that are not given. */
const names: Readonly<Record<string, { readonly property: string; readonly longest: number }>> = {
  'AWS::DynamoDB::Table': { property: 'TableName', longest: 255 },
  'AWS::Events::Rule': { property: 'Name', longest: 64 },
  'AWS::IAM::Role': { property: 'RoleName', longest: 64 },
  'AWS::KMS::Key': { property: '', longest: 36 },
  'AWS::KinesisFirehose::DeliveryStream': { property: 'DeliveryStreamName', longest: 64 },
  'AWS::Lambda::Function': { property: 'FunctionName', longest: 64 },
  'AWS::Logs::Destination': { property: 'DestinationName', longest: 512 },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', longest: 512 },
  'AWS::Logs::LogStream': { property: 'LogStreamName', longest: 512 },
  'AWS::S3::Bucket': { property: 'BucketName', longest: 63 },
  'AWS::SNS::Topic': { property: 'TopicName', longest: 256 },
  'AWS::SQS::Queue': { property: 'QueueName', longest: 80 },
};

/** What stands between the partition and the name. */
const arns: Readonly<Record<string, (where: string, account: string) => string>> = {
  'AWS::DynamoDB::Table': (where, account) => `dynamodb:${where}:${account}:table/`,
  'AWS::Events::Rule': (where, account) => `events:${where}:${account}:rule/`,
  'AWS::IAM::Role': (_, account) => `iam::${account}:role/`,
  'AWS::KMS::Key': (where, account) => `kms:${where}:${account}:key/`,
  'AWS::KinesisFirehose::DeliveryStream': (where, account) => `firehose:${where}:${account}:deliverystream/`,
  'AWS::Lambda::Function': (where, account) => `lambda:${where}:${account}:function:`,
  'AWS::Logs::Destination': (where, account) => `logs:${where}:${account}:destination:`,
  'AWS::Logs::LogGroup': (where, account) => `logs:${where}:${account}:log-group:`,
  'AWS::S3::Bucket': () => 's3:::',
  'AWS::SNS::Topic': (where, account) => `sns:${where}:${account}:`,
  'AWS::SQS::Queue': (where, account) => `sqs:${where}:${account}:`,
};

const account = '0'.repeat(12);
/** CloudFormation's own letters at the end of a name, at most. */
const madeUp = '-'.padEnd(14, 'X');

/**
 * @param stackName which CloudFormation begins names with
 * @returns what replaces every reference in a value by the longest text that it can stand for
 */
export function longest(template: Template, stackName: string, aws: AwsRegion): (value: unknown) => unknown {
  function of(id: string) {
    const found = template.Resources[id];
    if (found === undefined) throw new Error(`no resource ${id} in the template`);
    return found;
  }

  function nameOf(id: string): string {
    const { Type, Properties = {} } = of(id);
    const { property = '', longest = 255 } = names[Type] ?? {};
    const given = Properties[property];
    return given === undefined ? `${stackName}-${id}${madeUp}`.slice(0, longest) : String(resolve(given));
  }

  function arnOf(id: string): string {
    const form = arns[of(id).Type];
    if (form === undefined) throw new Error(`the ARN of a ${of(id).Type} is not known here`);
    const streams = of(id).Type === 'AWS::Logs::LogGroup' ? ':*' : '';
    return `arn:${aws.partition}:${form(aws.region, account)}${nameOf(id)}${streams}`;
  }

  const pseudoParameters: Readonly<Record<string, string>> = {
    'AWS::AccountId': account,
    'AWS::Partition': aws.partition,
    'AWS::Region': aws.region,
    'AWS::URLSuffix': 'amazonaws.com.cn',
  };

  const made: Made = {
    pseudoParameter: (name) => pseudoParameters[name],
    ref: (id) => {
      const { Type } = of(id);
      if (Type === 'AWS::SNS::Topic') return arnOf(id);
      const url = `https://sqs.${aws.region}.amazonaws.com/${account}/${nameOf(id)}`;
      return Type === 'AWS::SQS::Queue' ? url : nameOf(id);
    },
    attribute: (id, name) => (name === 'Arn' ? arnOf(id) : nameOf(id)),
  };
  const resolve = resolver(made);
  return resolve;
}
