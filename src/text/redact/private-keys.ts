/** Private keys in their armour. */
import { redacted } from './values.ts';

/** PEM (RFC 7468), OpenPGP's armour (RFC 9580), SSH2's (RFC 4716). */
const keyBegin = /-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}/g;
const keyEnd = /-{4,5} ?END [A-Z0-9 ]{0,40}-{4,5}/g;

/** @returns the text with its private keys replaced; one that was cut runs to the end of the text */
export function redactPrivateKeys(text: string): string {
  if (!text.includes('PRIVATE KEY')) return text;
  let result = '';
  let copied = 0;
  keyBegin.lastIndex = 0;
  for (let begin = keyBegin.exec(text); begin !== null; begin = keyBegin.exec(text)) {
    keyEnd.lastIndex = keyBegin.lastIndex;
    result += text.slice(copied, begin.index) + redacted;
    copied = keyEnd.exec(text) === null ? text.length : keyEnd.lastIndex;
    keyBegin.lastIndex = copied;
  }
  return result + text.slice(copied);
}
