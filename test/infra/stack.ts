/** The packaged template as CloudFormation would make it: what references stand for, in an account of the tests. */
import { resolver } from '../../infra/limits/resolve.ts';
import type { Resource, Template } from './packaged.ts';

export const account = '111122223333';
export const region = 'eu-west-1';

const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** The property by which a template gives a resource its name. Others are named by CloudFormation. */
const nameProperty: Readonly<Record<string, string>> = {
  'AWS::Events::Rule': 'Name',
  'AWS::KinesisFirehose::DeliveryStream': 'DeliveryStreamName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::Destination': 'DestinationName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Logs::LogStream': 'LogStreamName',
  'AWS::S3::Bucket': 'BucketName',
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const arns: Readonly<Record<string, (name: string) => string>> = {
  'AWS::DynamoDB::Table': (name) => `arn:aws:dynamodb:${region}:${account}:table/${name}`,
  'AWS::Events::Rule': (name) => `arn:aws:events:${region}:${account}:rule/${name}`,
  'AWS::IAM::Role': (name) => `arn:aws:iam::${account}:role/${name}`,
  'AWS::KMS::Key': (name) => `arn:aws:kms:${region}:${account}:key/${name}`,
  'AWS::KinesisFirehose::DeliveryStream': (name) =>
    `arn:aws:firehose:${region}:${account}:deliverystream/${name}`,
  'AWS::Lambda::Function': (name) => `arn:aws:lambda:${region}:${account}:function:${name}`,
  'AWS::Logs::Destination': (name) => `arn:aws:logs:${region}:${account}:destination:${name}`,
  'AWS::Logs::LogGroup': (name) => `arn:aws:logs:${region}:${account}:log-group:${name}:*`,
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name}`,
  'AWS::SNS::Topic': (name) => `arn:aws:sns:${region}:${account}:${name}`,
  'AWS::SQS::Queue': (name) => `arn:aws:sqs:${region}:${account}:${name}`,
};

export interface Stack {
  readonly template: Template;
  /** @returns the resource of this logical id. @throws if there is none */
  resource(id: string): Resource;
  /** @returns logical ids of all resources of a type. @throws if there is none */
  ofType(type: string): readonly string[];
  /** Every reference in a value, replaced by what it stands for. @throws for what no test has needed so far */
  resolve(value: unknown): unknown;
  /** @returns a property, resolved */
  property(id: string, name: string): unknown;
  arn(id: string): string;
}

export function stackOf(template: Template): Stack {
  function resource(id: string): Resource {
    const found = template.Resources[id];
    if (found === undefined) throw new Error(`no resource ${id} in the template`);
    return found;
  }

  function ofType(type: string): readonly string[] {
    const found = Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
    if (found.length === 0) throw new Error(`no ${type} in the template`);
    return found.map(([id]) => id);
  }

  function nameOf(id: string): string {
    const { Type, Properties } = resource(id);
    const given = Properties[nameProperty[Type] ?? ''];
    return given === undefined ? `made-up-${id}` : String(resolve(given));
  }

  function arn(id: string): string {
    const { Type } = resource(id);
    const form = arns[Type];
    if (form === undefined) throw new Error(`the ARN of a ${Type} is not known here`);
    return form(nameOf(id));
  }

  function ref(name: string): string {
    const { Type } = resource(name);
    if (Type === 'AWS::SNS::Topic') return arn(name);
    if (Type === 'AWS::SQS::Queue') return `https://sqs.${region}.amazonaws.com/${account}/${nameOf(name)}`;
    return nameOf(name);
  }

  function attribute(id: string, name: string): string {
    if (name === 'Arn') return arn(id);
    if (name === 'QueueName' || name === 'TopicName') return nameOf(id);
    return fail(`the attribute ${name} of ${id} is not known here`);
  }

  const resolve = resolver({
    pseudoParameter: (name) =>
      name === 'AWS::NoValue' ? undefined : (pseudoParameters[name] ?? fail(`${name} is not known here`)),
    ref,
    attribute,
  });

  return {
    template,
    resource,
    ofType,
    resolve,
    property: (id, name) => resolve(resource(id).Properties[name]),
    arn,
  };
}

function fail(message: string): never {
  throw new Error(message);
}
