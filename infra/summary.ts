/** What a deployment will do, for whoever packages it: which settings are theirs, what is watched, who is told. */
import { isDeepStrictEqual } from 'node:util';
import type { ChosenRules } from '../src/project/chosen-rules.ts';
import { defaults, type Settings } from './settings.ts';
import { settingNames } from './settings-schema.ts';

/** @returns a line for each setting that is not the default */
export function changedSettings(settings: Settings): readonly string[] {
  return settingNames
    .filter((name) => !isDeepStrictEqual(settings[name], defaults[name]))
    .map((name) => `${name}: ${JSON.stringify(settings[name])}`);
}

/**
 * @param isBundled whether a rule's file is one of Harrier's
 * @returns lines: what is watched, by which rules, and who is told
 */
export function summaryOf(
  settings: Settings,
  { rules, disabled, overridden, replaced, on }: ChosenRules,
  isBundled: (path: string) => boolean,
): readonly string[] {
  const own = rules.filter(({ file }) => !isBundled(file.path)).length;
  const notes = [
    ...(own > 0 ? [`${own} of your own`] : []),
    ...(replaced.length > 0 ? [`${replaced.length} of these in the place of a bundled one`] : []),
    ...(overridden.length > 0 ? [`${overridden.length} changed by the settings`] : []),
    ...(disabled.length > 0 ? [`${disabled.length} more ${disabled.length === 1 ? 'is' : 'are'} off`] : []),
  ];
  return [
    `Watched: ${watched(settings)}.`,
    `Rules: ${rules.length}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}.`,
    ...(on.size === 0 ? [] : [`Excepted by profiles: what is usual of ${listed([...on.keys()])}.`]),
    `Told of alerts: ${told(settings)}.`,
    ...findings(settings),
    `Told of Harrier's own alarms: ${operators(settings)}.`,
  ];
}

/** Whether a deployment with these settings gets any events. */
export function watchesAny({ clusters, buckets, newBucket }: Settings): boolean {
  return clusters.length > 0 || buckets.length > 0 || newBucket !== '';
}

function watched({ clusters, buckets, newBucket, objectClusters }: Settings): string {
  const parts = [
    ...(clusters.length > 0 ? [`the log groups of ${listed(clusters)}`] : []),
    ...(buckets.length > 0 ? [`objects in ${listed(buckets)}`] : []),
    ...(newBucket === '' ? [] : [`objects in the new bucket ${newBucket}`]),
  ];
  if (parts.length === 0) return 'nothing yet, because the settings name no clusters and no buckets';
  const silence = objectClusters.length > 0 ? ` of the clusters ${listed(objectClusters)}` : '';
  return `${parts.join('; ')}${silence}`;
}

function told({ emails, emailSeverity, notify }: Settings): string {
  if (emails.length === 0)
    return 'nobody by e-mail, because the settings name no emails; docs/subscriptions.md has the other ways';
  const from = emailSeverity === 'critical' ? 'critical ones' : `${emailSeverity} ones and above`;
  return `${listed(emails)}, of ${from}${notify === 'incidents' ? ', gathered to incidents' : ', each by itself'}`;
}

function findings({ ocsf, securityHub }: Settings): readonly string[] {
  const places = [...(ocsf ? ['a topic, in OCSF'] : []), ...(securityHub ? ['Security Hub'] : [])];
  return places.length === 0 ? [] : [`Alerts as findings: ${places.join(', and ')}.`];
}

function operators({ operators, emails }: Settings): string {
  const who = operators.length > 0 ? operators : emails;
  return who.length > 0 ? listed(who) : 'nobody by e-mail';
}

const shown = 10;

function listed(all: readonly string[]): string {
  const more = all.length - shown;
  const some = all.slice(0, shown);
  return more > 0 ? `${some.join(', ')} and ${more} more` : some.join(', ').replace(/, ([^,]*)$/, ' and $1');
}
