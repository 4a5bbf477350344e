/** How acts ended, and how many did so. */

/**
 * Refused by who is asking or by what is asked (401, 403); failed for another reason; unknown where the event was written
 * before there was an answer.
 */
export type End = 'allowed' | 'refused' | 'failed' | 'unknown';

/** Of how many alerts the act ended so. */
export type Ends = Readonly<Record<End, number>>;

export const noEnds: Ends = { allowed: 0, refused: 0, failed: 0, unknown: 0 };

const refusals: readonly number[] = [401, 403];

export function endOf({
  outcome,
  status = 0,
}: {
  readonly outcome?: 'success' | 'failure' | 'unknown' | undefined;
  readonly status?: number | undefined;
}): End {
  if (status >= 400) return refusals.includes(status) ? 'refused' : 'failed';
  if (outcome === 'failure') return 'refused';
  return outcome === 'success' || status > 0 ? 'allowed' : 'unknown';
}

export function endsWith(ends: Ends, end: Ends | End, times = 1): Ends {
  if (typeof end === 'string') return { ...ends, [end]: ends[end] + times };
  return {
    allowed: ends.allowed + end.allowed,
    refused: ends.refused + end.refused,
    failed: ends.failed + end.failed,
    unknown: ends.unknown + end.unknown,
  };
}

const words = { allowed: 'allowed', refused: 'refused' } as const;

/**
 * @param one what there is one of, `act`, or `alert` where not every act is known
 * @returns a sentence; empty if there is nothing
 */
export function endsSentence(ends: Ends, one: 'act' | 'alert'): string {
  const { allowed, refused, failed, unknown } = ends;
  const total = allowed + refused + failed + unknown;
  const all = total === 1 ? 'it' : 'all of it';
  if (total === 0) return '';
  for (const [end, word] of Object.entries(words))
    if (ends[end as End] === total) return `The API server ${word} ${all}.`;
  if (failed === total) return `${total === 1 ? 'It' : 'All of it'} failed.`;
  if (unknown === total) return 'How it ended is not known.';
  const of = (count: number) =>
    one === 'act' ? `${count} of ${total} acts` : `the acts of ${count} of ${total} alerts`;
  if (allowed + refused === total) return `The API server refused ${of(refused)} and allowed the others.`;
  const parts = [
    ...(allowed > 0 ? [`the API server allowed ${allowed}`] : []),
    ...(refused > 0 ? [`${allowed > 0 ? 'it' : 'the API server'} refused ${refused}`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unknown > 0 ? [`of ${unknown} it is not known how they ended`] : []),
  ];
  const known = `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  return `Of ${one === 'act' ? `${total} acts` : `the acts of ${total} alerts`} ${known}.`;
}
