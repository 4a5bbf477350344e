import type { Origin } from '../schema/audit-event.ts';

/** State is per cluster; clusters of different accounts and regions may have one name. */
export function clusterKey({
  account,
  region,
  cluster,
  logGroup,
}: Origin): readonly [string, string, string] {
  return [account ?? '', region ?? '', cluster ?? logGroup ?? ''];
}
