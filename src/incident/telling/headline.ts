/** What an incident comes to, in a line and in a few sentences. */
import { shortened } from '../../text/visible.ts';
import { endsSentence, endsWith, noEnds } from '../ends.ts';
import { type Incident, severityRank } from '../incident.ts';
import { type ActRule, type ToldAct, titleAct } from './acts.ts';
import { shownName } from './shown.ts';
import { between, clock, day, moment } from './when.ts';
import { introduced, introducedAll, listed, shortName } from './who.ts';

/** @returns `blue`, `blue and green`, `blue, green and 3 more`; empty where none is known */
export function clustersOf(incidents: readonly Incident[]): string {
  const all = new Set(incidents.flatMap(({ places }) => places.flatMap(({ cluster }) => cluster ?? [])));
  const names = [...all].slice(0, 2).map((name) => shownName(name, 40));
  return listed(all.size > 2 ? [...names, `${all.size - 2} more`] : names);
}

/** @returns `alerts` with their number */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/**
 * @returns lines such as `deploy-4711: Exec with a Reverse Shell (blue), 6 alerts`, each shorter than the one before;
 * which one is shown depends on the room there is
 */
export function titlesOf(incident: Incident, acts: readonly ToldAct[]): readonly [string, ...string[]] {
  const act = titleAct(acts);
  const [rule] = act?.rules ?? incident.rules;
  const cluster = clustersOf([incident]);
  const what = shortened(rule?.name ?? 'Incident', 70);
  const where = cluster === '' ? '' : ` (${cluster})`;
  const who = act === undefined ? '' : `${asHeading(shortName(act.actor))}: `;
  const news = newsLine(incident);
  return [`${who}${what}${where}${news}`, `${what}${where}${news}`, `${what}${news}`, what];
}

/** `an unknown caller` without its article. */
function asHeading(name: string): string {
  return name.replace(/^an? (?=un)/, '').replace(/^un/, 'Un');
}

function newsLine({ told, severity, newIds, alertCount, merged }: Incident): string {
  if (told === undefined) return alertCount === 1 ? '' : `, ${counted(alertCount, 'alert')}`;
  if (severityRank(severity) > severityRank(told.severity)) return `, was ${told.severity}`;
  if (newIds.length > 0) return `, ${counted(newIds.length, 'more alert')}`;
  return merged.length > 0 ? ', joined with another' : '';
}

/**
 * Sentences: who did what, how often, since when, and how it ended.
 * @param acts all that the incident lists
 */
export function leadOf(incident: Incident, acts: readonly ToldAct[]): readonly string[] {
  const act = titleAct(acts);
  const first = act === undefined ? undefined : sentenceOf(act, incident);
  const news = newsSentence(incident);
  return [news, first ?? '', rest(incident, acts).join(' ')].filter((text) => text !== '');
}

function sentenceOf(act: ToldAct, incident: Incident, whence = ''): string {
  const clusters = new Set(incident.places.flatMap(({ cluster }) => cluster ?? []));
  const where =
    clusters.size === 0
      ? ''
      : `, on ${clusters.size === 1 ? 'cluster' : 'clusters'} ${clustersOf([incident])}`;
  return act.isSentence
    ? `${act.what}${where}.`
    : `${upper(introduced(act.actor))} ${act.what}${whence}${where}.`;
}

export function upper(text: string): string {
  // A name stays as it is: only words of our own begin with these.
  return /^(?:an?|service account|node) /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** What has changed since people were last told. */
export function newsSentence({ told, severity, newIds, merged, alertCount }: Incident): string {
  const joined =
    merged.length === 0
      ? ''
      : `What you know as ${merged.length === 1 ? 'incident' : 'incidents'} ${listed(merged.slice(0, 5))} turned out to be part of it.`;
  if (told === undefined) return joined;
  const since = `Since you were told at ${clock(told.at)} UTC on ${day(told.at)}`;
  const more = counted(newIds.length, 'more alert has', 'more alerts have');
  const changes = [
    ...(severityRank(severity) > severityRank(told.severity)
      ? [`its severity rose from ${told.severity} to ${severity}`]
      : []),
    ...(newIds.length > 0 ? [`${more} come in (${alertCount.toLocaleString('en')} in all)`] : []),
  ];
  return [changes.length === 0 ? '' : `${since}, ${listed(changes)}.`, joined].filter(Boolean).join(' ');
}

function rest(incident: Incident, acts: readonly ToldAct[]): readonly string[] {
  const { actors, leftOut, alertCount, first, last } = incident;
  const many = !isOne(incident, acts);
  const others = actors.length + leftOut.actors;
  return [
    many
      ? `There are ${counted(alertCount, 'alert')} by ${rulesCount(incident)}, ${between(first, last)}.`
      : `That was ${between(first, last)}${acts[0]?.whence ?? ''}${acts[0]?.tail ?? ''}.`,
    ...(others > 1 && many ? [`It involves ${introducedAll(actors, leftOut.actors)}.`] : []),
    outcomes(incident, acts),
  ].filter((text) => text !== '');
}

/** An incident lists only so many. */
function rulesCount({ rules, alertCount }: Incident): string {
  const listed = rules.reduce((sum, { alerts }) => sum + alerts, 0);
  return `${listed < alertCount ? 'more than ' : ''}${counted(rules.length, 'rule')}`;
}

/** Of all acts, or where some are not listed of all alerts. */
function outcomes({ leftOut, ends }: Incident, acts: readonly ToldAct[]): string {
  if (leftOut.alerts > 0) return endsSentence(ends, 'alert');
  return endsSentence(
    acts.reduce((sum, { end, times }) => endsWith(sum, end, times), noEnds),
    'act',
  );
}

/** @returns `Exec with a Reverse Shell (critical), User Exec into a Pod (low)` */
export function rulesLine(rules: readonly ActRule[], limit = 3): string {
  const own = rules.filter(({ isBuildingBlock }) => !isBuildingBlock);
  const shown = (own.length > 0 ? own : rules).map(
    ({ name, severity, isBuildingBlock }) =>
      `${shortened(name, 80)} (${isBuildingBlock ? 'context' : severity})`,
  );
  const more = shown.length - limit;
  return more > 0 ? `${shown.slice(0, limit).join(', ')} and ${more} more` : listed(shown);
}

/** Whether there is one act to tell of, and nothing that was told before. */
export function isOne({ told, leftOut }: Incident, acts: readonly ToldAct[]): boolean {
  return acts.length === 1 && acts[0]?.times === 1 && told === undefined && leftOut.alerts === 0;
}

/** @returns a line for an act: when, who did what, what it is called */
export function actLine(act: ToldAct, clockOf: (at: number) => string, withWhence: boolean): string {
  const { at, last, times, actor, what, isSentence, whence, tail, rules } = act;
  const when = times === 1 ? clockOf(at) : `${clockOf(at)} to ${clockOf(last)}, ${times} times:`;
  const text = isSentence ? what : `${shortName(actor)} ${what}`;
  const newest = times === 1 ? '' : ' (the newest)';
  return `${when} ${text}${withWhence ? whence : ''}${tail}${newest}. ${rulesLine(rules)}.`;
}

/** @returns a line for an incident among several */
export function digestLine(incident: Incident, acts: readonly ToldAct[]): string {
  const { severity, alertCount, newIds, first, last, id, told } = incident;
  const act = titleAct(acts);
  const what = act === undefined ? '' : ` ${sentenceOf(act, incident, act.whence)}`;
  const [rule] = act?.rules ?? incident.rules;
  const name = rule === undefined ? '' : ` ${shortened(rule.name, 80)}.`;
  const count =
    told === undefined
      ? counted(alertCount, 'alert')
      : `${counted(newIds.length, 'more alert')}, ${alertCount.toLocaleString('en')} in all`;
  const { severity: before = severity } = told ?? {};
  const rise = severityRank(severity) > severityRank(before) ? `, was ${before}` : '';
  const joined =
    incident.merged.length === 0 ? '' : ` ${newsSentence({ ...incident, newIds: [], severity: before })}`;
  return `${upperSeverity(severity)}${rise}:${name}${what} ${upperFirst(count)}, ${between(first, last)}. Incident ${id}.${joined}`;
}

function upperSeverity(severity: string): string {
  return severity.toUpperCase();
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @returns when people were told how often, for the end of a message */
export function toldLine({ told }: Incident): string {
  return told === undefined
    ? ''
    : `You were told of it ${told.times === 1 ? 'once' : `${told.times} times`} before, last at ${moment(told.at)}.`;
}
