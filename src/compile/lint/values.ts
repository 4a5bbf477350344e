/**
 * Values that a field never has.
 * https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
 */
import type { Condition } from '../conditions/conditions.ts';
import type { Predicate } from '../predicate.ts';
import type { Problem } from '../problem.ts';

interface Values {
  readonly field: RegExp;
  readonly of: readonly string[];
  readonly hint?: string;
}

const enumerations: readonly Values[] = [
  { field: /\.audit\.stage$/, of: ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'] },
  { field: /\.audit\.level$/, of: ['Metadata', 'Request', 'RequestResponse'] },
  { field: /\.annotations\.authorization_k8s_io\/decision$/, of: ['allow', 'forbid'] },
  { field: /\.responseStatus\.status$/, of: ['Success', 'Failure'] },
  { field: /^event\.outcome$/, of: ['success', 'failure', 'unknown'] },
  {
    field: /^harrier\.caller$/,
    of: ['anonymous', 'aws', 'control_plane', 'node', 'service_account', 'person'],
  },
  { field: /^harrier\.remote_network$/, of: ['private', 'aws', 'internet'] },
];

/** Groups that the API server gives, which people take for names of users. */
const group =
  /^system:(?:unauthenticated|authenticated|masters|nodes|serviceaccounts)$|^system:serviceaccounts:/;
const userName = /^user\.name$|\.audit\.(?:user|impersonatedUser)\.username$/;
const userGroups = /\.audit\.(?:user|impersonatedUser)\.groups$|^user\.group\.name$/;

export function valueProblems(condition: Condition): readonly Problem[] {
  // Free text is looked for in all fields.
  if (condition.kind !== 'condition' || condition.fields.length === 0) return [];
  return keywordsIn(condition.predicate).flatMap(({ field, values }) =>
    values.flatMap((value) => neverValue(field, value, condition) ?? []),
  );
}

function neverValue(field: string, value: string, { span }: Condition): Problem | undefined {
  const problem = (message: string, hint: string): Problem => ({
    severity: 'warning',
    code: 'value-never-set',
    message,
    hint,
    span,
  });
  const known = enumerations.find((each) => each.field.test(field));
  if (known !== undefined && !known.of.includes(value))
    return problem(`\`${field}\` is never \`${value}\``, `it is one of ${known.of.join(', ')}`);
  if (userName.test(field) && group.test(value))
    return problem(`\`${value}\` is a group, and no user's name`, 'ask for it in the groups: `user.groups`');
  if (userGroups.test(field) && /^system:(?:anonymous|node:|serviceaccount:)/.test(value))
    return problem(`\`${value}\` is a user's name, and no group`, 'ask for it in the name: `user.username`');
  return undefined;
}

interface Keywords {
  readonly field: string;
  readonly values: readonly string[];
}

/** The texts that fields are compared with, whatever is made of the comparisons. */
function keywordsIn(predicate: Predicate): readonly Keywords[] {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.of.flatMap(keywordsIn);
    case 'not':
      return keywordsIn(predicate.of);
    case 'some': {
      const { test, field } = predicate;
      return test.kind === 'keyword' ? [{ field: field.name, values: test.values }] : [];
    }
    default:
      return [];
  }
}
