/** What the rules' authors say, once for all alerts of a rule. */
import { foreign, type Html, html } from '../html/html.ts';
import type { CountedRule } from './collect.ts';
import { link } from './render-alert.ts';

/** @param rules in the order of their numbers on the page */
export function aboutRules(rules: readonly CountedRule[]): Html | undefined {
  if (rules.length === 0) return undefined;
  return html`<section class="card rules"><h2>About the rules</h2>
${rules.map(aboutRule)}</section>`;
}

function aboutRule(rule: CountedRule, number: number): Html {
  return html`<details class="about"><summary><span class="severity ${rule.severity}">${rule.severity}</span> ${foreign(rule.name)}</summary>
<div id="rule-${number}">
<p>${foreign(rule.description)}</p>
${rule.falsePositives.length > 0 && html`<h3>May be harmless</h3><ul>${rule.falsePositives.map((each) => html`<li>${foreign(each)}</li>`)}</ul>`}
${rule.note !== '' && html`<pre class="code">${lines(rule.note)}</pre>`}
${rule.references.length > 0 && html`<h3>References</h3><ul>${rule.references.map((each) => html`<li>${link(each, each)}</li>`)}</ul>`}
</div></details>
`;
}

function lines(text: string): readonly Html[] {
  return text
    .trim()
    .split(/\r?\n/)
    .map((line) => html`${foreign(line)}\n`);
}
