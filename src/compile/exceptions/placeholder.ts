/** The namespace of an add-on in the conditions of its profile: it is installed where its users want it. */
import type { StringText } from '../toml/string-text.ts';

export const placeholder = '{{namespace}}';

/**
 * Puts a namespace in the placeholder's place.
 * @returns the text as it is without a namespace; what is put in stands in the file where the placeholder does
 */
export function withNamespace(written: StringText, namespace: string | undefined): StringText {
  if (namespace === undefined || !written.text.includes(placeholder)) return written;
  let text = '';
  const from: number[] = [];
  const take = (part: string, start: number, step: 0 | 1): void => {
    text += part;
    for (let unit = 0; unit < part.length; unit++) from.push(start + unit * step);
  };
  let at = 0;
  for (;;) {
    const next = written.text.indexOf(placeholder, at);
    if (next < 0) break;
    take(written.text.slice(at, next), at, 1);
    take(namespace, next, 0);
    at = next + placeholder.length;
  }
  take(written.text.slice(at), at, 1);
  return {
    text,
    toFile: (offset) => written.toFile(offset <= 0 ? 0 : (from[offset] ?? written.text.length)),
  };
}
