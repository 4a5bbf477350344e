/**
 * Redacts events. Alerts go to e-mail, chat and queues that many can read, so no secret may be in them. Secrets that
 * Kubernetes' API has at known places (Secrets, TokenRequest, TokenReview) are found by place, others by name and form.
 * The shape of the event stays as it is.
 */
import type { AuditEvent, Json, JsonObject, SourcedEvent } from '../../schema/audit-event.ts';
import { isExact } from '../../schema/exact-number.ts';
import { textAt } from '../../schema/lookup.ts';
import { isObject } from '../../schema/visit.ts';
import { deepestJson, isUri, jsonOf } from '../../text/redact/json.ts';
import { uniqueKeys } from '../../text/redact/keys.ts';
import { namesSecret } from '../../text/redact/names.ts';
import { isPairName, isPairValue } from '../../text/redact/pairs.ts';
import { remembering } from '../../text/redact/remembering.ts';
import { redactText } from '../../text/redact/text.ts';
import { redactUri } from '../../text/redact/uri.ts';
import { isNamedSecret, redacted } from '../../text/redact/values.ts';
import { redactWords } from '../../text/redact/words.ts';

/**
 * @param audit the audit event, where that is only a part of the event
 * @returns a copy of the event in which every secret is `[redacted]`; types of values and containers are unchanged,
 * and so are keys, but for one that is a secret itself: it is `[redacted]`, and `[redacted] 2` beside another
 */
export function redactEvent(event: JsonObject, audit: AuditEvent | undefined = event): JsonObject {
  return redactObject(event, withinEvent(audit));
}

/** @returns a copy without secrets; what is left of a cut member is redacted as the member would be */
export function redactSourced(sourced: SourcedEvent, audit?: AuditEvent): SourcedEvent {
  return redactCut(sourced, redactEvent(sourced.event, audit));
}

/** @param event the event, already redacted */
export function redactCut({ cut, ...found }: SourcedEvent, event: JsonObject): SourcedEvent {
  if (cut === undefined) return { ...found, event };
  const { field, begins } = cut;
  if (begins === undefined) return { ...found, event, cut };
  // Whether the member is a Secret's, only the reference to the object says.
  const { objectRef = null } = found.event;
  const shown = textAt(redactEvent({ objectRef, [field]: begins }), field);
  return { ...found, event, cut: shown === undefined ? { field } : { field, begins: shown } };
}

/**
 * @param name of a field as rules name it, with dots
 * @param value of that field
 * @param audit the event which it was taken from
 * @returns the value as it is in the redacted event
 */
export function redactField<Value extends Json>(
  name: string,
  value: Value,
  audit: AuditEvent | undefined,
): Value {
  const steps = name.split('.').slice(-fieldDepth);
  const nested = steps.reduceRight<Json>((inner, step) => ({ [step]: inner }), value);
  let shown: Json = redactObject(nested as JsonObject, withinEvent(audit));
  for (const _ of steps) shown = Object.values(shown as JsonObject)[0] as Json;
  return shown as Value;
}

/** Where the members of an event are. */
export function withinEvent(audit: AuditEvent | undefined): Within {
  return { ofSecret: false, resource: textAt(audit, 'objectRef', 'resource'), depth: 0 };
}

/** Steps of a field's name that are looked at. */
const fieldDepth = 32;

/** Where something is in an event, as far as it says what is a secret there. */
export interface Within {
  /** Inside a Secret, or inside the request or response of a request on secrets. */
  readonly ofSecret: boolean;
  readonly resource: string | undefined;
  /** How many strings of JSON it is in. */
  readonly depth: number;
}

export function withinObject({ kind }: JsonObject, within: Within): Within {
  return within.ofSecret || !isSecretKind(kind) ? within : { ...within, ofSecret: true };
}

/** @param under the name of a secret that the object stands under: `{"password": {"value": "x"}}` */
function redactObject(node: JsonObject, within: Within, under?: string): JsonObject {
  const here = withinObject(node, within);
  const secretPath = typeof node.op === 'string' && typeof node.path === 'string' && namesSecret(node.path);
  const keys = Object.keys(node);
  const called = variableIn(node, keys) ?? (secretPath ? (node.path as string) : under);
  const command = commandOf(node, here);
  const names = uniqueKeys(keys, redactText);
  const entries = Object.entries(node).map(([key, member], i): [string, Json] => {
    const name = names[i] as string;
    // `value` is a JSON patch's.
    if (key === 'stringData' || (here.ofSecret && (key === 'data' || key === 'value')))
      return [name, blank(member)];
    if (isPairValue(key) && called !== undefined) return [name, redactNamed(called, member, here)];
    const shown = command.get(key) ?? redactMember(key, member, here);
    return [name, name === key ? shown : redactMember(name, shown, here)];
  });
  // fromEntries defines own properties, so a key `__proto__` stays data.
  return Object.fromEntries(entries);
}

/** @returns what an object with a name beside its value calls a secret */
function variableIn(node: JsonObject, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const name = isPairName(key) ? node[key] : undefined;
    if (typeof name !== 'string') continue;
    const found = [name, redactText(name)].find(namesSecret);
    if (found !== undefined) return found;
  }
  return undefined;
}

const noCommand: ReadonlyMap<string, Json> = new Map();

/** A container's command and arguments are one command; without one, it is the image's. */
function commandOf(node: JsonObject, within: Within): ReadonlyMap<string, Json> {
  const { command, args, image } = node;
  const words = isWords(command) ? command : [];
  if (!isWords(args) || args.length === 0 || (words.length === 0 && typeof image !== 'string'))
    return noCommand;
  const program = words.length === 0 ? [programOf(image as string)] : words;
  const shown = redactWords([...program, ...args], (word) => redactString(word, within));
  const shownArgs = shown.slice(program.length);
  return new Map<string, Json>([
    ['args', shownArgs],
    ...(words.length === 0 ? [] : [['command', shown.slice(0, program.length)] as [string, Json]]),
  ]);
}

/** `registry/library/redis:7@sha256:…` is redis. */
function programOf(image: string): string {
  return /^[\w-]{0,128}/.exec(image.slice(image.lastIndexOf('/') + 1))?.[0] ?? '';
}

export function redactMember(key: string, member: Json, within: Within): Json {
  const isBody = key === 'requestObject' || key === 'responseObject';
  if (typeof member === 'string') {
    // A body is a string if the record was cut in it.
    if (isBody && within.resource === 'secrets') return redacted;
    if (key === 'requestURI' || key === 'RequestURI')
      return redactUri(member, (text) => redactString(text, within));
    if (isLastApplied(key) && within.ofSecret) return redacted;
    return isNamedSecret(key, member) ? redacted : redactString(member, within);
  }
  if (namesSecret(key)) return redactNamed(key, member, within);
  return redactValue(
    member,
    isBody && within.resource === 'secrets' ? { ...within, ofSecret: true } : within,
  );
}

/** Under a secret's name every text is a secret. Objects are redacted by the names of their own members. */
function redactNamed(name: string, value: Json, within: Within): Json {
  if (typeof value === 'string') return isNamedSecret(name, value) ? redacted : redactString(value, within);
  if (Array.isArray(value)) return value.map((element: Json) => redactNamed(name, element, within));
  return isObject(value) && !isExact(value) ? redactObject(value, within, name) : value;
}

function redactValue(value: Json, within: Within): Json {
  if (typeof value === 'string') return redactString(value, within);
  if (Array.isArray(value)) {
    const elements: readonly Json[] = value;
    if (isWords(elements)) return redactList(elements, within);
    return elements.map((element) => redactValue(element, within));
  }
  return isObject(value) && !isExact(value) ? redactObject(value, within) : value;
}

function redactList(words: readonly string[], within: Within): readonly string[] {
  return words.some((word) => mayBeJson.test(word) || word.includes(separator))
    ? redactWords(words, (word) => redactString(word, within))
    : redactPlain(words.join(separator)).slice(0, words.length);
}

const separator = '\0';
const mayBeJson = /^\s{0,16}[{[]/;

/** Where it stands matters to JSON alone. Groups, addresses and what a token says are the same in many events. */
const redactPlain = remembering((joined) =>
  redactWords(joined.split(separator), (word) => (isUri(word) ? redactUri(word) : redactText(word))),
);

/** A text that is JSON or a URI has secrets where it has them as such. */
function redactString(text: string, within: Within): string {
  const inner = within.depth < deepestJson ? jsonOf(text) : undefined;
  if (inner !== undefined) {
    const shown = JSON.stringify(redactValue(inner, { ...within, depth: within.depth + 1 }));
    return shown === JSON.stringify(inner) ? text : shown;
  }
  return isUri(text) ? redactUri(text) : redactText(text);
}

function isWords(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}

/** Every scalar replaced, containers and their keys kept. */
function blank(value: Json): Json {
  if (Array.isArray(value)) return value.map(blank);
  if (isObject(value) && !isExact(value))
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, blank(member)]));
  return value === null ? null : redacted;
}

function isSecretKind(kind: Json | undefined): boolean {
  return kind === 'Secret' || kind === 'SecretList';
}

const lastApplied = 'kubectl_kubernetes_io/last-applied-configuration';

/** As Kubernetes writes it, and with dots as underscores, as documents have it. */
function isLastApplied(key: string): boolean {
  return key.length === lastApplied.length && key.replaceAll('.', '_') === lastApplied;
}
