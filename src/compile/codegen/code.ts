/**
 * Code as a type of its own: text becomes code only through the `js` template, which quotes every string put into
 * it. So no text of a rule can become code, whatever it holds.
 */

export class Code {
  readonly text: string;
  /** Only this module makes code from text. */
  constructor(text: string, key: symbol) {
    if (key !== maker) throw new Error('code is made by the js template');
    this.text = text;
  }
  toString(): never {
    throw new Error('code must not be joined as text; use the js template');
  }
}

const maker = Symbol('maker');

/** Data that may be written as a literal. */
export type LiteralData =
  | string
  | number
  | boolean
  | null
  | readonly LiteralData[]
  | { readonly [key: string]: LiteralData | undefined };

/**
 * Joins code and literals: interpolated `Code` goes in as it is, anything else as a quoted literal.
 * @throws if a value is neither, for example a function or `undefined`
 */
export function js(strings: TemplateStringsArray, ...values: readonly (Code | LiteralData)[]): Code {
  let text = strings[0] ?? '';
  values.forEach((value, index) => {
    text += value instanceof Code ? value.text : quote(value);
    text += strings[index + 1] ?? '';
  });
  return new Code(text, maker);
}

/** Joins parts with a separator that the emitter wrote itself. */
export function join(parts: readonly Code[], separator: Code): Code {
  return new Code(parts.map(({ text }) => text).join(separator.text), maker);
}

/** Indents every line but the first; string literals hold no line breaks, so only code is moved. */
export function indent(code: Code, by = 2): Code {
  return new Code(code.text.replaceAll('\n', `\n${' '.repeat(by)}`), maker);
}

const identifier = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** @throws if the name is not an identifier */
export function name(identifierText: string): Code {
  if (!identifier.test(identifierText))
    throw new Error(`not an identifier: ${JSON.stringify(identifierText)}`);
  return new Code(identifierText, maker);
}

/** Access to a property, with a dot where the key allows it. */
export function property(of: Code, key: string): Code {
  return identifier.test(key) ? js`${of}.${name(key)}` : js`${of}[${key}]`;
}

/** A line comment; the text is one line and ends no other construct. */
export function comment(text: string): Code {
  return new Code(`// ${text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}`, maker);
}

/** Data as a literal over several lines, for people. */
export function pretty(value: LiteralData): Code {
  return new Code(quote(value, 2), maker);
}

/** A literal, quoted so that it is also safe within HTML and survives every editor. */
function quote(value: LiteralData, spaces = 0): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`not a finite number: ${value}`);
  const text = JSON.stringify(value, undefined, spaces);
  if (text === undefined) throw new Error(`not a literal: ${typeof value}`);
  return text
    .replace(/[\u2028\u2029<>\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, escapeUnit)
    .replaceAll(/"__proto__": ?/g, '["__proto__"]:');
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
