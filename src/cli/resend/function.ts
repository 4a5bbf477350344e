/** The deployed function, invoked as CloudWatch Logs does, except that its answer is waited for. */
import { setTimeout } from 'node:timers/promises';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { SubscriptionPayload } from '../../decode/payload.ts';

/** The function ran, and failed; named after its error. */
export class FunctionError extends Error {}

/** The function ran, and is another than was thought. */
export class WrongFunctionError extends Error {
  override readonly name = 'WrongFunctionError';
}

/** Before each further try, milliseconds. */
const waits = [1_000, 2_000, 4_000];

/** Whether the function is there and may be invoked; it does not run. @throws what Lambda answers */
export async function checkFunction(client: LambdaClient, name: string): Promise<void> {
  await client.send(new InvokeCommand({ FunctionName: name, InvocationType: 'DryRun' }));
}

/**
 * Returns once the function has processed the payload. What may go by is tried four times; a delivery that comes
 * twice does no harm.
 * @throws FunctionError, WrongFunctionError, or what Lambda answers
 */
export async function deliver(
  client: LambdaClient,
  name: string,
  payload: SubscriptionPayload,
): Promise<void> {
  for (const wait of waits) {
    try {
      await invoke(client, name, payload);
      return;
    } catch (error) {
      if (concernsAll(error)) throw error;
      await setTimeout(wait);
    }
  }
  await invoke(client, name, payload);
}

/** Busy, and in the middle of a deployment. */
const passing = [409, 429];

/** Whether neither another try nor another delivery would fare better: Lambda refuses the caller, or the call. */
export function concernsAll(error: unknown): boolean {
  if (error instanceof FunctionError) return false;
  if (error instanceof WrongFunctionError) return true;
  const { $fault, $metadata } = error as { $fault?: string; $metadata?: { httpStatusCode?: number } };
  return $fault === 'client' && !passing.includes($metadata?.httpStatusCode ?? 0);
}

async function invoke(client: LambdaClient, name: string, payload: SubscriptionPayload): Promise<void> {
  const { FunctionError: failure, Payload } = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }),
  );
  const answer = Payload?.transformToString() ?? '';
  if (failure !== undefined) throw functionError(answer);
  // Harrier's has no answer. Something else may take what it does not understand without a word of it.
  if (answer !== '' && answer !== 'null') {
    throw new WrongFunctionError(
      `it answered ${answer.slice(0, 100)}; Harrier's function for CloudWatch Logs answers nothing`,
    );
  }
}

/** Of what Lambda says of an error: `{"errorType": …, "errorMessage": …}`. */
function functionError(answer: string): FunctionError {
  let told: { readonly errorType?: unknown; readonly errorMessage?: unknown } = {};
  try {
    told = JSON.parse(answer) as typeof told;
  } catch {
    // Shown as it is.
  }
  const { errorType, errorMessage = answer } = told;
  const error = new FunctionError(String(errorMessage));
  if (typeof errorType === 'string') error.name = errorType;
  return error;
}
