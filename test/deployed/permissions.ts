/** What AWS asks a role for, and how it answers where the template does not give it. */
import { type Access, accessTo } from '../infra/access.ts';
import type { Template } from '../infra/packaged.ts';
import { region, type Stack, stackOf } from '../infra/stack.ts';
import type { Fault, Passing } from './proxy.ts';

/** A permission that an operation needs. */
interface Needed {
  readonly action: string;
  /** An ARN, and what it is called here. */
  readonly resource: string;
  readonly name: string;
  readonly context?: Readonly<Record<string, string>>;
}

export interface Doorkeeper {
  /** @returns AWS's refusal, or undefined if the role may. The access key is the role's logical id */
  admit(request: Passing): Fault | undefined;
  /** What was refused so far: who, what and where. */
  readonly refusals: string[];
  /** What was allowed so far: a role's logical id, the action and the resource. */
  readonly used: Set<string>;
}

/** @param names of resources that are not called by their logical ids: name → logical id */
export function doorkeeper(template: Template, names: Readonly<Record<string, string>>): Doorkeeper {
  const stack = stackOf(template);
  const access = accessTo(stack);
  const refusals: string[] = [];
  const used = new Set<string>();
  return {
    refusals,
    used,
    admit(request) {
      const { accessKey: roleOf } = request;
      for (const needed of neededFor(request, stack, names)) {
        const line = `${roleOf} ${needed.action} ${needed.name}`;
        // It was asked before.
        if (used.has(line)) continue;
        if (isGiven(access, roleOf, needed)) used.add(line);
        else {
          refusals.push(line);
          return refusal(request.service, `not authorized: ${line}`);
        }
      }
      return undefined;
    },
  };
}

function isGiven(access: Access, roleOf: string, { action, resource, context }: Needed): boolean {
  return access.may({ roleOf }, action, resource, context);
}

function neededFor(
  { service, operation, method, path, body }: Passing,
  stack: Stack,
  names: Readonly<Record<string, string>>,
): readonly Needed[] {
  const on = (action: string, called = ''): Needed => {
    const name = names[called] ?? called;
    return { action, resource: stack.arn(name), name };
  };
  switch (service) {
    case 'sns': {
      const topic = new URLSearchParams(body).get('TopicArn')?.split(':').at(-1) ?? '';
      if (operation === 'ListSubscriptionsByTopic') return [on('sns:ListSubscriptionsByTopic', topic)];
      const context = { 'kms:ViaService': `sns.${region}.amazonaws.com` };
      const ofKey = ['kms:GenerateDataKey', 'kms:Decrypt'].flatMap((action) =>
        keyOf(stack, topic).map((key) => ({ ...on(action, key), context })),
      );
      // To publish a batch is no permission of its own: https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
      return [on('sns:Publish', topic), ...ofKey];
    }
    case 'sqs':
      return [on(`sqs:${operation}`, JSON.parse(body).QueueUrl.split('/').at(-1))];
    case 'dynamodb': {
      const { TableName, RequestItems = { [TableName]: [] } } = JSON.parse(body);
      return Object.keys(RequestItems).map((table) => on(`dynamodb:${operation}`, table));
    }
    case 's3': {
      const url = new URL(path, 'http://s3');
      const [, bucket = '', ...key] = url.pathname.split('/');
      if (method !== 'GET' || key.length === 0) throw new Error(`${method} ${path} is not known here`);
      const get = url.searchParams.has('versionId') ? 's3:GetObjectVersion' : 's3:GetObject';
      const given = (action: string, name: string) => ({ action, resource: `arn:aws:s3:::${name}`, name });
      return [
        given(get, `${bucket}/${decodeURIComponent(key.join('/'))}`),
        // To be told of an object that is gone: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
        given('s3:ListBucket', bucket),
      ];
    }
    default:
      throw new Error(`requests to ${service || 'nobody'} are not known here`);
  }
}

/** The logical id of the key that a topic is encrypted with. SNS asks for it in the publisher's name. */
function keyOf(stack: Stack, topic: string): readonly string[] {
  const given = stack.resource(topic).Properties.KmsMasterKeyId as
    | Record<string, string | string[]>
    | undefined;
  return given === undefined ? [] : [[Object.values(given)[0]].flat()[0] ?? ''];
}

/** In each service's own form. */
function refusal(service: string, message: string): Fault {
  if (service === 'sns' || service === 's3') {
    const code = service === 'sns' ? 'AuthorizationError' : 'AccessDenied';
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
    return { status: 403, body: service === 's3' ? error : `<ErrorResponse>${error}</ErrorResponse>` };
  }
  return { status: 400, body: JSON.stringify({ __type: 'AccessDeniedException', message }) };
}
