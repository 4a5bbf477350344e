/** Secrets behind words rather than signs: in SQL, in configuration files, in lists, in what people write. */
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
  new RegExp(`(\\bset\\s{1,8}password[^'"=]{0,128}=\\s{0,8})(${quoted})`, 'gi'),
  // What people write, where it has a digit as passwords have to.
  /(\b(?:password|passphrase|(?:root|bind)pw)\s{1,8}(?:(?:is|was):?\s{1,8}|->\s{0,8}|=>\s{0,8})?)(?=[^\s"',;]{0,64}\d)(?!\d{1,4}\b)([^\s"',;]{6,512})/gi,
  // Redis, .netrc.
  new RegExp(`(\\b(?:requirepass|masterauth)\\s{1,8})(${quoted}|[^\\s"';,]{1,512})`, 'gi'),
  // Redis' access control lists.
  /(\b(?:setuser\s{1,8}[^\s>]{1,64}|user\s{1,8}[^\s>]{1,64}\s{1,8}(?:on|off))\s[^\n>]{0,256}>)([^\s"']{1,512})/gi,
  // HAProxy.
  /(\bstats\s{1,8}auth\s{1,8}[^\s:]{1,64}:)(\S{1,512})/gi,
  /(\blogin\s{1,8}\S{1,256}\s{1,8}password\s{1,8})(\S{1,512})/gi,
];

/** Two words of a list in JSON, as a text that is not JSON as a whole may hold them. */
const flagInList =
  /((?<![\w-])--?([\w.-]{2,128})\\{0,7}["']?(?:\s{0,8},\s{0,8}|[ \t]{0,8}\n[ \t]{0,64}-[ \t]{1,4})\\{0,7}["']?)(\[redacted\]|[^"'\\\s,\]]{1,512})/g;

/** A header in such a list. */
const headerInList =
  /(["'](?:(?:proxy-)?authorization|(?:set-)?cookie)\\{0,7}["']\s{0,8},\s{0,8}\\{0,7}["'])([^"'\\]{1,512})/gi;

/** @returns the text with what follows such words replaced */
export function redactPhrases(text: string): string {
  let result = text;
  if (
    /identified|passw|passphrase|requirepass|masterauth|(?:root|bind)pw|\b(?:set)?user\s|\bstats\s/i.test(
      text,
    )
  ) {
    for (const phrase of phrases) result = result.replace(phrase, hideValue);
  }
  const named = (all: string, before: string, name: string, value: string): string =>
    isNamedSecret(name, value) && !value.startsWith('-') ? before + redacted : all;
  return result.replace(flagInList, named).replace(headerInList, hideValue);
}

function hideValue(all: string, words: string, value: string): string {
  const bare = value.replace(/^["']|["']$/g, '');
  const quote = value.length === bare.length ? '' : value[0];
  return isPlaceholder(bare) ? all : `${words}${quote}${redacted}${quote}`;
}
