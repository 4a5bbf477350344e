/** What Lambda says of an asynchronous invocation that failed for good. */

/** A message is not such a record. A retry would not help. */
export class FailedInvocationError extends Error {
  override readonly name = 'FailedInvocationError';
}

/**
 * @param body an invocation record, as a destination for failures receives it:
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-async-destinations
 * @returns what the function had been invoked with
 * @throws FailedInvocationError if it is something else
 */
export function failedPayload(body: string): unknown {
  const payload = payloadOf(body);
  if (payload !== undefined) return payload;
  throw new FailedInvocationError(
    `expected Lambda's record of a failed invocation, with its requestPayload; found ${JSON.stringify(body.slice(0, 200))}`,
  );
}

function payloadOf(body: string): unknown {
  try {
    return (JSON.parse(body) as { requestPayload?: unknown } | null)?.requestPayload;
  } catch {
    // What is no JSON is no record either.
    return undefined;
  }
}
