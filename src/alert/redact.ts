/**
 * Secrets must not travel into alerts: these go to e-mail, chat and queues that many can read. What is known by its
 * place in Kubernetes' API (Secrets, TokenRequest, TokenReview) is replaced by place, the rest by how it is named
 * and what it looks like. The shape of the event stays.
 */
import type { Json, JsonObject } from '../schema/audit-event.ts';
import type { EventFormat } from '../signal.ts';
import { auditPart, isObject, textAt } from './lookup.ts';
import { namesSecret, redacted, redactText, redactWords } from './redact-text.ts';

/** @returns a copy of the event in which every secret is `[redacted]`; keys and types of containers are unchanged */
export function redactEvent(event: JsonObject, format: EventFormat): JsonObject {
  const resource = textAt(auditPart(event, format), 'objectRef', 'resource');
  return redactObject(event, { ofSecret: false, resource });
}

interface Within {
  /** Inside a Secret, or inside the request or response of a request on secrets. */
  readonly ofSecret: boolean;
  readonly resource: string | undefined;
}

function redactObject(node: JsonObject, within: Within): JsonObject {
  const inSecret = within.ofSecret || isSecretKind(node.kind);
  const here = { ...within, ofSecret: inSecret };
  const ofSecretVariable = typeof node.name === 'string' && namesSecret(node.name);
  const patchesSecret = inSecret && typeof node.op === 'string' && typeof node.path === 'string';
  const entries = Object.entries(node).map(([key, member]): [string, Json] => {
    if (inSecret && (key === 'data' || key === 'stringData')) return [key, blank(member)];
    if (key === 'value' && (patchesSecret || (ofSecretVariable && typeof member === 'string'))) {
      return [key, blank(member)];
    }
    return [key, redactMember(key, member, here)];
  });
  // fromEntries defines own properties, so a key `__proto__` stays data.
  return Object.fromEntries(entries);
}

function redactMember(key: string, member: Json, within: Within): Json {
  if (typeof member === 'string') {
    if (key === 'requestURI' || key === 'RequestURI') return redactUri(member);
    if (isLastApplied(key))
      return within.ofSecret || /"kind":\s?"Secret/.test(member) ? redacted : redactText(member);
    return isSecretMember(key) ? redacted : redactText(member);
  }
  const isBody = key === 'requestObject' || key === 'responseObject';
  return redactValue(
    member,
    isBody && within.resource === 'secrets' ? { ...within, ofSecret: true } : within,
  );
}

function redactValue(value: Json, within: Within): Json {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) {
    const elements: readonly Json[] = value;
    if (isWords(elements)) return redactWords(elements);
    return elements.map((element) => redactValue(element, within));
  }
  return isObject(value) ? redactObject(value, within) : value;
}

function isWords(value: readonly Json[]): value is readonly string[] {
  return value.every((element) => typeof element === 'string');
}

/** Every scalar replaced, containers and their keys kept. */
function blank(value: Json): Json {
  if (Array.isArray(value)) return value.map(blank);
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, blank(member)]));
  return value === null ? null : redacted;
}

function isSecretKind(kind: Json | undefined): boolean {
  return kind === 'Secret' || kind === 'SecretList';
}

/** As Kubernetes writes it, and with dots as underscores, as documents have it. */
function isLastApplied(key: string): boolean {
  return key.replaceAll('.', '_') === 'kubectl_kubernetes_io/last-applied-configuration';
}

const secretMembers = new Set([
  'token',
  'idtoken',
  'accesstoken',
  'refreshtoken',
  'bearertoken',
  'authtoken',
  'sessiontoken',
  'password',
  'passwd',
  'passphrase',
  'clientsecret',
  'secretkey',
  'secretaccesskey',
  'awssecretaccesskey',
  'awssessiontoken',
  'privatekey',
  'apikey',
  'clientkeydata',
]);

/** TokenRequest's `status.token`, TokenReview's `spec.token`, and members of the same kind anywhere else. */
function isSecretMember(key: string): boolean {
  return key.length <= 40 && secretMembers.has(key.toLowerCase().replace(/[-_.]/g, ''));
}

/**
 * Redacts a request URI. The words of an exec command stand in it one `command` parameter each; values are decoded
 * to be judged, and written back as they were unless they held a secret.
 */
export function redactUri(uri: string): string {
  const query = uri.indexOf('?');
  if (query === -1) return redactText(uri);
  const pairs = uri
    .slice(query + 1)
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals === -1
        ? { name: pair, raw: undefined }
        : { name: pair.slice(0, equals), raw: pair.slice(equals + 1) };
    });
  const isWord = ({ name }: { name: string }): boolean => name === 'command';
  const words = redactWords(pairs.filter(isWord).map(({ raw }) => decode(raw ?? '')));
  const written = pairs.map((pair) => {
    if (pair.raw === undefined) return pair.name;
    const before = decode(pair.raw);
    const after = isWord(pair)
      ? (words.shift() ?? '')
      : namesSecret(pair.name)
        ? redacted
        : redactText(before);
    return `${pair.name}=${after === before ? pair.raw : encodeURIComponent(after)}`;
  });
  return `${redactText(uri.slice(0, query))}?${written.join('&')}`;
}

/** @returns the text as written where it is not valid percent-encoding */
export function decode(encoded: string): string {
  const spaced = encoded.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
