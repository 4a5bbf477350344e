/** Coverage as a page: the tactics beside one another, a technique opens to its rules. */
import { foreign, type Html, html } from '../html/html.ts';
import { page } from '../html/page.ts';
import type { Coverage, CoveredTactic, CoveredTechnique } from './coverage.ts';
import { coverageSummary } from './table.ts';

const style = `
.matrix { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: .8rem; align-items: start; }
.tactic { padding: .7rem; min-width: 0; }
.technique { border: 1px solid var(--line); border-radius: .35rem; margin-top: .35rem; background: var(--card); }
.technique.sub { margin-left: 1rem; }
.technique > summary { display: flex; gap: .5rem; padding: .3rem .5rem; border-radius: .3rem; list-style: none; }
.technique > summary::-webkit-details-marker { display: none; }
.technique .name { flex: 1; min-width: 0; }
.technique .id { display: block; font-size: .8rem; }
.technique ul { list-style: none; margin: 0; padding: .4rem .5rem; }
.technique li { margin: .2rem 0; }
.legend { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; margin: .8rem 0; }
.legend span { padding: .1rem .5rem; border: 1px solid var(--line); border-radius: .3rem; }
.shade-1 { background: var(--shade-1); } .shade-2 { background: var(--shade-2); }
.shade-3 { background: var(--shade-3); } .shade-4 { background: var(--shade-4); }
@media print {
  .matrix { display: block; columns: 3; }
  .tactic { margin-bottom: .6rem; }
  .technique { break-inside: avoid; }
}
`;

/** So many rules, or more, are shaded as strongly as this. */
const shades = [1, 3, 6, 11] as const;

/** @param notes what else there is to say of the rules, in sentences */
export function coveragePage(coverage: Coverage, notes: readonly string[]): string {
  return page({
    title: 'ATT&CK coverage of the rules',
    style,
    body: html`<header>
<h1>ATT&amp;CK coverage of the rules</h1>
${[...coverageSummary(coverage), ...notes].map((line) => html`<p>${line}.</p>\n`)}
<p class="legend"><span class="shade-1">1 or 2 rules</span><span class="shade-2">3 to 5</span><span class="shade-3">6 to 10</span><span class="shade-4">11 or more</span></p>
<p class="quiet screen">A technique opens to the names of its rules.</p>
</header>
<main class="matrix">
${coverage.tactics.map(tacticSection)}
</main>`,
  });
}

function tacticSection({ id, name, rules, techniques }: CoveredTactic): Html {
  return html`<section class="card tactic" aria-label="${name}">
<h2>${foreign(name)}</h2>
<p class="quiet">${id} · ${rules.length === 1 ? '1 rule' : `${rules.length} rules`}</p>
${techniques.map(techniqueDetails)}
</section>
`;
}

function techniqueDetails({ id, name, rules }: CoveredTechnique): Html {
  const shade = shades.filter((from) => rules.length >= from).length;
  const own = name.slice(name.indexOf(': ') + 1).trim();
  return html`<details class="technique${id.includes('.') && ' sub'}">
<summary class="shade-${shade}"><span class="name">${foreign(id.includes('.') ? own : name)} <span class="id">${id}</span></span><span class="number" title="${rules.length} rules">${rules.length}</span></summary>
<ul>${rules.map((rule) => html`<li><span class="severity ${rule.severity}">${rule.severity}</span> ${foreign(rule.name)}</li>`)}</ul>
</details>
`;
}
