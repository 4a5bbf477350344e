/** Who decides what a field holds: the caller, who may be an attacker, or what the API server vouches for. */

/** Fields that a caller writes as they like, and what they are called. The first that fits counts. */
const written: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\.)(?:user_agent\.\w+|userAgent)$/, 'the user agent'],
  [/(?:\.requestURI|^url\.\w+|^harrier\.path)$/, 'the URI'],
  // The API server adds the last address itself, as `harrier.remote_ip`; those before it come from headers.
  [/(?:\.sourceIPs|^(?:source|client|related)\.(?:ip|address))$/, 'a header'],
];

/** What a caller writes, but must write so to do what they want: an exception needs more than these. */
const chosen: readonly (readonly [RegExp, string])[] = [
  ...written,
  [/^harrier\.(?:query|command|processes)\b/, 'the URI'],
  [/\.(?:metadata\.)?labels\b|^harrier\.labels\b/, 'a label'],
  [/\.(?:metadata\.)?annotations\b(?!\.authorization)|^harrier\.pod_annotations\b/, 'an annotation'],
  [/\.user\.extra\.sessionName$/, 'the session name'],
  [
    /(?:\.objectRef\.name|^orchestrator\.resource\.name|\.metadata\.(?:name|generateName)|^harrier\.service_account)$/,
    'a name',
  ],
  [/\.(?:requestObject|responseObject)\b|^harrier\.(?!caller|remote|missing|dry_run)\w+/, 'the object'],
];

/**
 * What the API server, the authenticator, the authorizer or the delivery say, whoever asks: who the caller is, which
 * namespaces they may use, where the connection and the cluster are.
 */
const vouched =
  /^(?:user\.(?:name|id|group\.name)|related\.user|harrier\.(?:caller|remote_ip|remote_network))$|\.user\.(?:username|uid|groups|extra\.(?:arn|canonicalArn|principalId))$|\.objectRef\.namespace$|^orchestrator\.(?:namespace|cluster\.name)$|^aws\.eks\.cluster\.name$|^cloud\./;

/** @returns what of a request a field is, if its caller writes it as they like */
export function writtenByCaller(field: string): string | undefined {
  return written.find(([pattern]) => pattern.test(field))?.[1];
}

/** @returns what of a request a field is, if it is the caller who chooses its value */
export function chosenByCaller(field: string): string | undefined {
  return isVouchedFor(field) ? undefined : chosen.find(([pattern]) => pattern.test(field))?.[1];
}

/** Whether a field says who calls, or where they may, and no caller can make it say something else. */
export function isVouchedFor(field: string): boolean {
  return vouched.test(field);
}
