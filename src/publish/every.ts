/** Alerts to several places at once. */
import type { Alert } from '../alert/alert.ts';
import { PublishError, type Publisher } from './publisher.ts';

/**
 * @returns a publisher for which an alert is published once it is everywhere. One place that fails does not hold back
 * the others; the alert is given to all of them again then, with the same id.
 */
export function everyPublisher(publishers: readonly Publisher[]): Publisher {
  return {
    async publish(alerts: readonly Alert[]) {
      const outcomes = await Promise.allSettled(publishers.map((publisher) => publisher.publish(alerts)));
      const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
      const [first, ...others] = errors;
      if (first === undefined) return;
      // What is no PublishError names no alerts: none of them counts as published.
      const mistake = errors.find((error) => !(error instanceof PublishError));
      if (mistake !== undefined) throw mistake;
      if (others.length === 0) throw first;
      const ids = new Set(errors.flatMap(({ alertIds }) => alertIds));
      const reasons = errors.map(({ message }) => message).join('; ');
      throw new PublishError(`${errors.length} receivers`, [...ids], reasons, {
        cause: new AggregateError(errors),
      });
    },
  };
}
