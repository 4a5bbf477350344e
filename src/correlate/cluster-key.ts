import type { Origin } from '../schema/audit-event.ts';

/** The parts of a key that tell clusters apart: clusters of different accounts and regions may have one name. */
export function clusterKey({
  account,
  region,
  cluster,
  logGroup,
}: Origin): readonly [string, string, string] {
  return [account ?? '', region ?? '', cluster ?? logGroup ?? ''];
}
