import { describe, expect, it } from 'vitest';
import { decodeSubscription } from '../../src/decode/subscription.ts';
import type { CutText } from '../../src/schema/audit-event.ts';
import { decodeAll } from './collect.ts';
import { envelope, subscriptionPayload } from './events.ts';

const begin =
  '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"a","stage":"ResponseComplete"';
const asked = `${begin},"requestURI":"/api/v1/secrets","verb":"list","user":{"username":"alice"}`;

const records: readonly [name: string, text: string, cut: CutText | undefined][] = [
  [
    'in the URI',
    `${begin},"requestURI":"/api/v1/secrets?\\u0026\\u0026`,
    { field: 'requestURI', begins: '/api/v1/secrets?&&' },
  ],
  [
    'in an escape',
    `${begin},"requestURI":"/api/v1/secrets?\\u0026\\u00`,
    { field: 'requestURI', begins: '/api/v1/secrets?&' },
  ],
  [
    'far in the URI',
    `${begin},"requestURI":"/${'a'.repeat(5000)}`,
    { field: 'requestURI', begins: `/${'a'.repeat(1023)}` },
  ],
  ['in the user agent', `${asked},"userAgent":"curl`, { field: 'userAgent', begins: 'curl' }],
  ['in an address', `${asked},"sourceIPs":["1.1.1.1","1.1`, { field: 'sourceIPs' }],
  [
    'in an object',
    `${asked},"requestObject":{"kind":"Pod","metadata":{"annotations":{"a":"<<`,
    { field: 'requestObject' },
  ],
  ['in a name', `${asked},"userAg`, undefined],
  ['between members', `${asked},`, undefined],
  ['in a number', `${asked},"responseStatus":{"code":20`, undefined],
];

describe('a record that was cut', () => {
  it.each(records)('%s tells where, and how the text begins', async (_name, text, cut) => {
    const lines = await decodeAll(`${text}\n`);
    expect(lines.events).toMatchObject([{ partial: true }]);
    expect(lines.events[0]?.cut).toEqual(cut);
    const marked = decodeSubscription(subscriptionPayload(envelope([`${text}[Truncated...]`])));
    expect(marked.events[0]?.cut).toEqual(cut);
  });

  it('is told from one that is whole', async () => {
    expect((await decodeAll(`${asked}}\n`)).events[0]).not.toHaveProperty('cut');
  });
});
