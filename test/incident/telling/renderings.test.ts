import { describe, expect, it } from 'vitest';
import { renderIncidentChat } from '../../../src/incident/telling/render-chat.ts';
import { renderIncidentEmail } from '../../../src/incident/telling/render-email.ts';
import { cases } from './cases.ts';
import { chatProblems, emailProblems } from './limits.ts';

describe.each(Object.entries(cases))('%s', (name, news) => {
  it('reads as it always did in an e-mail', async () => {
    const { subject, body } = renderIncidentEmail(news);
    expect(emailProblems(news)).toEqual([]);
    await expect(`Subject: ${subject}\n\n${body}`).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  it('reads as it always did in a chat', async () => {
    expect(chatProblems(news)).toEqual([]);
    const shown = JSON.stringify(JSON.parse(renderIncidentChat(news)), undefined, 2);
    await expect(`${shown}\n`).toMatchFileSnapshot(`golden/${name}.json`);
  });
});
