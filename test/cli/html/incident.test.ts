/** The page of an incident: what events say is text in it, whatever they say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incidentPage } from '../../../src/cli/html/incident.ts';
import type { IncidentNews } from '../../../src/incident/incident.ts';
import { newsOfAnything } from '../../incident/telling/arbitrary.ts';
import { cases } from '../../incident/telling/cases.ts';

const own =
  /^(?:a href="https:\/\/[^"<>]+" rel="noreferrer noopener"|(?:span|section|details|p|pre) class="[\w -]+"|ol start="\d+"|\/?(?:header|main|h1|h2|section|p|bdi|dl|dt|dd|ul|ol|li|pre|a|details|summary|span))$/;

/** @returns tags that are not the page's own, and links that lead elsewhere than to the console */
function problems(news: IncidentNews): readonly string[] {
  const [, body = ''] = /<body>\n([\s\S]*)\n<\/body>/.exec(incidentPage(news)) ?? [];
  const tags = [...body.matchAll(/<([^>]*)>/g)].map(([, tag = '']) => tag);
  const links = [...body.matchAll(/href="([^"]*)"/g)].map(([, link = '']) => new URL(link).hostname);
  return [
    ...tags.filter((tag) => !own.test(tag)),
    ...links.filter(
      (host) => !/(?:^|\.)console\.(?:aws\.amazon\.com|amazonaws[\w-]*\.(?:com|cn))$/.test(host),
    ),
    ...(/[^\n\P{C}]/u.test(body) ? ['invisible characters'] : []),
  ];
}

describe('the page of an incident', () => {
  it.each(Object.entries(cases))('(%s) has nothing but text of events', (_, news) => {
    expect(problems(news)).toEqual([]);
  });

  it('has nothing but text of events, whatever they say', () => {
    fc.assert(
      fc.property(newsOfAnything, (news) => {
        expect(problems(news)).toEqual([]);
      }),
    );
  });

  it('says what the e-mail says, with links that can be opened', () => {
    const page = cases['severity-rose'] === undefined ? '' : incidentPage(cases['severity-rose']);
    expect(page).toContain('<h1><bdi>alice: Exec with a Reverse Shell (blue), was high</bdi></h1>');
    expect(page).toContain('<dt>Access key</dt><dd><bdi>ASIAEXAMPLE</bdi></dd>');
    expect(page).toContain('<ol start="1"><li><bdi>Take the address from the command and look for it');
    expect(page).toContain(
      '| filter user.extra.accessKeyId.0 = &quot;ASIAEXAMPLE&quot;\n| sort @timestamp asc',
    );
    expect(page).toContain(
      'href="https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2',
    );
  });
});
