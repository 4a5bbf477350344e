/** The parts as Lambda runs them: SNS, DynamoDB, the log and the metrics around the pipeline. */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import { requestHandler } from './aws-client.ts';
import type { Config } from './config.ts';
import { createMemory } from './correlate/memory.ts';
import type { Batch } from './decode/batch.ts';
import { deliveryLog, type Log, lambdaLog } from './log.ts';
import type { RuleSets } from './match/rule-set.ts';
import { deliveryMetrics } from './metrics.ts';
import { overAlerts } from './over-alerts.ts';
import { runDelivery } from './pipeline.ts';
import { withoutPretenuring } from './pretenuring.ts';
import { snsPublisher } from './publish/sns.ts';
import { auditSource } from './source/audit/source.ts';
import { dynamodbStore } from './state/dynamodb.ts';
import { meteredStore } from './state/metered.ts';

/** What a function does its deliveries with. */
export interface Wiring {
  readonly log: Log;
  /** Begins an invocation: from now on each line of the log names it. */
  enter(context: Context): void;
  /**
   * Runs `deliver`, which is all that an invocation does, or all that it does for one message. A failure is logged and
   * counted.
   * @param fields of the log line, by which an operator finds what failed
   * @throws what `deliver` throws
   */
  attempt(deliver: () => Promise<void>, fields?: Readonly<Record<string, unknown>>): Promise<void>;
  /**
   * Runs a delivery through the pipeline, logs and measures it.
   * @param source of the delivery, as an operator looks it up: `s3://bucket/key` or `<log group>/<log stream>`
   * @throws what the pipeline throws; the delivery is then redelivered
   */
  process(source: string, batches: AsyncIterable<Batch>): Promise<void>;
  /** Counts something that happens too seldom to be in every delivery's metrics. */
  count(name: Occurrence): void;
}

type Occurrence = 'FailedDeliveries' | 'ObjectsGone' | 'ObjectsContinued';

export function wire(config: Config, { ruleSet, alertRuleSet }: RuleSets): Wiring {
  withoutPretenuring();
  const clock = Date.now;
  const { region, stateTable: table } = config;
  const logger = new Logger();
  const log = lambdaLog(logger);
  const store = meteredStore(dynamodbStore({ table, clock, client: { region } }));
  const client = new SNSClient({ region, requestHandler, maxAttempts: 4 });
  const publisher = snsPublisher({ client, topicArn: config.alertTopicArn });
  const metrics = new Metrics();
  const memory = createMemory(store, clock, config.learning);
  const parts = { ruleSet, source: auditSource, clock, memory } as const;

  const count = (name: Occurrence) => void metrics.singleMetric().addMetric(name, 'Count', 1);
  return {
    log,
    enter: (context) => logger.addContext(context),
    async attempt(deliver, fields) {
      try {
        await deliver();
      } catch (error) {
        log('ERROR', 'a delivery failed', { ...fields, error });
        count('FailedDeliveries');
        throw error;
      }
    },
    async process(source, batches) {
      const logged = deliveryLog(log);
      const measured = deliveryMetrics({ metrics, clock, usage: store.usage });
      const observed = measured.watchPublisher(logged.watchPublisher(publisher));
      try {
        const summary = await runDelivery(measured.watch(batches), {
          ...parts,
          ...logged.listeners,
          publisher: overAlerts(observed, { alertRuleSet, clock, memory, ...logged.listeners }),
        });
        logged.summary(source, summary);
        measured.write(summary);
      } catch (error) {
        measured.write(undefined);
        throw error;
      }
    },
    count,
  };
}
