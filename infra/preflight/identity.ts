/** Who deploys, and to which account. */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type AwsConfig, type Deployment, patience } from './deployment.ts';
import { describe, type Finding, problem, statusOf } from './finding.ts';

export interface Identity {
  readonly account: string;
  readonly arn: string;
}

const howToSignIn =
  'aws login, aws sso login, or AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment';

/** Everybody may ask who they are, so without an answer there is nobody, or no way to AWS. */
export async function identify(config: AwsConfig): Promise<Identity | Finding> {
  const { credentials, region } = config;
  try {
    // By themselves first: somebody may have to type a code.
    if (typeof credentials === 'function') await credentials();
  } catch (error) {
    return nobody(error);
  }
  const sts = new STSClient({ ...config, maxAttempts: 2 });
  try {
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}), patience());
    return { account: Account, arn: Arn };
  } catch (error) {
    // Where the client looks for them itself.
    if (error instanceof Error && error.name === 'CredentialsProviderError') return nobody(error);
    // Nobody, or nobody of AWS: a proxy, for example.
    if (![400, 401, 403].includes(statusOf(error) ?? 0)) {
      return problem(
        `AWS cannot be reached in ${region} (${describe(error)}); expected a network, and a region that exists`,
      );
    }
    return problem(
      `AWS does not take the credentials in ${region} (${describe(error)}); expected some that are valid there`,
      howToSignIn,
    );
  } finally {
    sts.destroy();
  }
}

function nobody(error: unknown): Finding {
  return problem(
    `there are no credentials for AWS (${describe(error)}); expected some that may deploy`,
    howToSignIn,
  );
}

/** A boundary or a role of another account fails the roles, or the deployment, and everything with them. */
export function checkOwners({ settings }: Deployment, { account }: Identity): readonly Finding[] {
  const { permissionsBoundary, deploymentRole } = settings;
  const arns = [
    [permissionsBoundary, 'permissionsBoundary is a policy', 'as the roles are'],
    [deploymentRole, 'deploymentRole is a role', 'as the stack is'],
  ] as const;
  return arns.flatMap(([arn, what, why]) => {
    const owner = arn.split(':')[4];
    if (arn === '' || owner === account || owner === 'aws') return [];
    return [problem(`${what} of account ${owner}; expected one of ${account}, ${why}`)];
  });
}
