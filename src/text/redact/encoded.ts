/** Secrets that are written in base64 or percent-encoded, once or several times over. */
import { redacted } from './values.ts';

/** Encodings within encodings that are looked into. Each is shorter than the one around it. */
export const deepest = 3;

/** @returns the text as it is redacted */
export type Judge = (text: string) => string;

const word = /[^\s"'<>`\\]+/g;
const base64 = /[A-Za-z0-9+/_-]{20,}={0,2}/g;

/**
 * @param judge redacts what was decoded
 * @returns the text; what holds a secret when it is decoded is replaced: all of it in base64, the secret alone
 * where it is percent-encoded
 */
export function redactEncoded(text: string, judge: Judge): string {
  const decoded = text.includes('%') ? text.replace(word, (found) => percent(found, judge)) : text;
  return decoded.length < 20 ? decoded : decoded.replace(base64, (found) => inBase64(found, judge));
}

function percent(found: string, judge: Judge): string {
  if (!/%[0-9A-Fa-f]{2}/.test(found)) return found;
  const decoded = leniently(found);
  if (decoded === found) return found;
  const shown = judge(decoded);
  return shown === decoded ? found : shown;
}

/** Decodes what can be; a broken escape stays. */
export function leniently(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('latin1');
    }
  });
}

/** What base64 of a PEM block begins with. */
const pem = 'LS0tLS1CRUdJTi';

function inBase64(found: string, judge: Judge): string {
  const start = Math.max(0, found.indexOf(pem));
  const encoded = found.slice(start);
  if (!isText(Buffer.from(encoded.slice(0, 64), 'base64'))) return found;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  return judge(decoded) === decoded ? found : found.slice(0, start) + redacted;
}

/** Whether bytes are of a text in ASCII; the last may be of a character that was cut. */
function isText(bytes: Buffer): boolean {
  return (
    bytes.length >= 12 &&
    bytes.subarray(0, -2).every((byte) => (byte >= 0x20 && byte < 0x7f) || (byte >= 9 && byte <= 13))
  );
}
