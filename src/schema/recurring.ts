/** Where texts are kept, by a few of their characters; another text at the same place replaces the one before. */
const places = 2048;
const kept: (string | undefined)[] = Array.from({ length: places }, () => undefined);

/** Long texts hardly ever recur, and would be the callers' way to fill memory. */
const longest = 256;
const samples = 16;

/**
 * The text, as the string that it was when it last occurred. V8 makes a new string of every text that is parsed, and
 * looking it up in a set or map begins with reading all of it; a string that has been looked up before keeps its hash.
 * @returns an equal value; what is no text, or a long one, as it is
 */
export function recurring(value: unknown): unknown {
  if (typeof value !== 'string' || value.length > longest) return value;
  const place = placeOf(value);
  const known = kept[place];
  if (known === value) return known;
  kept[place] = value;
  return value;
}

function placeOf(text: string): number {
  const { length } = text;
  const step = length > samples ? length / samples : 1;
  let sum = length;
  for (let at = length - 1; at >= 0; at -= step) sum = (sum * 31 + text.charCodeAt(at | 0)) | 0;
  return (sum ^ (sum >>> 15)) & (places - 1);
}
