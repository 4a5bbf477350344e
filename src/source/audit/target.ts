import { auditReader } from '../../schema/audit-reader.ts';
import { dataStreams } from '../../schema/table.ts';
import { matchesPattern } from '../../schema/wildcard.ts';
import { alertTarget } from '../alert/target.ts';
import type { Target } from '../target.ts';

/** The data streams that audit events are taken for, each with its reader. */
const streams = dataStreams.map(({ index, dataset }) => ({ index, reader: auditReader(dataset) }));

export const auditTarget: Target = {
  reader: auditReader(),
  readersOf: (index) => streamsOf(index).map(({ reader }) => reader),
  indexes: streams.map(({ index }) => index),
  overAlerts: alertTarget,
};

/** The data streams a rule's index patterns name; of none at all, the first. A pattern with `-` excludes. */
function streamsOf(index: readonly string[]): typeof streams {
  if (index.length === 0) return streams.slice(0, 1);
  const matches = (name: string, pattern: string) => matchesPattern(name, pattern.split('*'));
  const [excluded, included] = [
    index.filter((each) => each.startsWith('-')),
    index.filter((each) => !each.startsWith('-')),
  ];
  return streams.filter(
    ({ index: name }) =>
      included.some((pattern) => matches(name, pattern)) &&
      !excluded.some((pattern) => matches(name, pattern.slice(1))),
  );
}
