/** `harrier resend`: what the deployed function missed of a cluster's log group, delivered to it again. */

import { redeliveryHorizon } from '../correlate/memory.ts';
import { visible } from '../text/visible.ts';
import { type Command, ExitCode, UsageError } from './command.ts';
import { count } from './count.ts';
import { progressOn } from './progress.ts';
import type { Ended, ResendRequest } from './resend/run.ts';
import { instantOrAgo, parse } from './usage.ts';

const help = `harrier resend: give the deployed function what it missed of a cluster's log group

Usage: harrier resend --cluster NAME --from TIME --to TIME --function NAME [OPTION…]

Reads the cluster's audit events from CloudWatch Logs, and invokes the function with them as a subscription would
have. Alerts are the same as on the first way, ids included, and what has alerted in the last 15 days does not alert
again: rather take too much time than too little.

  --cluster NAME      the EKS cluster, whose log group is /aws/eks/NAME/cluster
  --from, --to TIME   events that CloudWatch has from this time on, and before that one: a time such as
                      2026-03-01T10:00:00Z (UTC), or 30m, 2h or 3d for so long ago, or now
  --function NAME     the function for CloudWatch Logs, such as harrier-production-cloudwatch, or its ARN
  --region NAME       where both are (default: that of the environment or the profile)
  --dry-run           read and count, and see whether the function may be invoked; send nothing

Credentials are found as AWS's own command line finds them. They need the permissions logs:FilterLogEvents on the log
group and lambda:InvokeFunction on the function.
Progress and a summary go to standard error.
Example: harrier resend --cluster prod --from 2h --to now --function harrier-production-cloudwatch
Exit code: 0 everything was delivered, 1 something was not, or there was nothing, 2 wrong usage.
`;

const options = {
  cluster: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  function: { type: 'string' },
  region: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
} as const;

async function run(args: readonly string[]): Promise<number> {
  const order = orderOf(args, Date.now());
  const forgotten = Date.now() - redeliveryHorizon;
  if (order.from < forgotten) {
    process.stderr.write(
      `Which alerts are out is known for ${redeliveryHorizon / 86_400_000} days. Those that went out before ${time(forgotten)} go out again, with the same ids.\n`,
    );
  }
  // Loaded only where it is asked for: AWS's clients take their time.
  const { resend } = await import('./resend/run.ts');
  const progress = progressOn(process.stderr, [order.to - order.from]);
  const ended = await resend(order, progress);
  process.stderr.write(render(order, ended));
  const isComplete = ended.failures.length === 0 && ended.trouble === undefined && ended.events > 0;
  return isComplete ? ExitCode.ran : ExitCode.unusable;
}

/** @throws UsageError */
function orderOf(args: readonly string[], now: number): ResendRequest {
  const { values } = parse({ args: [...args], options });
  const cluster = required('which cluster? Give --cluster NAME', values.cluster);
  if (!/^[A-Za-z0-9][\w-]{0,99}$/.test(cluster)) {
    throw new UsageError(
      `\`--cluster\` is the name of an EKS cluster: letters, digits, - and _; found \`${cluster}\``,
    );
  }
  const from = required('from when on? Give --from TIME', instantOrAgo('from', values.from, now));
  const to = required('until when? Give --to TIME', instantOrAgo('to', values.to, now));
  if (from >= to) throw new UsageError(`\`--from\` ${values.from} is not before \`--to\` ${values.to}`);
  const functionName = required('to which function? Give --function NAME', values.function);
  if (!/^[\w:$-]{1,170}$/.test(functionName)) {
    throw new UsageError(`\`--function\` is the name or the ARN of a function; found \`${functionName}\``);
  }
  const { region } = values;
  return { cluster, from, to, functionName, ...(region && { region }), dryRun: values['dry-run'] };
}

function required<T>(question: string, value: T | undefined): T {
  if (value === undefined) throw new UsageError(question);
  return value;
}

/** What was done, then what was not and how to go on. */
function render(order: ResendRequest, ended: Ended): string {
  const { cluster, functionName, from, to, dryRun } = order;
  const { account, events, deliveries, failures, trouble, rest } = ended;
  const stretch = `from ${time(from)} to ${time(to)}`;
  const lines = failures.map(
    ({ delivery, reason }) =>
      `Not delivered: ${count(delivery.events, 'event')} of ${visible(delivery.stream)}, ${time(delivery.first)} to ${time(delivery.last)}: ${visible(reason)}`,
  );
  if (account !== undefined && (events > 0 || trouble === undefined)) {
    lines.push(
      events === 0
        ? `${ended.logGroup} has no audit events ${stretch}. Is this the time (UTC)? Does the log group keep events for so long, and was audit logging on?`
        : `${count(events, 'event')} of cluster ${cluster} in account ${account}, ${stretch}`,
    );
  }
  if (events > 0) {
    const failed = failures.reduce((sum, { delivery }) => sum + delivery.events, 0);
    lines.push(
      dryRun
        ? `  ${count(deliveries, 'delivery', 'deliveries')} would go to ${functionName}, which may be invoked; nothing was sent`
        : `  ${count(deliveries - failures.length, 'delivery', 'deliveries')} processed by ${functionName}`,
    );
    if (failures.length > 0) {
      lines.push(
        `  ${count(failures.length, 'delivery', 'deliveries')} failed, with ${count(failed, 'event')}`,
      );
    }
  }
  if (trouble !== undefined) lines.push(`harrier resend: ${visible(trouble)}`);
  if (rest !== undefined) lines.push('Once that is mended, go on with', `  ${command(order, rest)}`);
  return `${lines.join('\n')}\n`;
}

function command(
  { cluster, functionName, region, dryRun }: ResendRequest,
  { from, to }: Pick<ResendRequest, 'from' | 'to'>,
) {
  const given = [
    `--cluster ${cluster} --from ${time(from)} --to ${time(to)} --function '${functionName}'`,
    ...(region === undefined ? [] : [`--region ${region}`]),
    ...(dryRun ? ['--dry-run'] : []),
  ];
  return `harrier resend ${given.join(' ')}`;
}

const time = (at: number): string => new Date(at).toISOString();

export const resend: Command = {
  name: 'resend',
  summary: "give the deployed function what it missed of a cluster's log group",
  help,
  run,
};
