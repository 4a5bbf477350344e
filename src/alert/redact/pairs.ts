/** Members that are a name and its value: `{"name": "DB_PASS", "value": "x"}`, as of variables, headers, tags. */

/** @returns whether a member of this name says what the value beside it is called */
export function isPairName(key: string): boolean {
  return /^(?:parameter|header|variable)?_?(?:name|key)$/i.test(key);
}

/** @returns whether a member of this name is what the name beside it says */
export function isPairValue(key: string): boolean {
  return /^(?:parameter|header|variable)?_?values?$/i.test(key);
}
