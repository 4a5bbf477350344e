import { alertReader } from '../../schema/alert-reader.ts';
import { matchesPattern } from '../../schema/wildcard.ts';
import type { Target } from '../target.ts';

/** How Elasticsearch calls the indices of alerts: today, and before 8.0. */
const indexes = [
  '.alerts-security.alerts-default',
  '.internal.alerts-security.alerts-default-000001',
  '.siem-signals-default',
];

const reader = alertReader();

/** Harrier's own alerts, in place of Elastic's. */
export const alertTarget: Target = {
  reader,
  readersOf: (index) => (index.some(namesAlerts) ? [reader] : []),
  indexes: ['.alerts-security.*'],
};

/** `*` and `logs-*` name no alerts: their indices are hidden, so that a pattern has to begin with their dot. */
function namesAlerts(pattern: string): boolean {
  return pattern.startsWith('.') && indexes.some((index) => matchesPattern(index, pattern.split('*')));
}
