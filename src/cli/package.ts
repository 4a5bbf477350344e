/** `harrier package`: what would be deployed. */
import type { Command } from './command.ts';
import { deploymentOptions, runDeployment } from './deployment.ts';

const help = `harrier package: build, check and package what would be deployed

Usage: harrier package [OPTION…]

Checks the settings of this folder (harrier.yml and harrier.local.yml), builds the rules, bundles the functions with
them, and packages the stack with osls. It needs no credentials. What it made is in .harrier/, in a clone of Harrier in
build/ and .serverless/. It ends with what would be watched, by how many rules, and who would be told.

${deploymentOptions}

Example: harrier package --param clusters=blue,green
Exit code: 0 packaged, 1 a setting, a rule or the template has a mistake, 2 wrong usage.
`;

export const pack: Command = {
  name: 'package',
  summary: 'build, check and package what would be deployed',
  help,
  run: (args) => runDeployment('package', args),
};
