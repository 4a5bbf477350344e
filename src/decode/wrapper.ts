/** What collectors put around an event: a prefix before its text, or an object with the event under one key. */
import type { JsonObject } from '../schema/audit-event.ts';
import { isObject } from '../schema/visit.ts';

/** Fluent Bit, Docker's json-file driver and Fluentd write `log`; Vector, Filebeat and Logstash write `message`. */
const KEYS = ['log', 'message'] as const;

/**
 * An export task's `<ISO timestamp> `, or the container runtime's `<ISO timestamp> <stream> <F or P> `
 * (Kubernetes' CRI logging format).
 */
const PREFIX = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d) (?:(?:stdout|stderr) [FP] )?/;

export function isWrapperKey(key: string): boolean {
  return KEYS.some((known) => known === key);
}

/** A line without the blanks, the byte order mark and the collector's prefix before its record. */
export function stripPrefix(line: string): string {
  const record = line.trim();
  const prefix = PREFIX.exec(record);
  return prefix === null ? record : record.slice(prefix[0].length);
}

/** The time in the collector's prefix, epoch milliseconds; undefined without one. */
export function prefixTime(line: string): number | undefined {
  const [prefix] = PREFIX.exec(line.trimStart()) ?? [];
  const at = prefix === undefined ? Number.NaN : Date.parse(prefix.slice(0, prefix.indexOf(' ')));
  return Number.isNaN(at) ? undefined : at;
}

/** The text or the object that a collector wrapped; undefined if the value is no wrapper. */
export function wrapped(value: JsonObject): string | JsonObject | undefined {
  for (const key of KEYS) {
    const content = value[key];
    if (typeof content === 'string') {
      if (stripPrefix(content).startsWith('{')) return content;
    } else if (isObject(content)) {
      return content;
    }
  }
  return undefined;
}
