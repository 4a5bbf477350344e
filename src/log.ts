/**
 * The functions' log: lines of JSON, as CloudWatch Logs Insights reads them. A line holds at most a few characters of a
 * record, because whoever reads the log need not be allowed to read the records.
 */

import type { Logger } from '@aws-lambda-powertools/logger';
import type { Alert } from './alert/alert.ts';
import { clusterName } from './alert/glance.ts';
import type { UndecodableRecord } from './decode/batch.ts';
import type { MatchFailure, RuleWarning } from './match/match.ts';
import type { Parts, Summary } from './pipeline.ts';
import { type Publisher, watchedPublisher } from './publish/publisher.ts';

export type LogLevel = 'INFO' | 'WARN' | 'ERROR';

/** @param fields of the line beside `level` and `message`; errors are written with name, message, stack and causes */
export type Log = (level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>) => void;

const methods = { INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** @param logger adds the time and, once it has been given the context, which invocation it was */
export function lambdaLog(logger: Logger): Log {
  return (level, message, fields = {}) => logger[methods[level]](message, fields);
}

/** How many lines of one kind a delivery may log. Whoever sends broken records could otherwise fill the log. */
const linesOfAKind = 10;

/** What the log says of one delivery. */
export interface DeliveryLog {
  /** The pipeline's parts that log. */
  readonly listeners: Required<Pick<Parts, 'onUndecodable' | 'onFailure' | 'onWarning'>>;
  /** @returns a publisher that logs each alert which the given one has published, so that it can be found by its id */
  watchPublisher(publisher: Publisher): Publisher;
  /** The one line that every delivery has. */
  summary(source: string, summary: Summary): void;
}

export function deliveryLog(log: Log): DeliveryLog {
  let undecodable = 0;
  let failed = 0;
  return {
    listeners: {
      onUndecodable: ({ origin, position, reason, bytes, detail }: UndecodableRecord) => {
        undecodable++;
        if (undecodable > linesOfAKind) return;
        const { source } = origin;
        log('WARN', 'a record could not be decoded', { source, position, reason, bytes, detail });
      },
      onFailure: ({ rule, event, error }: MatchFailure) => {
        failed++;
        if (failed > linesOfAKind) return;
        const { origin, position } = event;
        log('ERROR', 'a rule failed on an event', { rule: rule.id, source: origin.source, position, error });
      },
      onWarning: ({ rule, place, reason, isFirst }: RuleWarning) => {
        // How often is in the summary; what it is of is the same until the process ends.
        if (isFirst)
          log('WARN', 'a rule could not compute a value', {
            rule: rule.id,
            ruleName: rule.name,
            place,
            reason,
          });
      },
    },
    watchPublisher: (publisher) =>
      watchedPublisher(publisher, (alerts) => {
        for (const alert of alerts) log('INFO', 'an alert was published', inBrief(alert));
      }),
    summary: (source, summary) => log('INFO', 'a delivery was processed', { source, ...summary }),
  };
}

function inBrief(alert: Alert): Readonly<Record<string, unknown>> {
  const { event, rule, harrier } = alert;
  return {
    alertId: event.id,
    rule: rule.id,
    ruleName: rule.name,
    severity: harrier.severity,
    cluster: clusterName(alert),
    at: alert['@timestamp'],
  };
}
