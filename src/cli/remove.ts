/** `harrier remove`: what was deployed, taken away. */
import type { Command } from './command.ts';
import { deploymentOptions, runDeployment } from './deployment.ts';

const help = `harrier remove: delete what was deployed

Usage: harrier remove [OPTION…]

Deletes the stack. The state table, the bucket that Harrier made, the keys and the dead-letter queues stay.

${deploymentOptions}

Example: harrier remove --stage test
Exit code: 0 deleted, 1 a setting has a mistake or something could not be deleted, 2 wrong usage.
`;

export const remove: Command = {
  name: 'remove',
  summary: 'delete what was deployed',
  help,
  run: (args) => runDeployment('remove', args),
};
