/** Functions of texts. https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/string-functions */
import { type Call, ofAll, ofOne } from '../call.ts';

const characters = (text: unknown): readonly string[] => [...String(text)];

/** Each value by itself. */
const each = (of: (text: string) => string): Call =>
  ofAll(
    () => 'keyword',
    (values) => values.map((value) => of(String(value))),
  );

const single = (of: (text: string) => string): Call => ofOne('keyword', (text) => of(String(text)));

/** By the syntax that Java's regular expressions share with JavaScript's; null for what is none. */
function expressionOf(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern, 'gu');
  } catch {
    return null;
  }
}

export const textFunctions: Readonly<Record<string, Call>> = {
  CONCAT: ofOne('keyword', (...texts) => texts.join('')),
  CONTAINS: ofOne('boolean', (text, part) => String(text).includes(String(part))),
  ENDS_WITH: ofOne('boolean', (text, part) => String(text).endsWith(String(part))),
  LEFT: ofOne('keyword', (text, count) =>
    characters(text)
      .slice(0, Math.max(0, Number(count)))
      .join(''),
  ),
  LENGTH: ofOne('integer', (text) => characters(text).length),
  LOCATE: ofOne('integer', (text, part, start = 1) => {
    const from = Math.max(0, Number(start) - 1);
    const [all, wanted] = [characters(text), characters(part)];
    for (let at = from; at + wanted.length <= all.length; at++)
      if (wanted.every((one, index) => one === all[at + index])) return at + 1;
    return 0;
  }),
  LTRIM: single((text) => text.trimStart()),
  REPEAT: ofOne('keyword', (text, count) => (Number(count) < 0 ? null : String(text).repeat(Number(count)))),
  REPLACE: ofOne('keyword', (text, pattern, by) => {
    const expression = expressionOf(String(pattern));
    return expression === null ? null : String(text).replace(expression, String(by));
  }),
  REVERSE: single((text) => characters(text).toReversed().join('')),
  RIGHT: ofOne('keyword', (text, count) => {
    const all = characters(text);
    return all.slice(Math.max(0, all.length - Math.max(0, Number(count)))).join('');
  }),
  RTRIM: single((text) => text.trimEnd()),
  SPLIT: ofOne('keyword', (text, by) => String(text).split(String(by))),
  STARTS_WITH: ofOne('boolean', (text, part) => String(text).startsWith(String(part))),
  SUBSTRING: ofOne('keyword', (text, start, length = 2 ** 31) => {
    const all = characters(text);
    const from = Number(start) > 0 ? Number(start) - 1 : Number(start) < 0 ? all.length + Number(start) : 0;
    if (Number(length) < 0) return null;
    return all.slice(Math.max(0, from), Math.max(0, from) + Number(length)).join('');
  }),
  TO_LOWER: each((text) => text.toLowerCase()),
  TO_UPPER: each((text) => text.toUpperCase()),
  TRIM: single((text) => text.trim()),
};
