/** What serverless.yml takes from the settings: values, and the resources of which there are many or none. */
import { operationsAlarms } from './alarms.ts';
import { buckets } from './buckets.ts';
import { clusters } from './clusters.ts';
import { dashboard } from './dashboard.ts';
import { emails } from './emails.ts';
import { findingsEnvironment } from './findings.ts';
import { notifier, notifierEnvironment } from './notifier.ts';
import { otherAccounts } from './other-accounts.ts';
import { roles } from './roles.ts';
import { readSettings, type Settings, SettingsError } from './settings.ts';
import { settingsGiven } from './settings-file.ts';
import { ruleSettings, settingNames } from './settings-schema.ts';
import { checkStage } from './stage.ts';
import { given as propertyOf, type Resources } from './template.ts';
import { topicOutputs, topics } from './topics.ts';

export interface Stack {
  readonly settings: Settings;
  /** In texts, for the functions' environment. */
  readonly environment: Readonly<
    Record<'cluster' | 'emails' | 'learning' | 'objectKeys' | 'operators', string>
  >;
  /** Where alerts go as findings. */
  readonly findings: ReturnType<typeof findingsEnvironment>;
  /** How long a message is not seen once a function has it, seconds. */
  readonly visibility: Readonly<Record<'retries' | 'objects', number>>;
  /** A property that is only there where its setting is. */
  readonly cloudwatchConcurrency: unknown;
  /** `provider.iam`, which takes no property without a value. */
  readonly iam: { readonly deploymentRole?: string };
  readonly resources: { readonly Resources: Resources; readonly Outputs: ReturnType<typeof topicOutputs> };
}

/** As much as is used here of what Serverless gives a variable file. */
export interface Variables {
  /** @returns the value of what stands in `${…}` */
  readonly resolveVariable: (variable: string) => Promise<unknown>;
  /** The command line's. */
  readonly options: { readonly param?: string | readonly string[] };
}

/** What the command line says takes precedence over the files of settings. */
export async function stackFrom({ resolveVariable, options }: Variables): Promise<Stack> {
  try {
    const { values, whereIs } = settingsGiven();
    const written = [options.param ?? []].flat().map((param) => param.split('=')[0] ?? '');
    const names = new Set([...settingNames, ...Object.keys(values), ...written]);
    const given: Record<string, unknown> = {};
    const fromFile = new Set<string>();
    for (const name of names) {
      const param = await resolveVariable(`param:${name}, null`);
      if (param === null || param === undefined) fromFile.add(name);
      given[name] = param ?? values[name];
    }
    // What is no setting must not pass because it is empty.
    for (const name of names) if (!isSetting(name)) given[name] ??= '';
    checkStage(await resolveVariable('sls:stage'));
    const misplaced = ruleSettings.filter((name) => !fromFile.has(name));
    if (misplaced.length > 0) throw new SettingsError(onlyInFiles(misplaced));
    return stackOf(
      readSettings(given, (path) => (fromFile.has(String(path[0])) ? whereIs(path) : undefined)),
    );
  } catch (error) {
    // Serverless shows the stack, which helps nobody here.
    if (error instanceof SettingsError) error.stack = error.message;
    throw error;
  }
}

function onlyInFiles(names: readonly string[]): string {
  return `${names.join(' and ')} cannot be set by --param: rules are built before; write it into harrier.yml or harrier.local.yml`;
}

function isSetting(name: string): boolean {
  return settingNames.some((setting) => setting === name);
}

export function stackOf(settings: Settings): Stack {
  const [onlyCluster = '', ...others] = settings.objectClusters;
  return {
    settings,
    environment: {
      cluster: others.length === 0 ? onlyCluster : '',
      learning: String(settings.learningDays),
      objectKeys: settings.objectKeys,
      ...notifierEnvironment(settings),
    },
    findings: findingsEnvironment(settings),
    visibility: {
      retries: visibilityOf(settings.cloudwatchTimeout),
      objects: visibilityOf(settings.objectTimeout),
    },
    cloudwatchConcurrency: propertyOf(settings.cloudwatchConcurrency),
    iam: settings.deploymentRole === '' ? {} : { deploymentRole: settings.deploymentRole },
    resources: {
      Resources: {
        ...topics(settings),
        ...roles(settings),
        ...clusters(settings),
        ...buckets(settings),
        ...otherAccounts(settings),
        ...emails(settings),
        ...notifier(),
        ...operationsAlarms(settings),
        ...dashboard(settings),
      },
      Outputs: topicOutputs(settings),
    },
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html asks for six times the time-out. */
function visibilityOf(timeout: number): number {
  return 6 * timeout;
}
