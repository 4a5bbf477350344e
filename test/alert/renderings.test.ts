import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { subjectLine } from '../../src/alert/glance.ts';
import { renderChat } from '../../src/alert/render-chat.ts';
import { renderEmail } from '../../src/alert/render-email.ts';
import { renderJson } from '../../src/alert/render-json.ts';
import { lineHeading, renderLine } from '../../src/alert/render-line.ts';
import { summarise } from '../../src/alert/summary.ts';
import type { Origin } from '../../src/schema/audit-event.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { alertOf, exec, now, rule, schemaErrors, sourced } from './sample.ts';

const unknownOrigin: Origin = { source: 'events.ndjson' };
const hostile = {
  ...exec,
  objectRef: { resource: 'pods', namespace: 'a\r\nBcc: x@y', name: 'b\u202ec\u001b[2J' },
};

describe('as an e-mail', () => {
  it('reads as it always did', async () => {
    const alert = alertOf();
    await expect(`Subject: ${subjectLine(alert)}\n\n${renderEmail(alert)}`).toMatchFileSnapshot(
      'golden/email.txt',
    );
  });

  it('leaves out what is not known', async () => {
    const { note: _, ...quiet } = {
      ...rule,
      references: [],
      falsePositives: [],
      threat: [],
      buildingBlock: true,
    };
    const events = [sourced({}, { origin: unknownOrigin, partial: true })];
    const alert = alertOf({}, { rule: quiet, origin: unknownOrigin, events });
    await expect(`Subject: ${subjectLine(alert)}\n\n${renderEmail(alert)}`).toMatchFileSnapshot(
      'golden/email-bare.txt',
    );
  });

  it('has no line that an event wrote', () => {
    const lines = renderEmail(alertOf(hostile)).split('\n');
    expect(lines.filter((line) => line.startsWith('Bcc'))).toEqual([]);
    expect(lines.join('')).not.toMatch(/[\p{C}]/u);
  });

  it('joins the lines that a rule file breaks', () => {
    const note = '## Triage\n\n1. Which pod was it,\n   and whose?\n2. Ask.\n\n- a\r\n- b';
    const description = '\nA command was\nrun in a pod.\n';
    const text = renderEmail(alertOf(exec, { rule: { ...rule, description, note } }));
    expect(text).toContain('What it means:\nA command was run in a pod.\n');
    expect(text).toContain('## Triage\n\n1. Which pod was it, and whose?\n2. Ask.\n\n- a\n- b\n');
  });

  it('stays short whatever the rule says', () => {
    const long = 'x'.repeat(100_000);
    const talkative = {
      ...rule,
      name: long,
      description: long,
      note: long,
      references: [long, long],
      falsePositives: [long],
    };
    expect(renderEmail(alertOf(exec, { rule: talkative })).length).toBeLessThan(8000);
  });

  it.each([
    ['an ordinary rule', 'Exec into a pod', '[HIGH] Exec into a pod (blue)'],
    ['accents and other scripts', 'Löschen é 削除', '[HIGH] Loschen e ?? (blue)'],
    ['line breaks', 'a\r\nBcc: x', '[HIGH] a\\r\\nBcc: x (blue)'],
    ['no name', '', '[HIGH]  (blue)'],
    ['a long name', 'x'.repeat(200), `[HIGH] ${'x'.repeat(82)}... (blue)`],
  ])('has a subject that SNS takes, with %s', (_, name, expected) => {
    const subject = subjectLine(alertOf(exec, { rule: { ...rule, name } }));
    expect(subject).toBe(expected);
    expect(subject).toMatch(/^[!-~][ -~]{0,98}$/);
  });
});

/** A threshold's alert: two requests that other deliveries had, and one at hand. */
const several = alertOf(exec, {
  identity: { kind: 'window', group: { 'user.name': ['kubernetes-admin'] }, start: now - 300_000, end: now },
  remembered: [0, 1].map((minute) => {
    const time = `2026-03-01T09:5${8 + minute}:00.123456Z`;
    const summary = summarise(
      sourced({ ...exec, auditID: `earlier ${minute}`, stageTimestamp: time }, { position: 7 + minute }),
      auditSource,
    );
    return { id: `${minute}`, at: Date.parse(time), summary };
  }),
  values: { count: 3 },
});

it.each([
  ['an e-mail', 'email-several.txt', `Subject: ${subjectLine(several)}\n\n${renderEmail(several)}`],
  ['a chat', 'chat-several.json', `${JSON.stringify(JSON.parse(renderChat(several)), undefined, 2)}\n`],
  ['a line', 'line-several.txt', `${renderLine(several, false)}\n`],
])('several requests are told in %s', async (_, file, text) => {
  expect(schemaErrors(several)).toEqual([]);
  await expect(text).toMatchFileSnapshot(`golden/${file}`);
});

describe('as a line', () => {
  it('has columns under their headings', async () => {
    const long = alertOf(exec, { rule: { ...rule, severity: 'critical', name: 'x'.repeat(100) } });
    const unknown = alertOf({}, { origin: unknownOrigin, events: [sourced({}, { origin: unknownOrigin })] });
    const lines = [lineHeading(), ...[alertOf(), long, unknown].map((alert) => renderLine(alert, false))];
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/lines.txt');
  });

  it.each([
    ['low', '\u001b[34mlow\u001b[39m '],
    ['medium', '\u001b[33mmedium\u001b[39m '],
    ['high', '\u001b[31mhigh\u001b[39m '],
    ['critical', '\u001b[1m\u001b[37m\u001b[41mcritical\u001b[49m\u001b[39m\u001b[22m '],
  ] as const)('colours %s, and nothing else', (severity, expected) => {
    const alert = alertOf(exec, { rule: { ...rule, severity } });
    const line = renderLine(alert, true);
    expect(line).toContain(`  ${expected}`);
    expect(stripVTControlCharacters(line)).toBe(renderLine(alert, false));
  });

  it('is one line without control characters', () => {
    const alert = alertOf(hostile, { rule: { ...rule, name: 'a\nb\u001b[2J' } });
    expect(renderLine(alert, false)).toMatch(/^\P{C}+$/u);
  });
});

describe('in a chat', () => {
  const chat = (alert: Alert) => JSON.parse(renderChat(alert));

  it('reads as it always did', async () => {
    await expect(`${JSON.stringify(chat(alertOf()), undefined, 2)}\n`).toMatchFileSnapshot(
      'golden/chat.json',
    );
  });

  it('has what Amazon Q posts nothing without, whatever is not known', () => {
    const bare = { ...rule, references: [], threat: [] };
    const alert = alertOf(
      {},
      { rule: bare, origin: unknownOrigin, events: [sourced({}, { origin: unknownOrigin })] },
    );
    expect(chat(alert)).toMatchObject({
      version: '1.0',
      source: 'custom',
      content: { title: expect.stringMatching(/./), description: expect.stringMatching(/./) },
    });
    expect(chat(alert).content).not.toHaveProperty('nextSteps');
  });

  it.each([
    ['a mention of everybody', '<!channel>', '‹!channel›'],
    ['a mention by name', '@here', '＠here'],
    ['a link behind a text', '<https://evil.example|runbook>', '‹https://evil.example|runbook›'],
    ['a link of Markdown', '[runbook](https://evil.example)', '[runbook] (https://evil.example)'],
    ['code', '```rm -rf /```', "'''rm -rf /'''"],
    ['bold', '**done**', '∗∗done∗∗'],
    ['what is struck through', '~kube-system~ _x_', '∼kube-system∼ ˍxˍ'],
  ])('shows %s as text', (_, userAgent, expected) => {
    const alert = alertOf({ ...exec, userAgent, user: { username: userAgent } });
    const shown = JSON.stringify(chat(alert));
    expect(shown).not.toMatch(/[<>`]|\]\(|\*\*/);
    expect(chat(alert).content.description).toContain(expected);
  });

  it('stays short, and has no line that an event wrote', () => {
    const long = 'x'.repeat(100_000);
    const alert = alertOf(hostile, { rule: { ...rule, name: long, references: [long, long] } });
    const { content } = chat(alert);
    expect(content.description.split('\n')).toHaveLength(9);
    expect(renderChat(alert).length).toBeLessThan(4000);
  });
});

describe('as JSON', () => {
  it('is one line that a terminal can show, of the same value', () => {
    const alert = alertOf({ ...hostile, userAgent: 'a\u009b2J\ufffe\u{e0041}' });
    const json = renderJson(alert);
    expect(json).toMatch(/^\P{C}+$/u);
    expect(JSON.parse(json)).toEqual(alert);
  });
});
