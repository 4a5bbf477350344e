/** What the checks are told. */
import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { Settings } from '../settings.ts';

/** What all of AWS's clients take. */
export type AwsConfig = Pick<
  STSClientConfig,
  'credentials' | 'endpoint' | 'maxAttempts' | 'requestHandler' | 'retryMode'
> & { readonly region: string };

export interface Deployment {
  /** Of the stack; its subscription filters have it as well. */
  readonly name: string;
  readonly settings: Settings;
  readonly config: AwsConfig;
}

/** A client that cannot reach AWS says so in seconds. Given to each request. */
export const patience = () => ({ abortSignal: AbortSignal.timeout(8_000) });
