/** `harrier deploy`: from the settings to the account. */
import type { Command } from './command.ts';
import { deploymentOptions, runDeployment } from './deployment.ts';

const help = `harrier deploy: package, look at the account for what would go wrong, and deploy

Usage: harrier deploy [OPTION…]

Does what harrier package does, and then deploys it to the AWS account of the credentials, which are found as AWS's own
command line finds them.

${deploymentOptions}
  --force             also if nothing has changed

Example: harrier deploy --stage test --aws-profile security
Exit code: 0 deployed, 1 a mistake or a problem is in the way, or the deployment failed; 2 wrong usage.
`;

export const deploy: Command = {
  name: 'deploy',
  summary: 'package, look at the account, and deploy',
  help,
  run: (args) => runDeployment('deploy', args),
};
