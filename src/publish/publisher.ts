import type { Alert } from '../alert/alert.ts';

/** Where alerts go. */
export interface Publisher {
  /**
   * Resolves when every alert is with the receiver. An alert may be given again after a failure; its `event.id` is
   * then the same.
   * @throws PublishError if any alert could not be published. Alerts that it does not name were published
   */
  publish(alerts: readonly Alert[]): Promise<void>;
}

/** @returns the alerts that were published although others failed; none if the error does not say which */
export function publishedBeside(error: unknown, alerts: readonly Alert[]): readonly Alert[] {
  if (!(error instanceof PublishError)) return [];
  const failed = new Set(error.alertIds);
  return alerts.filter(({ event }) => !failed.has(event.id));
}

/**
 * @param onPublished called with the alerts that were published, also if others failed
 * @returns a publisher that does what the given one does
 */
export function watchedPublisher(
  publisher: Publisher,
  onPublished: (alerts: readonly Alert[]) => void,
): Publisher {
  return {
    async publish(alerts) {
      try {
        await publisher.publish(alerts);
      } catch (error) {
        onPublished(publishedBeside(error, alerts));
        throw error;
      }
      onPublished(alerts);
    },
  };
}

/** Alerts that could not be published. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
  /** `event.id` of each. */
  readonly alertIds: readonly string[];

  /** @param reason what the receiver said of the first of them */
  constructor(receiver: string, alertIds: readonly string[], reason: string, options?: ErrorOptions) {
    const count = alertIds.length === 1 ? '1 alert' : `${alertIds.length} alerts`;
    const shown = alertIds.slice(0, 5).join(', ') + (alertIds.length > 5 ? ' and others' : '');
    super(`${count} could not be published to ${receiver}: ${reason} (alert ids ${shown})`, options);
    this.alertIds = alertIds;
  }
}
