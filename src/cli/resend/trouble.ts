/** What AWS's errors mean to whoever called, and what to do. */

/** A service was asked, and did not do it. The message is for people. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

const signIn =
  'Sign in with `aws login` or `aws sso login`, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';

/** Names of the errors with which services refuse credentials, other than for want of a permission. */
const badCredentials =
  /^(?:ExpiredToken(?:Exception)?|UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|InvalidAccessKeyId|AuthFailure)$/;
const refusal = /^AccessDenied(?:Exception)?$/;

/**
 * @param action the IAM action that was asked for
 * @param missing what it means that the thing asked for is not there
 */
export function trouble(error: unknown, action: string, missing?: string): Trouble {
  return new Trouble(explain(error, action, missing), { cause: error });
}

function explain(error: unknown, action: string, missing: string | undefined): string {
  const { name, message, code, $metadata } = error as NodeJS.ErrnoException & {
    $metadata?: { httpStatusCode?: number };
  };
  const words = (message === '' ? (code ?? name) : message).replace(/\s+/g, ' ').replace(/\.$/, '');
  if (name === 'CredentialsProviderError') return `there are no credentials for AWS (${words}). ${signIn}`;
  if (message === 'Region is missing')
    return 'which region? Give --region NAME, or set AWS_REGION or a profile that has one.';
  if (badCredentials.test(name)) return `AWS does not take the credentials (${name}: ${words}). ${signIn}`;
  if (refusal.test(name)) return `the permission ${action} is missing (${words}).`;
  if (name === 'ResourceNotFoundException' && missing !== undefined) return missing;
  if ($metadata?.httpStatusCode === undefined) {
    return code === undefined
      ? `${action} failed: ${name}: ${words}.`
      : `AWS cannot be reached (${words}). Is there a network, and is there such a region?`;
  }
  return `${action} failed: ${name}: ${words}.`;
}
