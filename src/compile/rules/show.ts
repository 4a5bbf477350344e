/** Values of rule files in messages. */

const longest = 60;

/** A value as a reader recognises it: text in quotes, escaped and cut; of containers, only what they are. */
export function show(value: unknown): string {
  if (typeof value === 'string') {
    const points = [...value.slice(0, 2 * longest)];
    const cut = points.length > longest || value.length > 2 * longest;
    // JSON.stringify leaves DEL and the C1 controls as they are, and terminals act on them.
    return JSON.stringify(cut ? `${points.slice(0, longest).join('')}…` : value).replace(
      /\p{Cc}/gu,
      (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  }
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  return kindOf(value);
}

/** TOML's name for the type of a value, with its article. */
export function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'boolean') return 'a boolean';
  if (typeof value === 'bigint' || Number.isInteger(value)) return 'an integer';
  if (typeof value === 'number') return 'a float';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return kindOfTime(value);
  return 'a table';
}

/** The TOML parser marks a date without a time, and a time without a date. */
function kindOfTime(value: Date): string {
  return 'isDate' in value ? 'a date' : 'isTime' in value ? 'a time of day' : 'a date with a time';
}
