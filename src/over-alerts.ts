/** Rules over alerts: what the pipeline has published goes through it again, as events of its own. */
import type { Alert } from './alert/alert.ts';
import type { RuleSet } from './match/rule-set.ts';
import { type Parts, runDelivery } from './pipeline.ts';
import { PublishError, type Publisher, publishedBeside } from './publish/publisher.ts';
import { alertEvent } from './source/alert/event.ts';
import { alertSource } from './source/alert/source.ts';

/** @param alertRuleSet the rules over alerts */
export type OverAlertsParts = Pick<Parts, 'clock' | 'memory' | 'onFailure' | 'onWarning'> & {
  readonly alertRuleSet: RuleSet;
};

/**
 * What rules make of alerts is published like other alerts, and no rule is over that: a rule that its own alerts
 * fulfil would never end.
 *
 * Alerts count as published when the rules have seen them. Whatever happens in between, a redelivery publishes them
 * again, by their ids the same, and the rules see them.
 * @returns a publisher that runs the rules over what the given one has published
 */
export function overAlerts(publisher: Publisher, { alertRuleSet, ...parts }: OverAlertsParts): Publisher {
  if (alertRuleSet.rules.length === 0) return publisher;
  const run = async (published: readonly Alert[], of: readonly Alert[]) => {
    if (published.length === 0) return;
    try {
      await runDelivery(only(published), { ...parts, ruleSet: alertRuleSet, source: alertSource, publisher });
    } catch (cause) {
      // Not a PublishError as it comes: it names other alerts, and so would say that these are out.
      const ids = of.map(({ event }) => event.id);
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new PublishError('the rules over alerts', ids, reason, { cause });
    }
  };
  return {
    async publish(alerts) {
      try {
        await publisher.publish(alerts);
      } catch (error) {
        await run(publishedBeside(error, alerts), alerts);
        throw error;
      }
      await run(alerts, alerts);
    },
  };
}

async function* only(alerts: readonly Alert[]) {
  yield { events: alerts.map(alertEvent), undecodable: [], skipped: {} };
}
