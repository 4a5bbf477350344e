/** A replay as a page: when, how severe, by whom, what of, and each alert. */

import type { Actor } from '../../incident/incident.ts';
import { actorKey } from '../../incident/merged-lists.ts';
import type { Severity } from '../../rule.ts';
import { attack, byTactic } from '../attack/tactics.ts';
import { count } from '../count.ts';
import { foreign, type Html, html } from '../html/html.ts';
import { page } from '../html/page.ts';
import { type AlertView, actorKinds } from './alert-view.ts';
import type { Collected, CountedActor } from './collect.ts';
import { bySeverity, type Counts, severities, sum } from './counts.ts';
import { filterAlerts } from './filter.ts';
import { incidentsOf, type PageIncident } from './incidents.ts';
import { type AlertMarks, alertDetails, instant, period } from './render-alert.ts';
import { aboutRules } from './render-rules.ts';
import { timelineSection } from './render-timeline.ts';
import { style } from './style.ts';
import { slotOf, type Timeline, timelineOf } from './timeline.ts';

/** So many actors and rules can be chosen; the others are many, and each has few alerts. */
const choiceLimit = 100;

export interface Run {
  /** When the page was made, epoch milliseconds. */
  readonly at: number;
  /** What a replay says at its end, as it is on the terminal. */
  readonly summary: string;
  /** What the reader must not miss: that the replay was interrupted. */
  readonly notices: readonly string[];
}

export function replayPage(collected: Collected, run: Run): string {
  const alerts = collected.alerts();
  const actors = [...collected.actors].toSorted(
    ([, a], [, b]) => Number(a.actor === undefined) - Number(b.actor === undefined) || bySeverity(a, b),
  );
  const rules = [...collected.rules.values()].toSorted(bySeverity);
  const tactics = [...collected.tactics.values()].toSorted((a, b) => byTactic(a.id, b.id));
  const timeline = timelineOf(collected.times);
  const { incidents, numbers: incidentNumbers } = incidentsOf(alerts);
  const number = {
    actor: new Map(actors.map(([key], i) => [key, i])),
    rule: new Map(rules.map(({ id }, i) => [id, i])),
    tactic: new Map(tactics.map(({ id }, i) => [id, i])),
  };
  const marksOf = (alert: AlertView): AlertMarks => ({
    actor: number.actor.get(actorKey(alert.actor)) ?? number.actor.get('others'),
    rule: number.rule.get(alert.ruleId),
    tactics: alert.threat
      .filter(({ framework }) => framework === attack)
      .flatMap(({ tactic }) => number.tactic.get(tactic.id) ?? []),
    slot: slotOf(timeline, alert.at),
    incident: incidentNumbers.get(alert),
  });
  return page({
    title: 'Replay of audit logs',
    style,
    script: `(${filterAlerts.toString()})(document);`,
    body: html`<header>
<h1>Replay of audit logs</h1>
<p class="quiet">${whenOf(timeline)}${clusters(collected)}. All times are UTC. Made ${instant(run.at)} by Harrier.</p>
${run.notices.map((notice) => html`<p class="card notice">${notice}</p>`)}
${alerts.length < collected.total && html`<p class="card notice">${limited(alerts.length, collected.total)}</p>`}
</header>
${numbers(collected)}
${timelineSection(timeline)}
<div class="columns">
<div class="side">
${choices('Incidents', 'incident', incidents.map(incidentChoice))}
${tactics.length > 0 && pathSection(tactics)}
${choices(
  'Actors',
  'actor',
  actors.map(([, actor]) => actorChoice(actor)),
)}
${choices(
  'Rules',
  'rule',
  rules.map(({ name, counts }) => ({ counts, label: name, name: foreign(name) })),
)}
</div>
<main>
<h2>Alerts</h2>
${tools(alerts.length)}
${alerts.map((alert) => alertDetails(alert, marksOf(alert)))}
<p id="none"${alerts.length > 0 && html` hidden`}>${alerts.length > 0 ? 'None of the alerts on this page fits.' : 'No alerts.'}</p>
${aboutRules(rules)}
<section class="card"><h2>The run</h2><pre class="code">${run.summary
      .trim()
      .split('\n')
      .map((line) => html`${line}\n`)}</pre></section>
</main>
</div>`,
  });
}

function whenOf({ slots, first, last }: Timeline): string {
  if (slots.length === 0) return 'Alerts without a time';
  return `${instant(first) === instant(last) ? 'At' : 'From'} ${period(first, last)}`;
}

function clusters({ clusters: of }: Collected): Html | undefined {
  if (of.size === 0) return undefined;
  const [first = ''] = of;
  return of.size === 1
    ? html`, cluster ${foreign(first)}`
    : html`, ${of.size === 100 ? '100 clusters or more' : count(of.size, 'cluster')}`;
}

function limited(shown: number, total: number): string {
  return `${shown.toLocaleString('en')} of ${count(total, 'alert')} are on this page: the most severe and, of the same severity, the first. Incidents are of these; the numbers of actors, rules and tactics, and the timeline, are of all alerts.`;
}

function tools(shown: number): Html {
  const all = `${count(shown, 'alert')}, in the order of time`;
  return html`<div class="tools"><p id="status" role="status" data-all="${all}">${all}</p>
<button type="button" data-act="all" id="all" hidden>Show all</button>
<span class="screen"><button type="button" data-act="open">Open all</button> <button type="button" data-act="close">Close all</button></span></div>`;
}

function numbers({ counts, buildingBlocks, total }: Collected): Html {
  const kinds = [
    ['yes', total - buildingBlocks, 'notified of'],
    ['no', buildingBlocks, 'building blocks'],
  ] as const;
  return html`<section class="numbers" aria-label="How severe">
${severities.map((severity, i) => html`<button type="button" aria-pressed="false" data-filter="severity" data-value="${severity}" data-label="${severity}"><strong class="number">${(counts[i] ?? 0).toLocaleString('en')}</strong> <span class="severity ${severity}">${severity}</span></button>\n`)}
${buildingBlocks > 0 && kinds.map(([value, of, label]) => html`<button type="button" aria-pressed="false" data-filter="notified" data-value="${value}" data-label="${label}"><strong class="number">${of.toLocaleString('en')}</strong> ${label}</button>\n`)}
</section>`;
}

function pathSection(tactics: readonly { readonly name: string; readonly counts: Counts }[]): Html {
  return html`<section class="card"><h2>ATT&amp;CK tactics</h2><ol class="path">
${tactics.map(({ name, counts }, i) => html`<li><button type="button" aria-pressed="false" data-filter="tactic" data-value="${i}" data-label="${name}">${foreign(name)} <span class="number quiet">${sum(counts).toLocaleString('en')}</span></button></li>\n`)}
</ol></section>`;
}

interface Choice {
  /** Of an incident, which may be more severe than its alerts. */
  readonly severity?: Severity;
  readonly counts: Counts;
  /** As a line says what is chosen. */
  readonly label: string;
  readonly name: Html;
}

function choices(heading: string, filter: string, of: readonly Choice[]): Html | undefined {
  if (of.length === 0) return undefined;
  return html`<section class="card"><h2>${heading} <span class="number quiet">${of.length.toLocaleString('en')}</span></h2><ul class="choices">
${of.slice(0, choiceLimit).map(({ counts, label, name, severity }, i) => {
  const worst = severity ?? severities[counts.findIndex((each) => each > 0)] ?? 'low';
  return html`<li><button type="button" aria-pressed="false" data-filter="${filter}" data-value="${i}" data-label="${label}"><span class="dot ${worst}" title="${worst}"></span><span class="name">${name}</span><span class="number">${sum(counts).toLocaleString('en')}</span></button></li>\n`;
})}
</ul>${of.length > choiceLimit && html`<p class="quiet">and ${(of.length - choiceLimit).toLocaleString('en')} more, with less</p>`}</section>`;
}

function incidentChoice({ severity, title, rules, first, last, counts }: PageIncident): Choice {
  return {
    severity,
    counts,
    label: title,
    name: html`${foreign(title)} <small>${count(rules, 'rule')}, ${period(first, last)}</small>`,
  };
}

function actorChoice({ actor, counts, addresses, moreAddresses }: CountedActor): Choice {
  if (actor === undefined)
    return { counts, label: 'others', name: html`others <small>whose names are too many</small>` };
  const from = [...addresses].join(', ');
  const label = actor.name === '' ? actorKinds[actor.kind] : shortName(actor);
  const account = arn.exec(actor.name)?.[1];
  return {
    counts,
    label,
    name: html`${foreign(label)} <small>${actor.name !== '' && actorKinds[actor.kind]}${isOfIam(actor) && account !== undefined && ` of account ${account}`}${from !== '' && html`${actor.name !== '' && ', '}from ${foreign(from)}${moreAddresses && ' and others'}`}</small>`,
  };
}

const arn = /^arn:[\w-]*:[\w-]*:[\w-]*:(\d*):(.+)$/s;

function isOfIam({ kind }: Actor): boolean {
  return kind === 'iam_session' || kind === 'iam_user';
}

/** An ARN without what all of an account begin with, if it is one that IAM vouches for. */
function shortName(actor: Actor): string {
  return (isOfIam(actor) ? arn.exec(actor.name)?.[2] : undefined) ?? actor.name;
}
