/** What is looked at in JSON text before and beside parsing it. */
import type { Json } from '../schema/audit-event.ts';

/** Whether a text can be the JSON of an object or array. */
export function beginsJson(text: string): boolean {
  return text.startsWith('{') || text.startsWith('[');
}

/** The value of a text; undefined if it is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Whether a byte is white space between the parts of a JSON text (RFC 8259, section 2). */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
