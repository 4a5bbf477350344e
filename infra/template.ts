/** Words of CloudFormation. */
import { createHash } from 'node:crypto';

export interface Resource {
  readonly Type: `AWS::${string}`;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: 'Retain' | 'RetainExceptOnCreate';
  readonly UpdateReplacePolicy?: 'Retain';
}

export type Resources = Readonly<Record<string, Resource>>;

export const ref = (name: string) => ({ Ref: name });
export const arnOf = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
/** Text with `${Name}` or `${AWS::Region}` in it. */
export const sub = (text: string) => ({ 'Fn::Sub': text });
/** The value of a property; without it the property is as if it were not there. */
export const given = (value: string | number) => (value === '' || value === 0 ? ref('AWS::NoValue') : value);

/** The metrics' `service`, by which stacks in one account are told apart. */
export const service = '${self:service}-${sls:stage}';

/** Letters at the end of a logical id that are different for different names. */
export const hashLength = 8;

/** A logical id for something with a name of its own: the same each time, and different for different names. */
export function logicalId(prefix: string, name: string): string {
  const letters = name.replace(/[^A-Za-z0-9]/g, '');
  return `${prefix}${letters.slice(0, 60)}${createHash('sha256').update(name).digest('hex').slice(0, hashLength)}`;
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

export function policy(...Statement: readonly Statement[]) {
  return { Version: '2012-10-17', Statement };
}

/** Refuses whoever does not use TLS. */
export function tlsOnly(Action: Statement['Action'], Resource: unknown): Statement {
  return {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action,
    Resource,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** An AWS service may act for this account and these sources only: it acts for other customers, too. */
export function onlyFor(...SourceArn: readonly unknown[]) {
  return {
    StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
    ArnLike: { 'aws:SourceArn': SourceArn.length === 1 ? SourceArn[0] : SourceArn },
  };
}

/**
 * As `onlyFor`, for EventBridge: its documentation knows the source's ARN alone, which names the account.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function onlyForRules(...SourceArn: readonly unknown[]) {
  const { StringEquals, ArnLike } = onlyFor(...SourceArn);
  return { StringEqualsIfExists: StringEquals, ArnLike };
}

/**
 * A key may only be used by this service in the caller's name. AWS documents the value with `amazonaws.com`, and nothing
 * else of the regions of China, whose services are known by another suffix; elsewhere both are the same.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function onlyVia(name: 's3' | 'sns') {
  const suffixes = ['amazonaws.com', '${AWS::URLSuffix}'];
  return {
    StringEquals: { 'kms:ViaService': suffixes.map((suffix) => sub(`${name}.\${AWS::Region}.${suffix}`)) },
  };
}
