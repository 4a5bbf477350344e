/** Credentials in URLs and in the connection strings that are like them. */
import { isPlaceholder, looksRandom, redacted } from './values.ts';

/** Longest part of a URL before its host that is looked at. */
const credentialsLimit = 512;

/** Where the host begins for Go's MySQL driver: `user:x@tcp(host)`. */
const network = /@(?:tcp|unix|cloudsql|udp)?\(/g;

/** `jdbc:oracle:thin:user/x@host`. */
const oracle = /(\boracle:thin:[\w.-]{1,64}\/)[^\s@"']{1,256}(?=@)/g;

/** A URL without its scheme, as proxies and data sources are written: with a port or a path, which no person's name has. */
const bare =
  /(?<![\w.:/@+-])((?!(?:mailto|sips?):)[A-Za-z][\w.+-]{0,63}:)([^\s:/@"'<>`]{1,256})(?=@(?:\/|[\w.-]{1,253}(?::\d{1,5}(?![\w.:-])|\/)))/g;

/** `//user:x@host`. */
const relative = /(?<![\w.:/@+-])(\/\/[\w.+-]{0,64}:)([^\s/@"'<>`]{1,256})(?=@)/g;

/**
 * `scheme://user:password@host`: the password may have slashes and at signs in it, which it should not. What looks
 * like a port ends the host: `https://host:8443/path@x` has no password.
 * @returns the text with the passwords replaced
 */
export function redactUrls(text: string): string {
  let result = '';
  let copied = 0;
  let sign = text.indexOf('@');
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', Math.max(at + 3, copied))) {
    if (sign < at) sign = text.indexOf('@', at);
    if (sign === -1) break;
    if (sign - at > credentialsLimit) continue;
    const found = password(text.slice(at + 3, at + 3 + credentialsLimit));
    if (found === undefined) continue;
    result += text.slice(copied, at + 3 + found.from) + redacted;
    copied = at + 3 + found.to;
  }
  const hide = (all: string, before: string, secret: string): string =>
    isPlaceholder(secret) ? all : before + redacted;
  const urls = (copied === 0 ? text : result + text.slice(copied))
    .replace(bare, hide)
    .replace(relative, hide);
  return redactNetworks(urls.replace(oracle, `$1${redacted}`));
}

function redactNetworks(text: string): string {
  let result = '';
  let copied = 0;
  let last = 0;
  for (const { index } of text.matchAll(network)) {
    const least = Math.max(last, index - credentialsLimit);
    last = index + 1;
    let start = index;
    while (start > least && !/[\s"'`=]/.test(text[start - 1] as string)) start--;
    const word = text.slice(start, index);
    const colon = word.indexOf(':');
    if (colon < 1 || isPlaceholder(word.slice(colon + 1))) continue;
    result += text.slice(copied, start + colon + 1) + redacted;
    copied = index;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Mail servers know their users by an address. */
const user = /^(?:[^:@/?#]{1,64}@[\w.-]{1,253}(?=:[^/?#@]{1,256}@)|[^:@/?#]*)/;

/** @param rest what is behind `://` */
function password(rest: string): Range | undefined {
  const end = rest.search(/[\s"'<>`]/);
  const url = end === -1 ? rest : rest.slice(0, end);
  const [userinfo = ''] = user.exec(url) ?? [];
  const next = url[userinfo.length];
  if (next === '@') {
    // A token as the user: of a person's name it is not.
    const isToken = looksRandom(userinfo) || /^[0-9a-f]{20,}$/.test(userinfo);
    return isToken ? { from: 0, to: userinfo.length } : undefined;
  }
  if (next !== ':' || /^:\d{1,5}(?:[/?#,]|$)/.test(url.slice(userinfo.length))) return undefined;
  const first = url.indexOf('@', userinfo.length);
  if (first === -1) return undefined;
  const behind = url.slice(first).search(/[/?#]/);
  const authority = behind === -1 ? url : url.slice(0, first + behind);
  const range = { from: userinfo.length + 1, to: authority.lastIndexOf('@') };
  return isPlaceholder(url.slice(range.from, range.to)) ? undefined : range;
}
