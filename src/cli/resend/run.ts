/** From the log group to the function, a few MB at a time. */
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { logGroupOf } from '../../decode/envelope.ts';
import type { Progress } from '../progress.ts';
import { checkFunction, concernsAll, deliver, FunctionError, WrongFunctionError } from './function.ts';
import { readLogGroup, type Stretch } from './log-group.ts';
import { type Delivery, deliveriesOf, gather } from './payloads.ts';
import { Trouble, trouble } from './trouble.ts';

/** What was asked for. */
export interface ResendRequest extends Stretch {
  readonly cluster: string;
  readonly functionName: string;
  readonly region?: string;
  /** Deliver nothing. */
  readonly dryRun: boolean;
}

export interface Failure {
  readonly delivery: Delivery;
  readonly reason: string;
}

/** How it ended. */
export interface Ended {
  readonly logGroup: string;
  /** Unknown if the account could not be entered. */
  readonly account?: string;
  /** Read and tried, also in vain. */
  readonly events: number;
  readonly deliveries: number;
  readonly failures: readonly Failure[];
  /** Why it ended before its end. */
  readonly trouble?: string;
  /** What has to be sent again for everything to be delivered; some of it may be already. */
  readonly rest?: Stretch;
}

/** A delivery that fails by itself does not keep others back; with so many in a row, it is not the delivery. */
const failuresInARow = 3;

/** Never throws because of an answer of AWS. */
export async function resend(order: ResendRequest, progress: Progress): Promise<Ended> {
  const resending = new Resending(order, progress);
  try {
    await resending.run();
    return resending.ended();
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return resending.ended(error.message);
  } finally {
    progress.stop();
    resending.close();
  }
}

class Resending {
  readonly #order: ResendRequest;
  readonly #progress: Progress;
  readonly #logGroup: string;
  readonly #logs: CloudWatchLogsClient;
  readonly #lambda: LambdaClient;
  readonly #sts: STSClient;
  readonly #failures: Failure[] = [];
  #account: string | undefined;
  #events = 0;
  #deliveries = 0;
  #inARow = 0;
  /** Everything before it was tried, and it may itself be. */
  #at: number;

  constructor(order: ResendRequest, progress: Progress) {
    this.#order = order;
    this.#progress = progress;
    this.#logGroup = logGroupOf(order.cluster);
    this.#at = order.from;
    const { region } = order;
    const config = region === undefined ? {} : { region };
    // CloudWatch Logs takes few of these requests a second.
    this.#logs = new CloudWatchLogsClient({ ...config, maxAttempts: 10 });
    // Longer than the function may take.
    const requestHandler = { requestTimeout: 300_000, throwOnRequestTimeout: true };
    this.#lambda = new LambdaClient({ ...config, requestHandler });
    this.#sts = new STSClient(config);
  }

  /** @throws Trouble if it cannot go on */
  async run(): Promise<void> {
    const { functionName } = this.#order;
    // Of the log group as well: reading it by its name is reading it in the caller's account.
    const { Account: owner = '' } = await this.#sts
      .send(new GetCallerIdentityCommand({}))
      .catch((error) => Promise.reject(trouble(error, 'sts:GetCallerIdentity')));
    this.#account = owner;
    const region = await this.#lambda.config.region();
    await checkFunction(this.#lambda, functionName).catch((error) =>
      Promise.reject(
        trouble(
          error,
          'lambda:InvokeFunction',
          `there is no function ${functionName} in account ${owner}, ${region}. \`aws lambda list-functions --query 'Functions[].FunctionName'\` lists those that are.`,
        ),
      ),
    );
    const pages = readLogGroup(this.#logs, this.#logGroup, this.#order);
    for await (const events of this.#reading(gather(pages), region)) {
      const deliveries = deliveriesOf(events, { owner, logGroup: this.#logGroup });
      const before = this.#at;
      this.#at = Math.min(...deliveries.map(({ first }) => first));
      for (const delivery of deliveries) await this.#deliver(delivery);
      // Others of the same millisecond may follow.
      this.#at = Math.max(...deliveries.map(({ last }) => last));
      this.#progress.add(this.#at - before, events.length);
    }
    this.#at = this.#order.to;
  }

  async *#reading<T>(events: AsyncIterable<T>, region: string): AsyncGenerator<T> {
    const { cluster } = this.#order;
    try {
      yield* events;
    } catch (error) {
      throw trouble(
        error,
        'logs:FilterLogEvents',
        `there is no log group ${this.#logGroup} in account ${this.#account}, ${region}. It is there if there is a cluster ${cluster} whose logging was ever on.`,
      );
    }
  }

  /** @throws Trouble if others would fail as well */
  async #deliver(delivery: Delivery): Promise<void> {
    const { functionName, dryRun } = this.#order;
    this.#events += delivery.events;
    this.#deliveries++;
    if (dryRun) return;
    try {
      await deliver(this.#lambda, functionName, delivery.payload);
      this.#inARow = 0;
    } catch (error) {
      this.#failures.push({ delivery, reason: reasonOf(error) });
      this.#inARow++;
      if (concernsAll(error)) throw new Trouble('no other delivery was tried: it would fail as well');
      if (this.#inARow === failuresInARow) {
        throw new Trouble(`${failuresInARow} deliveries in a row failed; no other was tried`);
      }
    }
  }

  ended(why?: string): Ended {
    const failed = this.#failures.map(({ delivery }) => delivery);
    const from = Math.min(this.#at, ...failed.map(({ first }) => first));
    const to = why === undefined ? Math.max(0, ...failed.map(({ last }) => last + 1)) : this.#order.to;
    return {
      logGroup: this.#logGroup,
      ...(this.#account !== undefined && { account: this.#account }),
      events: this.#events,
      deliveries: this.#deliveries,
      failures: this.#failures,
      ...(why !== undefined && { trouble: why }),
      ...(from < to && this.#events > 0 && { rest: { from, to } }),
    };
  }

  close(): void {
    this.#logs.destroy();
    this.#lambda.destroy();
    this.#sts.destroy();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof FunctionError) return `${error.name}: ${error.message}`;
  if (error instanceof WrongFunctionError) return error.message;
  return trouble(error, 'lambda:InvokeFunction').message;
}
