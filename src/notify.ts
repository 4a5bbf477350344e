/** The notifier as Lambda runs it: SNS, DynamoDB, the log and the metrics around incidents. */
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Alert } from './alert/alert.ts';
import { requestHandler } from './aws-client.ts';
import { idsOf, type News } from './incident/compose.ts';
import { createNotifier } from './incident/notifier.ts';
import { type Message, readMessage } from './incident/read-message.ts';
import { type Missing, missingSubscriptions } from './incident/subscriptions.ts';
import { lambdaLog } from './log.ts';
import type { NotifierConfig } from './notifier-config.ts';
import { findingsPublisher } from './publish/findings.ts';
import { newsPublisher } from './publish/news.ts';
import { PublishError, publishedBeside } from './publish/publisher.ts';
import { subscriptionsOf } from './publish/subscriptions.ts';
import { topicsPublisher } from './publish/topics.ts';
import { dynamodbStore } from './state/dynamodb.ts';
import { meteredStore } from './state/metered.ts';

export interface Notify {
  /** Takes messages of the queue, and tells what is due at once. @returns the messages that failed */
  take(event: SQSEvent, context: Context): Promise<SQSBatchResponse>;
  /** Tells what is due, and what becomes due within most of a minute. */
  tick(context: Context): Promise<void>;
  /** Looks whether everybody who is to be told is subscribed. */
  checkSubscriptions(context: Context): Promise<void>;
}

/** Longer than the function's time-out: then whoever made news is gone. Milliseconds. */
const lease = 120_000;
/** How many alerts the board takes at once before people are told of some. */
const portion = 150;
/** How long an invocation waits for the pace, or for what becomes due, milliseconds. */
const patience = { message: 5000, tick: 50_000 } as const;

export function wireNotifier(config: NotifierConfig): Notify {
  const { region, stateTable: table } = config;
  const clock = () => Date.now();
  const logger = new Logger();
  const log = lambdaLog(logger);
  const metrics = new Metrics();
  const sns = new SNSClient({ region, requestHandler, maxAttempts: 4 });
  const store = meteredStore(dynamodbStore({ table, clock, client: { region } }));
  const notifier = createNotifier({
    store,
    publisher: newsPublisher(sns, config),
    clock,
    sleep: delay,
    random: Math.random,
    lease,
  });
  const findings = findingsPublisher(sns, config.findings);

  /**
   * Alerts go as findings to where the settings say. People are told before, so they wait for none of it.
   * @returns the messages to be given again
   */
  async function publishFindings(messages: readonly Received[]): Promise<readonly Received[]> {
    const ofAlerts = messages.filter(({ alert }) => alert !== undefined);
    if (findings === undefined || ofAlerts.length === 0) return [];
    const alerts = ofAlerts.map(({ alert }) => alert?.document as Alert);
    try {
      await findings.publish(alerts);
      return [];
    } catch (error) {
      // One alert that cannot even be rendered must not hold back the others.
      if (!(error instanceof PublishError) && ofAlerts.length > 1) {
        const failed: Received[] = [];
        for (const one of ofAlerts) failed.push(...(await publishFindings([one])));
        return failed;
      }
      const published = new Set(publishedBeside(error, alerts));
      const failed = ofAlerts.filter((_, i) => !published.has(alerts[i] as Alert));
      log('ERROR', 'alerts could not be published as findings', { alerts: failed.length, error });
      metrics.addMetric('FailedFindings', 'Count', failed.length);
      return failed;
    }
  }

  /** @returns whether all went well */
  async function tell(until: number): Promise<boolean> {
    try {
      const sent = await notifier.tell(until);
      for (const news of sent) log('INFO', 'people were told', inBrief(news));
      countTold(sent);
      return true;
    } catch (error) {
      // The alerts are on the board: the next invocation tells of them.
      log('ERROR', 'people could not be told', { error });
      metrics.addMetric('FailedNotifications', 'Count', 1);
      return false;
    }
  }

  function countTold(sent: readonly News[]): void {
    if (sent.length === 0) return;
    metrics.addMetric('Notifications', 'Count', sent.length);
    for (const news of sent) {
      if (news.kind === 'alarms') continue;
      for (const { told, alerts } of news.incidents) {
        // How long the first news of an incident took since its newest act.
        const newest = alerts.filter(({ isNew }) => isNew).at(-1);
        if (told === undefined && newest !== undefined)
          metrics.addMetric('NotificationLag', 'Milliseconds', Math.max(0, news.at - newest.at));
      }
    }
  }

  /** Tells of each alert by itself and at no pace, where the settings ask for that instead of incidents. */
  const alertsPublisher = topicsPublisher(sns, {
    emailTopicArn: config.emailTopicArn,
    chatTopicArn: config.chatTopicArn,
  });

  async function receive(messages: readonly Received[]): Promise<void> {
    if (config.notify === 'alerts')
      await alertsPublisher.publish(
        messages.flatMap(({ alert }) => (alert ? [alert.document as Alert] : [])),
      );
    for (let at = 0; at < messages.length; at += portion) {
      const some = messages.slice(at, at + portion);
      const { alerts, incidents, shed } = await notifier.receive(
        config.notify === 'alerts' ? [] : some.flatMap(({ alert }) => alert ?? []),
        some.flatMap(({ change }) => change ?? []),
      );
      log('INFO', 'alerts joined incidents', { messages: some.length, alerts, incidents });
      metrics.addMetric('OpenIncidents', 'None', incidents);
      metrics.addMetric('IncidentsForgotten', 'Count', shed);
      if (at + portion < messages.length) await tell(clock() + patience.message);
    }
  }

  async function measured<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = { ...store.usage };
    try {
      return await work();
    } finally {
      metrics.addMetric('StateReadUnits', 'Count', store.usage.readUnits - before.readUnits);
      metrics.addMetric('StateWriteUnits', 'Count', store.usage.writeUnits - before.writeUnits);
      metrics.publishStoredMetrics();
    }
  }

  return {
    async take({ Records }, context) {
      logger.addContext(context);
      return measured(async () => {
        const failed: SQSRecord[] = [];
        const read: Received[] = [];
        for (const record of Records) {
          try {
            read.push({ ...readMessage(record.body), record });
          } catch (error) {
            log('ERROR', 'a message could not be read', { messageId: record.messageId, error });
            failed.push(record);
          }
        }
        try {
          await receive(read);
        } catch (error) {
          log('ERROR', 'alerts could not join incidents', { messages: read.length, error });
          metrics.addMetric('FailedNotifications', 'Count', 1);
          return { batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
        }
        await tell(clock() + patience.message);
        failed.push(...(await publishFindings(read)).map(({ record }) => record));
        return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
      });
    },

    async tick(context) {
      logger.addContext(context);
      await measured(() => tell(clock() + patience.tick));
    },

    async checkSubscriptions(context) {
      logger.addContext(context);
      const missing: (Missing & { topic: string })[] = [];
      for (const [topic, topicArn, expected] of [
        ['e-mail', config.emailTopicArn, config.emails],
        ['chat', config.chatTopicArn, []],
        ['operations', config.operationsTopicArn, config.operators],
      ] as const) {
        const found = missingSubscriptions(await subscriptionsOf(sns, topicArn), expected);
        missing.push(...found.map((each) => ({ ...each, topic })));
      }
      for (const each of missing) log('WARN', 'somebody is not told', { ...each });
      metrics.addMetric('MissingSubscriptions', 'None', missing.length);
      metrics.publishStoredMetrics();
    },
  };
}

interface Received extends Message {
  readonly record: SQSRecord;
}

function inBrief(news: News): Readonly<Record<string, unknown>> {
  const alerts = idsOf(news).length;
  if (news.kind === 'alarms') return { newsId: news.id, alarms: news.changes.length };
  const incidents = news.incidents
    .slice(0, 20)
    .map(({ id, severity, newIds }) => ({ id, severity, alerts: newIds.length }));
  return { newsId: news.id, alerts, count: news.incidents.length, incidents };
}
