/**
 * How long AWS's clients wait: an endpoint that does not answer must not take all of an invocation's time, so the
 * request is sent again. Milliseconds. `requestTimeout` is up to the answer's headers: it does not bound how long a body
 * is read.
 */
export const requestHandler = { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true };
