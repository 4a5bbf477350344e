/** Alerts to several places at once. */
import type { Alert } from '../alert/alert.ts';
import { PublishError, type Publisher, publishedBeside } from './publisher.ts';

/** Alerts of which it is remembered where they are; beyond that, some go out again. */
const remembered = 10_000;

/**
 * @returns a publisher for which an alert is published once it is everywhere. One place that fails does not hold back
 * the others. When the alert is given again, with the same id, it goes to those that lack it, as far as this process
 * remembers.
 */
export function everyPublisher(publishers: readonly Publisher[]): Publisher {
  /** Where alerts are that are not everywhere, by id. */
  const reached = new Map<string, Set<Publisher>>();

  function note(publisher: Publisher, alerts: readonly Alert[]): void {
    for (const { event } of alerts) {
      const places = reached.get(event.id) ?? new Set();
      reached.set(event.id, places.add(publisher));
    }
  }

  async function publishTo(publisher: Publisher, alerts: readonly Alert[]): Promise<void> {
    const missing = alerts.filter(({ event }) => reached.get(event.id)?.has(publisher) !== true);
    try {
      await publisher.publish(missing);
      note(publisher, missing);
    } catch (error) {
      note(publisher, publishedBeside(error, missing));
      throw error;
    }
  }

  return {
    async publish(alerts: readonly Alert[]) {
      const outcomes = await Promise.allSettled(publishers.map((publisher) => publishTo(publisher, alerts)));
      for (const { event } of alerts) {
        const isEverywhere = reached.get(event.id)?.size === publishers.length;
        if (isEverywhere || reached.size > remembered) reached.delete(event.id);
      }
      const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
      if (errors.length > 0) throw merged(errors);
    },
  };
}

function merged(errors: readonly unknown[]): unknown {
  // What is no PublishError names no alerts: none of them counts as published.
  const mistake = errors.find((error) => !(error instanceof PublishError));
  if (mistake !== undefined || errors.length === 1) return mistake ?? errors[0];
  const failures = errors as readonly PublishError[];
  const ids = new Set(failures.flatMap(({ alertIds }) => alertIds));
  const reasons = failures.map(({ message }) => message).join('; ');
  return new PublishError(`${errors.length} receivers`, [...ids], reasons, {
    cause: new AggregateError(errors),
  });
}
