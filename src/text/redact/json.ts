/** Texts that are JSON, as annotations and arguments have them, and texts that are a URI. */
import type { Json } from '../../schema/audit-event.ts';

/** Strings of JSON within strings of JSON that are looked into. */
export const deepestJson = 4;

/** Containers within containers; more deeply nested JSON is read as a text. */
const mostNested = 100;

/** @returns the object or array that a text is in JSON; undefined if it is none */
export function jsonOf(text: string): Json | undefined {
  if (!/^\s{0,16}[{[]/.test(text) || !/[}\]]\s{0,16}$/.test(text.slice(-32)) || nesting(text) > mostNested)
    return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** An upper bound: brackets in strings count as well. */
function nesting(text: string): number {
  let depth = 0;
  let most = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x7b || code === 0x5b) most = Math.max(most, ++depth);
    else if (code === 0x7d || code === 0x5d) depth--;
  }
  return most;
}

/** @returns whether a text is nothing but a path or a URL with a query */
export function isUri(text: string): boolean {
  const query = text.indexOf('?');
  return query !== -1 && /^(?:https?:\/)?\//.test(text) && !/\s/.test(text);
}
