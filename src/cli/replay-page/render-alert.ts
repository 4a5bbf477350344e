/** One alert of a replay's page: a line, and its facts below it when it is opened. */
import type { Threat } from '../../rule.ts';
import { foreign, type Html, html } from '../html/html.ts';
import type { AlertView } from './alert-view.ts';

/** By which of the page's choices an alert is found: their numbers. */
export interface AlertMarks {
  readonly actor: number | undefined;
  readonly rule: number | undefined;
  readonly tactics: readonly number[];
  readonly slot: number | undefined;
  readonly incident: number | undefined;
}

/** To the second, UTC: `2026-03-01 10:00:02`. */
export function instant(at: number): string {
  // Beyond these years Date has no text.
  if (Math.abs(at) > 8.64e15) return 'an unknown time';
  return new Date(at).toISOString().slice(0, -5).replace('T', ' ');
}

/** As `2026-03-01 10:00:02 to 10:05:00`: the day is said again only if it is another. */
export function period(first: number, last: number): string {
  const [from, to] = [instant(first), instant(last)];
  if (from === to) return from;
  return `${from} to ${from.slice(0, 11) === to.slice(0, 11) ? to.slice(11) : to}`;
}

export function alertDetails(alert: AlertView, { actor, rule, tactics, slot, incident }: AlertMarks): Html {
  const { severity, buildingBlock, at, ruleName, reason, story, facts, threat, cluster } = alert;
  return html`<details class="alert ${severity}" data-severity="${severity}" data-notified="${buildingBlock ? 'no' : 'yes'}" data-actor="${actor}" data-rule="${rule}" data-tactic="${tactics.join(' ')}" data-slot="${slot}" data-incident="${incident}">
<summary><span class="head">${at === undefined ? html`<span class="quiet">no time</span>` : html`<time class="number" datetime="${new Date(at).toISOString()}">${instant(at)}</time>`} <span class="severity ${severity}">${severity}</span> <span class="rule">${foreign(ruleName)}</span>${buildingBlock && html` <span class="tag">building block</span>`}${cluster !== undefined && html` <span class="quiet">${foreign(cluster)}</span>`}</span> <span class="reason">${foreign(reason)}</span></summary>
<div>
${story.length > 0 && html`<ol class="story">${story.map((line) => html`<li>${foreign(line)}</li>`)}</ol>`}
<dl>${facts.map(([label, value]) => html`<dt>${label}</dt><dd>${foreign(value)}</dd>\n`)}${threat.map(threatFact)}</dl>
${rule !== undefined && html`<p><a href="#rule-${rule}">About the rule</a></p>`}
</div>
</details>
`;
}

function threatFact({ framework, tactic, technique = [] }: Threat): Html {
  const techniques = technique.flatMap(({ subtechnique = [], ...own }) => [own, ...subtechnique]);
  return html`<dt>${framework}</dt><dd>${[tactic, ...techniques].map(({ id, name, reference }, i) => html`${i > 0 && (i === 1 ? ': ' : ', ')}${link(reference, name)} <span class="quiet">${id}</span>`)}</dd>`;
}

/** A link only to where a browser opens a page: the address is of a rule's file. */
export function link(url: string, text: string): Html {
  if (!/^https?:\/\//i.test(url)) return foreign(text);
  return html`<a href="${url}" rel="noopener noreferrer">${foreign(text)}</a>`;
}
