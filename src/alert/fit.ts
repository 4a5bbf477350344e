/** Makes an alert fit into one message. What is needed least is cut first, and the alert says what was cut. */
import type { Json, JsonObject } from '../schema/audit-event.ts';
import { isObject } from '../schema/visit.ts';
import type { Alert } from './fields.ts';
import { renderJson } from './render-json.ts';

/**
 * Largest alert, in bytes of its JSON as a string within JSON: that is how it arrives in a queue without raw
 * delivery. SNS and SQS allow 256 KiB (262,144 bytes); the rest is for the message attributes and SNS's own envelope.
 */
export const maxAlertBytes = 224 * 1024;

/** @returns bytes of the alert's JSON as a string within JSON, quotes included */
export function alertBytes(alert: Alert): number {
  return Buffer.byteLength(JSON.stringify(renderJson(alert)));
}

/** What a UTF-16 unit of JSON takes at most: written as `\uXXXX`, of which the backslash is escaped again. */
const mostBytesPerUnit = 7;

/** Nearly all alerts are far below the limit, which is known without escaping anything. */
function fits(alert: Alert, limit: number): boolean {
  return 2 + mostBytesPerUnit * JSON.stringify(alert).length <= limit || alertBytes(alert) <= limit;
}

interface Shortened {
  readonly alert: JsonObject;
  /** The fields that were cut. */
  readonly truncated: readonly string[];
}

/** One way to make an alert smaller. @returns undefined if there is nothing to cut */
export type Step = (alert: JsonObject) => Shortened | undefined;

/** The steps, taken in this order until the alert fits. */
const steps: readonly Step[] = [
  drop('kubernetes', 'audit', 'responseObject'),
  drop('kubernetes', 'audit', 'requestObject'),
  shortenStrings(2048),
  drop('harrier', 'note'),
  newestEvents(10),
  drop('harrier', 'values'),
  drop('harrier', 'group'),
  dropDocument,
  bareRule,
];

/** @returns the alert itself if it fits, else a smaller one with `harrier.truncated` */
export function fitted(alert: Alert, limit: number = maxAlertBytes): Alert {
  let current = alert;
  const truncated: string[] = [];
  for (const step of steps) {
    if (fits(current, limit)) break;
    const cut = step(current);
    if (cut === undefined) continue;
    truncated.push(...cut.truncated);
    const smaller = cut.alert as Alert;
    current = { ...smaller, harrier: { ...smaller.harrier, truncated: [...truncated] } };
  }
  return current;
}

export function drop(...path: readonly string[]): Step {
  return (alert) => {
    const smaller = without(alert, path);
    return smaller === undefined ? undefined : { alert: smaller, truncated: [path.join('.')] };
  };
}

function without(node: JsonObject, [key, ...rest]: readonly string[]): JsonObject | undefined {
  if (key === undefined || !Object.hasOwn(node, key)) return undefined;
  const { [key]: member, ...others } = node;
  if (rest.length === 0) return others;
  const smaller = isObject(member) ? without(member, rest) : undefined;
  return smaller === undefined ? undefined : { ...node, [key]: smaller };
}

/** How many paths are listed. A longer list would make the alert large again. */
const listedPaths = 50;

export function shortenStrings(limit: number): Step {
  return (alert) => {
    const paths = new Set<string>();
    const smaller = mapStrings(alert, '', (text, path) => {
      if (text.length <= limit) return text;
      paths.add(path.slice(0, 200));
      return `${text.slice(0, limit).toWellFormed()}… (${text.length - limit} more characters)`;
    });
    return paths.size === 0
      ? undefined
      : { alert: smaller as JsonObject, truncated: [...paths].slice(0, listedPaths) };
  };
}

/** @param path dotted, without array positions */
function mapStrings(node: Json, path: string, map: (text: string, path: string) => string): Json {
  if (typeof node === 'string') return map(node, path);
  if (Array.isArray(node)) return node.map((element: Json) => mapStrings(element, path, map));
  if (!isObject(node)) return node;
  const prefix = path === '' ? '' : `${path}.`;
  return Object.fromEntries(
    Object.entries(node).map(([key, member]) => [key, mapStrings(member, prefix + key, map)]),
  );
}

function newestEvents(count: number): Step {
  return (alert) => {
    const { harrier } = alert as Alert;
    if (harrier.events.length <= count) return undefined;
    const fewer = {
      ...harrier,
      event_ids: harrier.event_ids.slice(-count),
      events: harrier.events.slice(-count),
    };
    return {
      alert: { ...alert, harrier: fewer },
      truncated: ['harrier.event_ids', 'harrier.events'],
    };
  };
}

/** What every alert has, whatever its events are. */
const own = ['@timestamp', 'event', 'rule', 'threat', 'harrier'];

/** The event's document, but for the few of its fields that say where and who, as far as these are short. */
function dropDocument(alert: JsonObject): Shortened {
  const { kind, id, created, severity } = (alert as Alert).event;
  const short = ['cloud', 'orchestrator', 'user', 'source'].filter(
    (key) => Object.hasOwn(alert, key) && JSON.stringify(alert[key]).length <= 2048,
  );
  const kept = Object.fromEntries(
    Object.entries(alert).filter(([key]) => own.includes(key) || short.includes(key)),
  );
  const truncated = Object.keys(alert).filter((key) => !Object.hasOwn(kept, key));
  return {
    alert: { ...kept, event: { kind, id, created, severity } },
    truncated: [...truncated.map((key) => key.slice(0, 200)).slice(0, listedPaths), 'event'],
  };
}

/** The last resort, for a rule that is itself too large: its texts and lists cut short, its `threat` left out. */
function bareRule(alert: JsonObject): Shortened {
  const { threat: _, ...rest } = alert;
  const shorter = (node: Json, path: string): Json => {
    if (typeof node === 'string') return path === 'harrier.reason' ? node : node.slice(0, 200).toWellFormed();
    if (Array.isArray(node)) return node.slice(-5).map((element: Json) => shorter(element, path));
    if (!isObject(node)) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, member]) => [
        key,
        shorter(member, `${path}.${key}`.replace(/^\./, '')),
      ]),
    );
  };
  return { alert: shorter(rest, '') as JsonObject, truncated: ['threat', 'rule', 'harrier'] };
}
