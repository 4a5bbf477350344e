import { describe, expect, it } from 'vitest';
import { subjectLine } from '../../src/alert/glance.ts';
import { renderChat } from '../../src/alert/render-chat.ts';
import { renderEmail } from '../../src/alert/render-email.ts';
import { renderJson } from '../../src/alert/render-json.ts';
import { renderLine } from '../../src/alert/render-line.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { anywhere, besideKeys, eventWith, passwords, places, tokens } from './planted.ts';
import { alertOf } from './sample.ts';

/** Every rendering of the alert that an event makes. */
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

function leaks(overrides: JsonObject, secret: string): readonly string[] {
  const forms = formsOf(secret);
  return Object.entries(renderings(overrides))
    .filter(([, text]) => forms.some((form) => text.includes(form)))
    .map(([rendering, text]) => `${rendering}: ${text.slice(0, 400)}`);
}

describe('a password', () => {
  it.each(places.map((place) => [place.name, place] as const))('%s', (_, { event, only = () => true }) => {
    const found = passwords.filter(only).flatMap((password) => leaks(event(password), password));
    expect(found).toEqual([]);
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
