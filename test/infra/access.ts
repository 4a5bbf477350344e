/** Who may do what in the stack that the template makes. */
import { isAllowed, listOf, type Principal, type Statement } from './iam.ts';
import { account, type Stack } from './stack.ts';

/** By logical id, a role of the stack. */
export type Asking = { readonly roleOf: string } | Principal;

export interface Access {
  /**
   * @param resource an ARN
   * @param context keys of conditions, beside `aws:SecureTransport`, which is true unless given
   */
  may(who: Asking, action: string, resource: string, context?: Readonly<Record<string, string>>): boolean;
}

/** Where a policy is attached, and to which resources. */
const attached: Readonly<Record<string, { policy: string; to: string }>> = {
  'AWS::S3::BucketPolicy': { policy: 'PolicyDocument', to: 'Bucket' },
  'AWS::SNS::TopicPolicy': { policy: 'PolicyDocument', to: 'Topics' },
  'AWS::SQS::QueuePolicy': { policy: 'PolicyDocument', to: 'Queues' },
};

export function accessTo(stack: Stack): Access {
  const resources = Object.entries(stack.template.Resources);
  const byResource = resources.flatMap(([id]) => resourcePolicies(stack, id));
  const byRole = (role: string) => resources.flatMap(([id]) => identityPolicies(stack, id, role));

  return {
    may(who, action, resource, context = {}) {
      const principal = 'roleOf' in who ? { role: stack.arn(who.roleOf), account } : who;
      return isAllowed(
        { principal, action, resource, context: { 'aws:SecureTransport': 'true', ...context } },
        {
          identity: 'roleOf' in who ? byRole(who.roleOf) : [],
          resource: [
            ...elsewhere(resource, stack),
            ...byResource.filter(({ on }) => on.some((arn) => isOrIsIn(resource, arn))).flatMap(statementsOf),
          ],
          owner: account,
        },
      );
    },
  };
}

/** A key that is not the stack's is taken to leave it to this account who may use it. */
function elsewhere(resource: string, stack: Stack): readonly Statement[] {
  const ours = Object.entries(stack.template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::KMS::Key')
    .map(([id]) => stack.arn(id));
  if (!resource.startsWith('arn:aws:kms:') || ours.includes(resource)) return [];
  return [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'kms:*', Resource: resource }];
}

interface Attached {
  /** ARNs. */
  readonly on: readonly string[];
  readonly statements: readonly Statement[];
}

const statementsOf = ({ statements }: Attached) => statements;

/** A policy on a bucket is asked for its objects, too. */
function isOrIsIn(resource: string, arn: string): boolean {
  return resource === arn || (arn.startsWith('arn:aws:s3:') && resource.startsWith(`${arn}/`));
}

function resourcePolicies(stack: Stack, id: string): readonly Attached[] {
  const { Type, Properties } = stack.resource(id);
  const { policy, to } = attached[Type] ?? {};
  if (policy !== undefined && to !== undefined) {
    const targets = listOf(Properties[to] as unknown as { Ref: string } | readonly { Ref: string }[]);
    return [{ on: targets.map(({ Ref }) => stack.arn(Ref)), statements: read(stack.property(id, policy)) }];
  }
  if (Type === 'AWS::KMS::Key') {
    const statements = read(stack.property(id, 'KeyPolicy'));
    return [{ on: [stack.arn(id)], statements: statements.map((each) => onlyOn(each, stack.arn(id))) }];
  }
  if (Type === 'AWS::IAM::Role')
    return [{ on: [stack.arn(id)], statements: read(stack.property(id, 'AssumeRolePolicyDocument')) }];
  if (Type === 'AWS::Logs::Destination') {
    const policy = stack.property(id, 'DestinationPolicy');
    return policy === undefined
      ? []
      : [{ on: [stack.arn(id)], statements: read(JSON.parse(policy as string)) }];
  }
  if (Type === 'AWS::Lambda::Permission') return [permission(stack, id)];
  return [];
}

/** The `*` of a key's policy is the key. */
function onlyOn(statement: Statement, arn: string): Statement {
  return statement.Resource === '*' ? { ...statement, Resource: arn } : statement;
}

/** As Lambda writes it: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
function permission(stack: Stack, id: string): Attached {
  const { FunctionName, Action, Principal, SourceAccount, SourceArn, ...others } = stack.resolve(
    stack.resource(id).Properties,
  ) as Record<string, string>;
  if (FunctionName === undefined || Action === undefined || Principal === undefined)
    throw new Error(`${id} has no FunctionName, Action or Principal`);
  const unknown = Object.keys(others);
  if (unknown.length > 0) throw new Error(`${id} has ${unknown.join(', ')}, which is not known here`);
  const statement: Statement = {
    Effect: 'Allow',
    Principal: { Service: Principal },
    Action,
    Resource: FunctionName,
    Condition: {
      ...(SourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
      ...(SourceArn !== undefined && { ArnLike: { 'aws:SourceArn': SourceArn } }),
    },
  };
  return { on: [FunctionName], statements: [statement] };
}

/** What a role has: in itself, and by policies that name it. Boundaries belong to the organisation, not the template. */
function identityPolicies(stack: Stack, id: string, role: string): readonly Statement[] {
  const { Type, Properties } = stack.resource(id);
  if (Type === 'AWS::IAM::Role' && id === role) {
    if ('ManagedPolicyArns' in Properties)
      throw new Error(`${id} has managed policies, which are not known here`);
    const policies = (stack.property(id, 'Policies') ?? []) as readonly { PolicyDocument: unknown }[];
    return policies.flatMap(({ PolicyDocument }) => read(PolicyDocument));
  }
  const names = (Properties.Roles ?? []) as unknown as readonly { Ref: string }[];
  if (/^AWS::IAM::(?:Managed)?Policy$/.test(Type) && names.some(({ Ref }) => Ref === role))
    return read(stack.property(id, 'PolicyDocument'));
  return [];
}

function read(document: unknown): readonly Statement[] {
  return listOf((document as { Statement: Statement | readonly Statement[] }).Statement).map(texts);
}

/** Properties without a value go; `false` is `"false"` to IAM. */
function texts(statement: Statement): Statement {
  const text = JSON.stringify(statement, (_, value) => (typeof value === 'boolean' ? String(value) : value));
  return JSON.parse(text) as Statement;
}
