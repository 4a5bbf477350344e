/** What a message in chat keeps where there is no room for everything: who, the worst of what is new, and the link. */
import { expect, it } from 'vitest';
import type { Actor, Incident } from '../../../src/incident/incident.ts';
import { renderIncidentChat } from '../../../src/incident/telling/render-chat.ts';
import { renderIncidentEmail } from '../../../src/incident/telling/render-email.ts';
import { cases } from './cases.ts';

const { 'several-actors': sample } = cases;
const [first] = sample?.incidents ?? [];
if (sample === undefined || first === undefined) throw new Error('there is no sample');

const [act] = first.alerts;
const actor = (index: number): Actor => ({
  ...(first.actors[1] as Actor),
  name: `namespace-${index}/${'account-with-a-long-name-'.repeat(4)}${index}`,
  pods: [`namespace-${index}/${'pod-with-a-long-name-'.repeat(4)}${index}`],
});
/** Many of whom each did something, the last what is worst. */
const actors = Array.from({ length: 12 }, (_, index) => actor(index));
const alerts = actors.map((each, index) => ({
  ...(act as Incident['alerts'][number]),
  id: String(index).padStart(32, '0'),
  at: first.first + index * 1000,
  actor: each,
  reason: `Somebody did ${index} of many things, to what has a long name: ${'name-'.repeat(20)}`,
  severity: index === 11 ? ('critical' as const) : ('high' as const),
}));
const news = { ...sample, incidents: [{ ...first, actors, alerts, alertCount: alerts.length }] };

it('has who did the worst, what it was, and the link', () => {
  const { content } = JSON.parse(renderIncidentChat(news));
  const description: string = content.description;
  expect(description.length).toBeLessThanOrEqual(2900);
  expect(description).toMatch(/\*Who\*\n• Service account: namespace-11\//);
  expect(description).toMatch(/^• [\d:]+ .*did 11 of many things/m);
  expect(description).toMatch(/^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/\S+$/m);
  expect(description).toContain('And 11 more.');
});

it('an e-mail tells first of whoever its subject is about', () => {
  expect(renderIncidentEmail(news).body).toMatch(/\nWho\n---\nService account: namespace-11\//);
});
