/** Between osls and the preflight. */
import type { Settings } from '../settings.ts';
import type { AwsConfig } from './deployment.ts';
import { preflight, render } from './preflight.ts';

/** As much of osls as is used here. */
interface Serverless {
  readonly service: { readonly custom: { readonly name: string; readonly stack: { settings: Settings } } };
  getProvider(name: 'aws'): {
    /** osls' alone, for plugins: the credentials, region, proxy and certificates that it deploys with. */
    getAwsSdkV3Config?(): Promise<AwsConfig>;
  };
}

/** @throws Error without a stack, if there is a problem */
export async function beforeDeploying(serverless: Serverless): Promise<void> {
  const { name, stack } = serverless.service.custom;
  const provider = serverless.getProvider('aws');
  if (provider.getAwsSdkV3Config === undefined) {
    process.stderr.write('The account is not checked: only osls tells how it is reached.\n');
    return;
  }
  const deployment = { name, settings: stack.settings, config: await provider.getAwsSdkV3Config() };
  const report = await preflight(deployment);
  process.stderr.write(`\n${render(report, deployment)}`);
  const problems = report.findings.filter(({ kind }) => kind === 'problem').length;
  if (problems === 0) return;
  const error = new Error(
    `${problems === 1 ? 'a problem is' : `${problems} problems are`} in the way; see above`,
  );
  // osls shows the stack, which helps nobody here.
  error.stack = error.message;
  // osls asks for the account as well, for minutes where nobody answers. This ends it only if it would wait.
  setTimeout(() => process.exit(1), 2_000).unref();
  throw error;
}
