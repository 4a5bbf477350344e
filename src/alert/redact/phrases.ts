/** Secrets behind words rather than signs: in SQL, in configuration files, in what people write. */
import { isNamedSecret, isPlaceholder, redacted } from './values.ts';

const quoted = `'[^']{1,512}'|"[^"]{1,512}"`;

const phrases: readonly RegExp[] = [
  // MySQL, Oracle, Snowflake.
  new RegExp(
    `(\\bidentified\\s{1,8}(?:with\\s{1,8}[\\w'"]{1,64}\\s{1,8})?(?:by|as)\\s{1,8}(?:values\\s{1,8})?)(${quoted}|[^\\s;'"]{1,512})`,
    'gi',
  ),
  // PostgreSQL, Redshift, MySQL's PASSWORD('x').
  new RegExp(`(\\b(?:password|passphrase)(?:\\s{1,8}(?:is\\s{1,8})?|\\s{0,8}\\(\\s{0,8}))(${quoted})`, 'gi'),
  // Redis, .netrc.
  /(\b(?:requirepass|masterauth)\s{1,8})([^\s"';,]{1,512})/gi,
  /(\blogin\s{1,8}\S{1,256}\s{1,8}password\s{1,8})(\S{1,512})/gi,
];

/** Two words of a list in JSON, as a text that is not JSON as a whole may hold them. */
const flagInList = /(["']--?([\w.-]{1,128})\\{0,7}["']\s{0,8},\s{0,8}\\{0,7}["'])([^"'\\]{1,512})/g;

/** @returns the text with what follows such words replaced */
export function redactPhrases(text: string): string {
  let result = text;
  if (/identified|passw|passphrase|requirepass|masterauth/i.test(text)) {
    for (const phrase of phrases) result = result.replace(phrase, hideValue);
  }
  return result.replace(flagInList, (all: string, before: string, name: string, value: string) =>
    isNamedSecret(name, value) && !value.startsWith('-') ? before + redacted : all,
  );
}

function hideValue(all: string, words: string, value: string): string {
  const bare = value.replace(/^["']|["']$/g, '');
  const quote = value.length === bare.length ? '' : value[0];
  return isPlaceholder(bare) ? all : `${words}${quote}${redacted}${quote}`;
}
