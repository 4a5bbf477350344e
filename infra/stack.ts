/** What serverless.yml takes from the settings: values, and the resources of which there are many or none. */
import { operationsAlarms } from './alarms.ts';
import { buckets } from './buckets.ts';
import { clusters } from './clusters.ts';
import { dashboard } from './dashboard.ts';
import { emails } from './emails.ts';
import { otherAccounts } from './other-accounts.ts';
import { roles } from './roles.ts';
import { readSettings, type Settings, SettingsError, settingNames } from './settings.ts';
import { given, type Resources } from './template.ts';
import { topicOutputs, topics } from './topics.ts';

export interface Stack {
  readonly settings: Settings;
  /** In texts, for the functions' environment. */
  readonly environment: Readonly<Record<'cluster' | 'learning', string>>;
  /** A property that is only there where its setting is. */
  readonly cloudwatchConcurrency: unknown;
  readonly resources: { readonly Resources: Resources; readonly Outputs: typeof topicOutputs };
}

/** @param resolveVariable Serverless' own: gives the value of `param:name` */
export async function stackFrom(resolveVariable: (variable: string) => Promise<unknown>): Promise<Stack> {
  const written: Record<string, unknown> = {};
  for (const name of settingNames) written[name] = await resolveVariable(`param:${name}`);
  try {
    return stackOf(readSettings(written));
  } catch (error) {
    // Serverless shows the stack, which helps nobody here.
    if (error instanceof SettingsError) error.stack = error.message;
    throw error;
  }
}

export function stackOf(settings: Settings): Stack {
  const [onlyCluster = '', ...others] = settings.objectClusters;
  return {
    settings,
    environment: { cluster: others.length === 0 ? onlyCluster : '', learning: String(settings.learningDays) },
    cloudwatchConcurrency: given(settings.cloudwatchConcurrency),
    resources: {
      Resources: {
        ...topics(),
        ...roles(settings),
        ...clusters(settings),
        ...buckets(settings),
        ...otherAccounts(settings),
        ...emails(settings),
        ...operationsAlarms(settings),
        ...dashboard(settings),
      },
      Outputs: topicOutputs,
    },
  };
}
