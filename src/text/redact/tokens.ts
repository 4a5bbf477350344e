/** Secrets that are known by their form, whatever stands around them. */
import { tokenFormats, webhookFormats } from './token-formats.ts';
import { redacted } from './values.ts';

/** Not within a word; the `n` of `\n` in a JSON text is no part of one. */
const border = '(?:(?<![A-Za-z0-9])|(?<=\\\\[nrt]))';

const formats = new RegExp(`${border}(?:${tokenFormats.map(({ pattern }) => pattern).join('|')})`, 'g');

const webhooks = webhookFormats.map(({ pattern }) => new RegExp(pattern, 'g'));

/** RFC 6750. */
const bearer = /\b(bearer(?:\s{1,8}|%20|\+))([\w\-.+/=~]{16,})/gi;

/** RFC 7617: base64 of `user:password`. */
const basic = /\b(basic(?:\s{1,8}|%20|\+))([A-Za-z0-9+/]{8,}={0,2})/gi;

/** https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/ */
const bootstrap = /(?<![\w.-])[a-z0-9]{6}\.(?=[a-z]{0,15}\d)[a-z0-9]{16}(?![\w-]|\.\w)/g;

/** What parts of a JWT stand in, with what is written before it. */
const dotted = /[\w.=-]{20,}/g;

const base64 = /[A-Za-z0-9+/]{40,}={0,2}/g;

/** @returns the text with every token in it replaced */
export function redactTokens(text: string): string {
  if (text.length < 12) return text;
  let result = text;
  for (const webhook of webhooks) result = result.replace(webhook, `$1${redacted}`);
  result = result.replace(bearer, `$1${redacted}`);
  result = result.replace(basic, (all: string, scheme: string, encoded: string) =>
    isBasicCredentials(encoded) ? `${scheme}${redacted}` : all,
  );
  if (result.includes('eyJ')) result = result.replace(dotted, redactJwts);
  result = result.replace(formats, redacted);
  result = result.replace(bootstrap, redacted);
  const certificate = /BEGIN (?:CERTIFICATE|PUBLIC KEY|X509 CRL)/.test(result);
  return result.replace(base64, (run: string, at: number) => {
    if (certificate && /(?:\n|\\n)$/.test(result.slice(Math.max(0, at - 2), at))) return run;
    return hideKey(run, result.slice(Math.max(0, at - 8), at));
  });
}

/**
 * RFC 7519, 7515, 7516: base64url of `{"…`, then up to four more parts. A JWE's second is empty where its key was
 * agreed on directly. A first part alone is no token but the `continue` of a list.
 */
function redactJwts(characters: string): string {
  if (!characters.includes('eyJ')) return characters;
  const parts = characters.split('.');
  const kept: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as string;
    const header = part.indexOf('eyJ');
    const more = parts.slice(i + 1, i + 5);
    if (header !== -1 && part.length - header >= 10 && more.slice(0, 2).some(({ length }) => length >= 8)) {
      kept.push(part.slice(0, header) + redacted);
      while (more.at(-1) === '') more.pop();
      i += more.length;
    } else kept.push(part);
  }
  return kept.join('.');
}

function isBasicCredentials(encoded: string): boolean {
  return Buffer.from(encoded, 'base64').toString('latin1').includes(':');
}

/** An AWS secret access key is 40 characters of base64, a key of Azure's accounts 84 to 88. */
const awsLength = 40;
const azureLength = { least: 84, most: 88 };

/** @param run of characters of base64, which a path may be, too, with a key as its end */
function hideKey(run: string, before: string): string {
  const key = run.replace(/={1,2}$/, '');
  const padding = run.slice(key.length);
  if (
    run.length >= azureLength.least &&
    run.length <= azureLength.most &&
    run.length % 4 === 0 &&
    isAzureKey(key, padding)
  )
    return /sha512[-:]$/.test(before) ? run : redacted;
  if (key.length === awsLength) return isMixed(key) ? redacted + padding : run;
  const slash = key.length - awsLength - 1;
  if (key[slash] === '/' && isMixed(key.slice(-awsLength)))
    return key.slice(0, slash + 1) + redacted + padding;
  if (key[awsLength] === '/' && isMixed(key.slice(0, awsLength))) return redacted + run.slice(awsLength);
  return run;
}

/** 64 random bytes, or the newer keys, which have a mark in them. */
function isAzureKey(key: string, padding: string): boolean {
  const isMarked = /(?:AZDO|ASt|ARm|AIoT|AEh|ACDb|AzFu|AzSe|AzCa)[A-Za-z0-9+/]{4,8}$/.test(key.slice(-12));
  return isMixed(key) && (isMarked || (key.length === 86 && padding === '=='));
}

/**
 * Whether a run is random: it goes between capitals, small letters, digits and signs as only random ones do. Of 40
 * random characters of base64 25 differ in kind from the one before, and seven are digits or signs. Digests in
 * hexadecimal have no capitals; words and paths have fewer changes, or hardly a digit.
 */
function isMixed(run: string): boolean {
  if (!/[A-Z]/.test(run) || !/[a-z]/.test(run)) return false;
  let changes = 0;
  let others = 0;
  for (let i = 0; i < run.length; i++) {
    if (kindOf(run, i) >= 2) others++;
    if (i > 0 && kindOf(run, i) !== kindOf(run, i - 1)) changes++;
  }
  return changes * 20 >= run.length * 7 && others >= 2;
}

function kindOf(run: string, at: number): number {
  const code = run.charCodeAt(at);
  if (code >= 97) return 0;
  if (code >= 65) return 1;
  return code >= 48 ? 2 : 3;
}
