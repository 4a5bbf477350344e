import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { subjectLine } from '../../src/alert/glance.ts';
import { renderAsff } from '../../src/alert/render-asff.ts';
import { renderChat } from '../../src/alert/render-chat.ts';
import { renderEmail } from '../../src/alert/render-email.ts';
import { renderJson } from '../../src/alert/render-json.ts';
import { renderLine } from '../../src/alert/render-line.ts';
import { renderOcsf } from '../../src/alert/render-ocsf.ts';
import { renderIncidentChat } from '../../src/incident/telling/render-chat.ts';
import { renderIncidentEmail } from '../../src/incident/telling/render-email.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { incidentOf, newsOf, read } from '../incident/telling/sample.ts';
import { anywhere, besideKeys, eventWith, passwords, places, tokens } from './planted.ts';
import { alertOf } from './sample.ts';

/** Renderings of the alert that an event makes. */
function renderings(overrides: JsonObject): Record<string, string> {
  const alert = alertOf(eventWith(overrides));
  return {
    reason: alert.harrier.reason,
    subject: subjectLine(alert),
    email: renderEmail(alert),
    chat: renderChat(alert),
    line: renderLine(alert, false),
    json: renderJson(alert),
  };
}

/** Those that are made of its JSON. */
function furtherRenderings(overrides: JsonObject): Record<string, string> {
  const alert = alertOf(eventWith(overrides));
  const found = read(alert);
  const news = newsOf([incidentOf([found])], [found], found.alert.at);
  const mail = renderIncidentEmail(news);
  return {
    ocsf: renderOcsf(alert),
    asff: JSON.stringify(renderAsff(alert, { account: '111122223333', region: 'eu-west-1' })),
    'e-mail of the incident': `${mail.subject}\n${mail.body}`,
    'chat of the incident': renderIncidentChat(news),
  };
}

/** As it is, percent-encoded, in base64 and as JSON has it. */
function formsOf(secret: string): readonly string[] {
  const parts = secret.includes('\n')
    ? secret.split('\n').filter((line) => /^[\w+/=]{40,}$/.test(line))
    : [secret];
  return parts.flatMap((part) => [
    part,
    encodeURIComponent(part),
    encodeURI(part),
    Buffer.from(part)
      .toString('base64')
      .replace(/.{0,2}=*$/, ''),
    JSON.stringify(part).slice(1, -1),
  ]);
}

function leaks(overrides: JsonObject, secret: string, render = renderings): readonly string[] {
  const forms = formsOf(secret);
  return Object.entries(render(overrides))
    .filter(([, text]) => forms.some((form) => text.includes(form)))
    .map(([rendering, text]) => `${rendering}: ${text.slice(0, 400)}`);
}

it('are all the renderings there are', () => {
  const source = new URL('../../src/', import.meta.url);
  const files = globSync(['alert/render-*.ts', 'incident/telling/render-*.ts'], { cwd: source });
  const imported = readFileSync(new URL(import.meta.url), 'utf8');
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => !imported.includes(`'../../src/${file}'`))).toEqual([]);
});

describe('a password', () => {
  it.each(places.map((place) => [place.name, place] as const))('%s', (_, { event, only = () => true }) => {
    const [first = '', ...others] = passwords.filter(only);
    const found = [first, ...others].flatMap((password) => leaks(event(password), password));
    expect([...found, ...leaks(event(first), first, furtherRenderings)]).toEqual([]);
  });
});

describe.each(Object.entries(tokens))('%s', (_, token) => {
  it.each(anywhere.map((place) => [place.name, place] as const))('%s', (_, { event }) => {
    expect(leaks(event(token), token)).toEqual([]);
  });
});

describe('an AWS secret access key', () => {
  it.each(besideKeys)('as %s', (text) => {
    const key = tokens['AWS secret access key'] as string;
    const event = { requestObject: { metadata: { annotations: { x: text.replace('KEY', key) } } } };
    expect(leaks(event, key)).toEqual([]);
  });
});
