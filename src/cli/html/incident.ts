/** News of incidents as a page that can be kept and shown to others: the same as the e-mail, with more of each. */
import type { IncidentNews } from '../../incident/incident.ts';
import type { Block, Section } from '../../incident/telling/section.ts';
import { closingOf, type Extent, tell } from '../../incident/telling/tell.ts';
import { foreign, type Html, html } from './html.ts';
import { page } from './page.ts';

const extent: Extent = { acts: 40, actors: 20, entities: 40, guides: 5, steps: 30, incidents: 100 };

const style = `
main { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); max-width: 62rem; margin: 0 auto; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr); gap: .15rem 1rem; margin: .5rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
ul, ol { margin: .4rem 0; padding-left: 1.4rem; }
li { margin: .25rem 0; }
pre { background: var(--mark); border-radius: .4rem; padding: .6rem .8rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; } }
`;

/** @returns the text of the file */
export function incidentPage(news: IncidentNews): string {
  const { titles } = tell(news, extent);
  return page({ title: titles[0], style, body: html`<main>${incidentSections(news)}</main>` });
}

/** @returns what the page says, for other pages */
export function incidentSections(news: IncidentNews): Html {
  const { titles, sections, ids } = tell(news, extent);
  const severity = news.incidents[0]?.severity ?? 'low';
  const closing = closingOf(news);
  return html`<header>
<span class="severity ${severity}">${severity}</span>
<h1>${foreign(titles[0])}</h1>
</header>
${sections.map(sectionHtml)}
${closing !== '' && html`<p class="quiet">${closing}</p>`}
${
  ids.length > 0 &&
  html`<details class="card"><summary>${ids.length === 1 ? '1 alert' : `${ids.length} alerts`} told of here for the first time</summary><p class="code">${ids.join(' ')}</p></details>`
}
`;
}

function sectionHtml({ heading, blocks }: Section): Html {
  return html`<section class="card">
${heading !== undefined && html`<h2>${foreign(heading)}</h2>`}
${blocks.map(blockHtml)}
</section>
`;
}

function blockHtml(block: Block): Html {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${foreign(block.text)}</p>`;
    case 'facts':
      return html`<dl>${block.facts.map(([label, value]) => html`<dt>${label}</dt><dd>${foreign(value)}</dd>`)}</dl>`;
    case 'list': {
      const items = block.items.map((item) => html`<li>${foreign(item)}</li>`);
      return block.start === undefined
        ? html`<ul>${items}</ul>`
        : html`<ol start="${block.start}">${items}</ol>`;
    }
    case 'code':
      // Lines of it are our own: `html` would show their ends.
      return html`<pre class="code">${block.text.split('\n').map((line, i) => [i > 0 && newline, line])}</pre>`;
    case 'link':
      return html`<p><a href="${block.url}" rel="noreferrer noopener">${block.text}</a></p>`;
  }
}

const newline = html`
`;
