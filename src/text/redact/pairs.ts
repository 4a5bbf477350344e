/** Members that are a name and its value: `{"name": "DB_PASS", "value": "x"}`, as of variables, headers, tags. */

import { remembering } from './remembering.ts';

/** @returns whether a member of this name says what the value beside it is called */
export const isPairName: (key: string) => boolean = remembering((key) =>
  /^(?:parameter|header|variable)?_?(?:name|key)$|^(?:k|field|option|property|setting)$/i.test(key),
);

/** @returns whether a member of this name is what the name beside it says */
export const isPairValue: (key: string) => boolean = remembering((key) =>
  /^(?:parameter|header|variable|default|literal|plain|string)?_?values?$|^(?:v|val|default|(?:plain|string)_?(?:data|text))$/i.test(
    key,
  ),
);
