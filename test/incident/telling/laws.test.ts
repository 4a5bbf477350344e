import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderIncidentChat } from '../../../src/incident/telling/render-chat.ts';
import { renderIncidentEmail } from '../../../src/incident/telling/render-email.ts';
import { newsOfAnything } from './arbitrary.ts';
import { cases } from './cases.ts';
import { chatProblems, emailProblems } from './limits.ts';
import { ofIncidents } from './sample.ts';

it('whatever events say, messages are within limits, and nothing in them is more than text', () => {
  fc.assert(
    fc.property(newsOfAnything, (news) => {
      expect([...emailProblems(news), ...chatProblems(news)]).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

describe('a flood', () => {
  const [news] = [cases['severity-rose']];
  const [one] = news?.incidents ?? [];
  const id = (i: number) => i.toString(16).padStart(32, '0');

  it('of 5,000 alerts that are new in one message is told with each id', () => {
    const newIds = Array.from({ length: 5000 }, (_, i) => id(i));
    const flood = {
      ...ofIncidents,
      id: 'flood',
      at: 0,
      rules: [],
      incidents: one === undefined ? [] : [{ ...one, newIds }],
    };
    expect(emailProblems(flood)).toEqual([]);
    expect(chatProblems(flood)).toEqual([]);
  });

  it('of a hundred incidents is one message', () => {
    const incidents = Array.from({ length: 100 }, (_, i) =>
      one === undefined ? [] : [{ ...one, id: id(i).slice(-12), newIds: [id(i)] }],
    ).flat();
    const flood = { ...ofIncidents, id: 'flood', at: 0, rules: news?.rules ?? [], incidents };
    expect(emailProblems(flood)).toEqual([]);
    expect(chatProblems(flood)).toEqual([]);
    expect(renderIncidentEmail(flood)).toMatchObject({
      subject: '[CRITICAL] 100 incidents, 100 new alerts (blue)',
      body: expect.stringContaining('And 60 more incidents.'),
    });
  });
});

it('news of one incident is in one thread, and of several in another', () => {
  const threads = [cases['first-news'], cases['severity-rose'], cases.digest].map(
    (news) => news && JSON.parse(renderIncidentChat(news)).metadata.threadId,
  );
  expect(threads).toEqual(['incident/3fa2b1c4d5e6', 'incident/3fa2b1c4d5e6', 'incidents']);
});
