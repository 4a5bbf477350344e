/**
 * Texts come again and again, from event to event: names of members, users, programs, objects. What was found out about
 * one is remembered.
 */

/** Longer texts are not remembered, nor more of them at a time: callers choose the texts. UTF-16 code units. */
const longestText = 256;
const mostTexts = 2000;

/**
 * @param of a function of its argument alone
 * @returns a function that gives the same, and remembers what it gave for the last few thousand short texts
 */
export function remembering<Value>(of: (text: string) => Value): (text: string) => Value {
  let newer = new Map<string, Value>();
  let older = new Map<string, Value>();
  return (text) => {
    if (text.length > longestText) return of(text);
    const known = newer.get(text);
    if (known !== undefined) return known;
    const value = older.get(text) ?? of(text);
    // What is not asked for while so many others are is forgotten.
    if (newer.size >= mostTexts) {
      older = newer;
      newer = new Map();
    }
    newer.set(text, value);
    return value;
  };
}
