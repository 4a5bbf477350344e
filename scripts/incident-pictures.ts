/**
 * Makes docs/incident-*.png: what the sample's incidents look like in a mail client, in chat and as a page. It needs
 * Chromium: `node scripts/incident-pictures.ts [CHROMIUM]`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type Html, html } from '../src/cli/html/html.ts';
import { incidentPage } from '../src/cli/html/incident.ts';
import { page } from '../src/cli/html/page.ts';
import { arrived } from '../src/incident/board.ts';
import type { IncidentNews } from '../src/incident/incident.ts';
import { type ReadAlert, readAlert } from '../src/incident/read-alert.ts';
import { rehearse } from '../src/incident/rehearse.ts';
import { renderIncidentChat } from '../src/incident/telling/render-chat.ts';
import { renderIncidentEmail } from '../src/incident/telling/render-email.ts';
import { moment } from '../src/incident/telling/when.ts';

const [, , chromium = 'chromium'] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'pictures-'));

/** @returns the alerts that a replay of the sample gives */
function sample(): readonly ReadAlert[] {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['src/cli/main.ts', 'replay', '--sample', '--output', 'ndjson'],
    { maxBuffer: 1 << 28, encoding: 'utf8' },
  );
  if (stdout === '') throw new Error(`the replay ended with ${status}`);
  return stdout.trimEnd().split('\n').map(readAlert).map(asDeployed);
}

/** Where a deployment would have the events from. */
function asDeployed(read: ReadAlert): ReadAlert {
  const place = { account: '111122223333', region: 'eu-west-1', cluster: 'payments-prod' };
  const source = '/aws/eks/payments-prod/cluster/kube-apiserver-audit-1';
  const { event } = read.alert;
  return { ...read, alert: { ...read.alert, place, ...(event && { event: { ...event, source } }) } };
}

const mailStyle = `
body { max-width: none; padding: 0; background: #fff; color: #1f2328; font: 14px/1.45 "DejaVu Sans", sans-serif; }
.bar { background: #f1f3f6; border-bottom: 1px solid #d5d9e0; padding: .9rem 1.2rem; }
.bar h1 { font-size: 1.15rem; margin: 0 0 .35rem; }
.bar p { margin: 0; color: #5a6372; }
.text { white-space: pre-wrap; padding: 1rem 1.2rem; }
`;

function mail(news: IncidentNews, lines: number): string {
  const { subject, body } = renderIncidentEmail(news);
  const all = body.split('\n');
  const shown = all.slice(0, lines).map((line, i) => [i > 0 && breakOf, line]);
  return page({
    title: subject,
    style: mailStyle,
    body: html`<div class="bar"><h1>${subject}</h1><p>Harrier &lt;no-reply@sns.amazonaws.com&gt; · ${moment(news.at)}</p></div>
<div class="text">${shown}${all.length > lines && html`${breakOf}…`}</div>`,
  });
}

const breakOf = html`
`;

const chatStyle = `
body { max-width: none; padding: 1rem 1.2rem; background: #fff; color: #1d1c1d; font: 15px/1.46 "DejaVu Sans", sans-serif; }
.message { display: grid; grid-template-columns: 2.4rem 1fr; gap: .7rem; margin-bottom: 1.2rem; }
.face { width: 2.4rem; height: 2.4rem; border-radius: .4rem; background: #5b3fd6; color: #fff; display: grid; place-items: center; font-weight: 700; }
.name { font-weight: 700; margin: 0; }
.app { font-size: .65rem; background: #eceaee; border-radius: .2rem; padding: .05rem .25rem; font-weight: 400; color: #616061; }
.time { font-weight: 400; font-size: .75rem; color: #616061; }
.card { border: 0; border-left: .25rem solid #c22; border-radius: 0; padding: .1rem .8rem; background: none; }
.card h2 { font-size: 1rem; }
.card p { margin: .1rem 0; min-height: .5rem; }
.thread { margin-left: 3.1rem; border-left: 2px solid #ddd; padding-left: .8rem; }
`;

function chat(all: readonly IncidentNews[]): string {
  const [first, ...replies] = all.map(message);
  return page({
    title: 'Chat',
    style: chatStyle,
    body: html`${first}<div class="thread">${replies}</div>`,
  });
}

function message(news: IncidentNews): Html {
  const { content } = JSON.parse(renderIncidentChat(news)) as {
    content: { title: string; description: string; nextSteps?: readonly string[] };
  };
  const lines = content.description.split('\n').map((line) => html`<p>${bold(line)}</p>`);
  const steps = (content.nextSteps ?? []).map((step) => html`<li>${step}</li>`);
  return html`<div class="message"><div class="face">Q</div><div>
<p class="name">Amazon Q <span class="app">APP</span> <span class="time">${moment(news.at)}</span></p>
<div class="card"><h2>${content.title}</h2>${lines}
${steps.length > 0 && html`<p><b>Next steps</b></p><ul>${steps}</ul>`}</div></div></div>`;
}

/** As Slack shows a text between asterisks. */
function bold(line: string): Html {
  const [, before = '', strong, after = ''] = /^(.*?)\*([^*]+)\*(.*)$/.exec(line) ?? [];
  return strong === undefined ? html`${line}` : html`${before}<b>${strong}</b>${after}`;
}

function shoot(name: string, text: string, width: number, height: number): void {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, text);
  const options = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars'];
  const { status, stderr } = spawnSync(
    chromium,
    [
      ...options,
      `--window-size=${width},${height}`,
      `--screenshot=docs/incident-${name}.png`,
      `file://${file}`,
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${chromium} ended with ${status}: ${stderr}`);
}

const all = rehearse(sample().map(arrived));
const severe = all.filter(({ incidents }) => incidents[0]?.severity !== 'low');
const [first, second] = severe;
if (first === undefined || second === undefined)
  throw new Error('the sample has no incident that is told twice');
shoot('email', mail(first, 72), 820, 1500);
shoot('update', mail(second, 60), 820, 1500);
shoot('chat', chat([first, second]), 820, 1180);
shoot('page', incidentPage(second), 1000, 1100);
rmSync(folder, { recursive: true });
process.stdout.write(`${all.length} messages, ${severe.length} of them not low\n`);
