/**
 * Who may do what, by the statements of policies. As IAM evaluates them, for the elements and conditions that the
 * template has; whatever else it meets is an error, so that nothing is allowed by being overlooked.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  /** ARNs, with wildcards. A trust policy has none. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  readonly Sid?: string;
}

/** Whoever asks: a service of AWS, a role, or somebody of an account whose own policies let him do everything. */
export type Principal =
  | { readonly service: string }
  | { readonly role: string; readonly account: string }
  | { readonly account: string };

export interface Request {
  readonly principal: Principal;
  /** `sns:Publish`, for example. */
  readonly action: string;
  readonly resource: string;
  /** Keys of conditions, such as `aws:SourceArn`. */
  readonly context: Readonly<Record<string, string>>;
}

export interface Policies {
  /** What the principal's own policies say. */
  readonly identity: readonly Statement[];
  /** What the policies of the resource say. */
  readonly resource: readonly Statement[];
  /** Whose resource it is. */
  readonly owner: string;
}

export function isAllowed(request: Request, { identity, resource, owner }: Policies): boolean {
  const { principal, action } = request;
  const own = identity.filter((statement) => applies(statement, request));
  const named = (statement: Statement) => applies(statement, request) && names(statement, request);
  const theirs = resource.filter(named);
  if ([...own, ...theirs].some(({ Effect }) => Effect === 'Deny')) return false;
  const byResource = theirs.some(({ Effect }) => Effect === 'Allow');
  const delegated = resource.some(
    (statement) =>
      statement.Effect === 'Allow' &&
      applies(statement, request) &&
      'account' in principal &&
      accountsIn(statement).includes(principal.account),
  );
  if ('service' in principal) return byResource;
  const byIdentity = 'role' in principal ? own.some(({ Effect }) => Effect === 'Allow') : true;
  // A role's trust and a key's policy decide alone, or leave it to the account.
  if (/^(?:kms|sts):/.test(action)) return byResource || (delegated && byIdentity);
  if (principal.account === owner) return byResource || byIdentity;
  return (byResource || delegated) && byIdentity;
}

function applies({ Action, Resource, Condition, ...others }: Statement, request: Request): boolean {
  const unknown = Object.keys(others).filter((key) => !['Effect', 'Principal', 'Sid'].includes(key));
  if (unknown.length > 0) throw new Error(`a statement's ${unknown.join(', ')} is not known here`);
  return (
    listOf(Action).some((pattern) => like(pattern.toLowerCase(), request.action.toLowerCase())) &&
    (Resource === undefined || listOf(Resource).some((pattern) => like(pattern, request.resource))) &&
    Object.entries(Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, listOf(values), request.context[key])),
    )
  );
}

function names({ Principal }: Statement, { principal }: Request): boolean {
  if (Principal === '*') return true;
  return Object.entries(Principal ?? {}).some(([kind, values]) => {
    if (kind === 'Service') return 'service' in principal && listOf(values).includes(principal.service);
    if (kind !== 'AWS') throw new Error(`a principal's ${kind} is not known here`);
    return listOf(values).includes('*') || ('role' in principal && listOf(values).includes(principal.role));
  });
}

/** The accounts that a statement leaves its permissions to: by number, or as `root`. */
function accountsIn({ Principal }: Statement): readonly string[] {
  if (Principal === '*' || Principal === undefined) return [];
  return listOf(Principal.AWS ?? []).map((name) => /^arn:aws:iam::(\d{12}):root$/.exec(name)?.[1] ?? name);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators: Readonly<Record<string, (pattern: string, value: string) => boolean>> = {
  StringEquals: (pattern, value) => pattern === value,
  StringLike: like,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
};

/** Of several values one must fit. Without the key only `…IfExists` holds. */
function holds(written: string, values: readonly string[], found: string | undefined): boolean {
  const name = written.replace(/IfExists$/, '');
  const operator = operators[name];
  if (operator === undefined) throw new Error(`the condition operator ${written} is not known here`);
  if (found === undefined) return name !== written;
  return values.some((value) => operator(value, found));
}

/** Each of an ARN's six parts for itself. */
function arnLike(pattern: string, value: string): boolean {
  const [patterns, values] = [sixParts(pattern), sixParts(value)];
  return patterns.length === values.length && patterns.every((part, i) => like(part, values[i] ?? ''));
}

function sixParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function like(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(value);
}

export const listOf = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? value : [value as T];
