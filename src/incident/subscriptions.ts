/**
 * Who is told at all. SNS switches e-mail subscriptions off, whoever has a message can unsubscribe its reader by the link in
 * it, and what is not confirmed within two days is deleted: nobody is told of any of it, so it is looked for.
 */
import { hash } from 'node:crypto';

/** A subscription as SNS lists it. */
export interface Subscription {
  readonly protocol: string;
  readonly endpoint: string;
  /** An ARN, or `PendingConfirmation` or `Deleted`. */
  readonly arn: string;
}

/** An e-mail address that the settings have, as the function is told: it need not know addresses, only recognise them. */
export function addressDigest(address: string): string {
  return hash('sha256', address.toLowerCase(), 'base64url').slice(0, 6);
}

export interface Missing {
  /** The address; its digest where SNS lists none like it. */
  readonly endpoint: string;
  readonly what: 'pending' | 'gone';
}

/**
 * @param listed the subscriptions of a topic
 * @param expected digests of the addresses that are to be subscribed to it
 * @returns subscriptions that get nothing: those that wait to be confirmed, and those that are not there
 */
export function missingSubscriptions(
  listed: readonly Subscription[],
  expected: readonly string[],
): readonly Missing[] {
  const isLive = ({ arn }: Subscription) => arn.startsWith('arn:');
  const live = new Set(listed.filter(isLive).map(({ endpoint }) => addressDigest(endpoint)));
  const pending = listed.filter(
    ({ arn, endpoint }) => arn === 'PendingConfirmation' && !live.has(addressDigest(endpoint)),
  );
  const known = new Set([...live, ...pending.map(({ endpoint }) => addressDigest(endpoint))]);
  return [
    ...pending.map(({ endpoint }) => ({ endpoint, what: 'pending' as const })),
    ...expected
      .filter((digest) => !known.has(digest))
      .map((endpoint) => ({ endpoint, what: 'gone' as const })),
  ];
}
