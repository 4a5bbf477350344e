/** The query that is proposed, and the link that opens it: read back as the console reads it. */
import { describe, expect, it } from 'vitest';
import type { Actor, Incident } from '../../../src/incident/incident.ts';
import { searchesOf } from '../../../src/incident/telling/insights.ts';
import { cases } from './cases.ts';

const [sample] = cases['first-news']?.incidents ?? [];
if (sample === undefined) throw new Error('there is no sample');
const first: Incident = sample;
const [known] = first.actors;

function searchFor(actor: Partial<Actor>, more: Partial<Incident> = {}) {
  return searchesOf({ ...first, ...more, actors: [{ ...(known as Actor), ...actor }] });
}

/** @returns what stands in the link, as the console's own notation has it: `~(name~'text)` */
function detailOf(url: string): string {
  const [, escaped = ''] = url.split('#logsV2:logs-insights');
  const [, detail = ''] = decodeURIComponent(escaped.replaceAll('$', '%')).split('?queryDetail=');
  return decodeURIComponent(detail);
}

function members(detail: string): Readonly<Record<string, string>> {
  const all = [...detail.matchAll(/[(~](\w+)~(?:'([^~)]*)|\(~'([^~)]*)\))/g)];
  return Object.fromEntries(
    all.map(([, name = '', text, element]) => [
      name,
      decodeURIComponent((text ?? element ?? '').replaceAll('*', '%')),
    ]),
  );
}

describe('the link', () => {
  it('holds the query, the log group and the time', () => {
    const [search] = searchesOf(first);
    expect(search?.url).toMatch(
      /^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/cloudwatch\/home\?region=eu-west-1#/,
    );
    expect(members(detailOf(search?.url ?? ''))).toEqual({
      start: '2026-03-01T09:45:02.123Z',
      end: '2026-03-01T10:15:02.123Z',
      timeType: 'ABSOLUTE',
      tz: 'UTC',
      editorString: search?.query,
      source: '/aws/eks/blue/cluster',
    });
  });

  it('has no character that chat takes for formatting', () => {
    expect(searchesOf(first)[0]?.url).toMatch(/^[\w:/.?=#$&-]+$/);
  });

  it.each([
    ['cn-north-1', 'https://console.amazonaws.cn/cloudwatch/home?region=cn-north-1#'],
    ['us-gov-west-1', 'https://console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#'],
    [
      'ap-southeast-1',
      'https://ap-southeast-1.console.aws.amazon.com/cloudwatch/home?region=ap-southeast-1#',
    ],
  ])('of %s leads to the console of its partition', (region, start) => {
    const [search] = searchFor({}, { places: [{ cluster: 'blue', region }] });
    expect(search?.url.startsWith(start)).toBe(true);
  });

  it.each([
    ['a cluster that is not known', { region: 'eu-west-1' }],
    ['a region that is not known', { cluster: 'blue' }],
    ['a name that is none of a cluster', { cluster: 'blue/../x', region: 'eu-west-1' }],
    ['a name that is none of a region', { cluster: 'blue', region: 'evil.example/#' }],
  ])('is not there for %s', (_, place) => {
    expect(searchFor({}, { places: [place] })).toEqual([]);
  });
});

describe('the query', () => {
  it.each<[string, Partial<Actor>, string]>([
    ['a session', {}, 'user.extra.accessKeyId.0 = "ASIAEXAMPLE"'],
    [
      'a session whose key is not known',
      { accessKeys: [] },
      'user.extra.arn.0 = "arn:aws:sts::111122223333:assumed-role/admin/alice"',
    ],
    [
      'a service account',
      { kind: 'service_account', name: 'shop/web' },
      'user.username = "system:serviceaccount:shop:web"',
    ],
    ['a node', { kind: 'node', name: 'ip-10-0-0-1' }, 'user.username = "system:node:ip-10-0-0-1"'],
    [
      'a controller',
      { kind: 'control_plane', name: 'system:kube-scheduler' },
      'user.username = "system:kube-scheduler"',
    ],
    ['a user', { kind: 'user', name: 'dev@example.com' }, 'user.username = "dev@example.com"'],
    ['nobody', { kind: 'anonymous', name: 'system:anonymous' }, 'sourceIPs.0 = "203.0.113.7"'],
  ])('is about %s', (_, actor, condition) => {
    const [search] = searchFor(actor);
    expect(search).toMatchObject({ isOfActors: true });
    expect(search?.query.split('\n')).toContain(`| filter ${condition}`);
  });

  it.each(['x" or 1 = 1', 'a\nb', 'a|b', "it's", '`a`', 'https://evil.example'])(
    'has nothing of a user called %j, and says so',
    (name) => {
      const [search] = searchFor({ kind: 'user', name });
      expect(search).toMatchObject({ isOfActors: false });
      expect(search?.query).not.toContain(name);
    },
  );
});
