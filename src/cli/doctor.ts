/** `harrier doctor`: whether what is deployed works. */
import { type Command, ExitCode, UsageError } from './command.ts';
import { count } from './count.ts';
import type { Examined } from './doctor/run.ts';
import { parse } from './usage.ts';

const help = `harrier doctor: whether what is deployed works

Usage: harrier doctor [OPTION…]

Looks at the deployed stack: who is told of alerts, and which subscriptions nobody confirmed or somebody ended; whether
each cluster's log group leads to the function; when events were last processed; queues, dead letters and alarms. It
changes nothing.

  --stage NAME         which installation (default: production)
  --region REGION      where it is (default: the setting region)
  --aws-profile NAME   which of the profiles of AWS's tools
  --send-test-alert    publish an alert that says it is a test, of critical severity, to everybody who gets alerts

Credentials are found as AWS's own command line finds them. They need cloudformation:DescribeStacks and
ListStackResources, sns:ListSubscriptionsByTopic and GetSubscriptionAttributes, logs:DescribeSubscriptionFilters and
DescribeLogStreams, cloudwatch:GetMetricData and DescribeAlarms, and sqs:GetQueueAttributes; for the test alert
sns:Publish on the topics, and kms:GenerateDataKey and kms:Decrypt on their key. What is refused is listed as such.
Example: harrier doctor --stage test --send-test-alert
Exit code: 0 all is well, 1 something is wrong or could not be looked at, 2 wrong usage.
`;

const options = {
  stage: { type: 'string', short: 's', default: 'production' },
  region: { type: 'string', short: 'r' },
  'aws-profile': { type: 'string' },
  'send-test-alert': { type: 'boolean', default: false },
} as const;

async function run(args: readonly string[]): Promise<number> {
  const { values } = parse({ args: [...args], options });
  if (!/^[A-Za-z\d-]{1,40}$/.test(values.stage))
    throw new UsageError(
      `\`--stage\` is the name of an installation, such as production; found \`${values.stage}\``,
    );
  if (values.region !== undefined && !/^[a-z\d-]+$/.test(values.region))
    throw new UsageError(`\`--region\` is an AWS region, such as eu-west-1; found \`${values.region}\``);
  if (values['aws-profile'] !== undefined) process.env.AWS_PROFILE = values['aws-profile'];
  // Loaded only where they are asked for: AWS's clients take their time.
  const [{ examine }, { deployedTo }] = await Promise.all([
    import('./doctor/run.ts'),
    import('../../infra/region.ts'),
  ]);
  const region = values.region ?? settingRegion(deployedTo);
  if (region === undefined) return ExitCode.unusable;
  const examined = await examine({
    name: `harrier-${values.stage}`,
    region,
    sendTestAlert: values['send-test-alert'],
    now: Date.now(),
  });
  process.stdout.write(render(examined));
  const bad = findingsOf(examined).filter(({ state }) => state !== 'well');
  return bad.length === 0 ? ExitCode.ran : ExitCode.unusable;
}

/** @param deployedTo reads the settings @returns undefined if they cannot be used, which is told */
function settingRegion(deployedTo: () => string): string | undefined {
  try {
    return deployedTo();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SettingsError') throw error;
    process.stderr.write(`${error.message}\n`);
    return undefined;
  }
}

const findingsOf = ({ sections }: Examined) => sections.flatMap(({ findings }) => findings);

const marks = { well: '✓', wrong: '✗', unknown: '?' } as const;

function render(examined: Examined): string {
  const sections = examined.sections.map(({ heading, findings }) => {
    const lines = findings.flatMap(({ state, text, mend = [] }) => [
      `  ${marks[state]} ${text}`,
      ...mend.map((line) => `      ${line}`),
    ]);
    return `\n${heading}\n${lines.join('\n')}\n`;
  });
  const [wrong, unknown] = (['wrong', 'unknown'] as const).map(
    (state) => findingsOf(examined).filter((finding) => finding.state === state).length,
  );
  const verdict =
    wrong === 0 && unknown === 0
      ? 'All is well.'
      : [
          ...(wrong ? [`${count(wrong, 'thing is', 'things are')} wrong`] : []),
          ...(unknown ? [`${count(unknown, 'thing', 'things')} could not be looked at`] : []),
        ].join(', ');
  return `${examined.heading}\n${sections.join('')}\n${verdict}\n`;
}

export const doctor: Command = {
  name: 'doctor',
  summary: 'whether what is deployed works',
  help,
  run,
};
