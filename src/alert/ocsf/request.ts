/** What was asked, of whom and from where: `api` of a finding, and what its evidence says of the request. */
import { isIP } from 'node:net';
import type { Json, JsonObject } from '../../schema/audit-event.ts';
import { lookup, textAt } from '../../schema/lookup.ts';
import { filled, filledOrNone, textsOf } from './members.ts';

/**
 * https://schema.ocsf.io/1.8.0/objects/api
 * @param audit the audit event, as an alert carries it
 * @param eventId stands for the request where it has no id
 * @returns undefined where the verb is not known
 */
export function apiOf(audit: Json | undefined, eventId: string): JsonObject | undefined {
  const operation = textAt(audit, 'verb');
  const group = textAt(audit, 'objectRef', 'apiGroup');
  if (operation === undefined) return undefined;
  return filled({
    operation,
    version: textAt(audit, 'objectRef', 'apiVersion'),
    group: group === undefined ? undefined : { name: group },
    service: { name: 'Kubernetes API server' },
    request: filled({ uid: textAt(audit, 'auditID') ?? eventId, data: lookup(audit, 'requestObject') }),
    response: responseOf(audit),
  });
}

function responseOf(audit: Json | undefined): JsonObject | undefined {
  const code = lookup(audit, 'responseStatus', 'code');
  const isCode = typeof code === 'number' || (typeof code === 'string' && /^\d+$/.test(code));
  return filledOrNone({
    code: isCode && Number.isInteger(Number(code)) ? Number(code) : undefined,
    error: textAt(audit, 'responseStatus', 'reason'),
    error_message: textAt(audit, 'responseStatus', 'message'),
    data: lookup(audit, 'responseObject'),
  });
}

/**
 * The first address is the client's as it or a proxy claims it, the others are what the request came through. Not all
 * that is claimed is an address.
 */
export function sourceOf(audit: Json | undefined): JsonObject | undefined {
  const [first, ...through] = textsOf(lookup(audit, 'sourceIPs'));
  if (first === undefined) return undefined;
  const between = through.filter(isAddress);
  return filled({ ...(isAddress(first) ? { ip: first } : { name: first }), intermediate_ips: between });
}

/** OCSF takes addresses of up to 40 characters, and with no zone but in digits, letters and the like. */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0 && text.length <= 40 && !text.includes('%');
}

export function httpRequestOf(audit: Json | undefined): JsonObject | undefined {
  const uri = textAt(audit, 'requestURI');
  const query = uri?.indexOf('?') ?? -1;
  return filledOrNone({
    user_agent: textAt(audit, 'userAgent'),
    url:
      uri === undefined
        ? undefined
        : filled({
            path: query === -1 ? uri : uri.slice(0, query),
            query_string: query === -1 ? undefined : uri.slice(query + 1),
            url_string: uri,
          }),
  });
}
