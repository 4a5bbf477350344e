/** What a deployment is told, checked before anything is made of it. */
import type { z } from 'zod';
import { suggest } from '../src/compile/suggest.ts';
import { conflicts } from './conflicts.ts';
import { type Settings, settingNames, settingsSchema } from './settings-schema.ts';

export type { Settings };

/** What is not set. harrier.yml has the same, to be edited. */
export const defaults: Settings = {
  region: 'eu-west-1',
  clusters: [],
  buckets: [],
  bucketKeys: [],
  newBucket: '',
  newBucketDays: 365,
  objectClusters: [],
  objectKeys: '',
  accounts: [],
  organization: '',
  emails: [],
  emailSeverity: 'medium',
  notify: 'incidents',
  ocsf: false,
  securityHub: false,
  operators: [],
  learningDays: 7,
  silenceMinutes: 15,
  objectSilenceMinutes: 60,
  lagMinutes: 15,
  alertsPerHour: 500,
  partialEventsPerHour: 0,
  logRetentionDays: 30,
  cloudwatchMemory: 1024,
  objectMemory: 1024,
  cloudwatchTimeout: 120,
  objectTimeout: 300,
  objectConcurrency: 10,
  cloudwatchConcurrency: 0,
  tags: {},
  permissionsBoundary: '',
  deploymentRole: '',
  rules: [],
  disable: [],
  override: [],
  profiles: [],
};

/** The settings cannot be used. The message has every problem, one a line. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Where a setting is written, for example `harrier.yml:3`; undefined for those of the command line. */
type WhereIs = (path: readonly (string | number)[]) => string | undefined;

/**
 * @param given values as harrier.yml or the command line has them; what is null or undefined has its default
 * @throws SettingsError that names each setting that is wrong, what was found and what was expected
 */
export function readSettings(
  given: Readonly<Record<string, unknown>>,
  whereIs: WhereIs = () => undefined,
): Settings {
  const set = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
  const read = settingsSchema.safeParse({ ...defaults, ...Object.fromEntries(set) });
  const problems = read.success
    ? conflicts(read.data)
    : read.error.issues.flatMap((issue) => inWords(issue, given, whereIs));
  if (!read.success || problems.length > 0) {
    throw new SettingsError(
      [
        'The settings cannot be used (harrier.yml, harrier.local.yml, or --param name=value):',
        ...problems,
      ].join('\n  '),
    );
  }
  return read.data;
}

function inWords(
  issue: z.core.$ZodIssue,
  given: Readonly<Record<string, unknown>>,
  whereIs: WhereIs,
): readonly string[] {
  const at = (path: readonly (string | number)[]): string => {
    const place = whereIs(path);
    return place === undefined ? '' : `${place}: `;
  };
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${at([key])}${unknownName(key)}`);
  const [name = '', index] = issue.path;
  const value = given[String(name)];
  const found = typeof index === 'number' && Array.isArray(value) ? value[index] : value;
  const expected = issue.message.replace(/^(?:Invalid|Too)[^:]*: (?:expected|must be) /, '');
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  return [`${at(path)}${String(name)} is ${inShort(String(JSON.stringify(found)))}; expected ${expected}`];
}

function inShort(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 150)}… (${text.length} characters)`;
}

function unknownName(name: string): string {
  const meant = suggest(name, settingNames);
  return `${name} is no setting${meant === undefined ? `; there are ${settingNames.join(', ')}` : `; did you mean ${meant}?`}`;
}
