/** Credentials in URLs and in the connection strings that are like them. */
import { isPlaceholder, looksRandom, redacted } from './values.ts';

/** Longest part of a URL before its host that is looked at. */
const credentialsLimit = 1024;

/** Go's MySQL driver and Oracle's: `user:x@tcp(host)`, `jdbc:oracle:thin:user/x@`. */
const connection =
  /(\b[\w.%-]{1,64}:)[^\s"']{1,256}(?=@(?:tcp|unix|cloudsql|udp)?\()|(\boracle:thin:[\w.-]{1,64}\/)[^\s@"']{1,256}(?=@)/g;

/**
 * `scheme://user:password@host`: the password may have slashes and at signs in it, which it should not. What looks
 * like a port ends the host: `https://host:8443/path@x` has no password.
 * @returns the text with the passwords replaced
 */
export function redactUrls(text: string): string {
  let result = '';
  let copied = 0;
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', Math.max(at + 3, copied))) {
    const found = password(text.slice(at + 3, at + 3 + credentialsLimit));
    if (found === undefined) continue;
    result += text.slice(copied, at + 3 + found.from) + redacted;
    copied = at + 3 + found.to;
  }
  const urls = copied === 0 ? text : result + text.slice(copied);
  return urls.includes('@') ? urls.replace(connection, `$1$2${redacted}`) : urls;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** @param rest what is behind `://` */
function password(rest: string): Range | undefined {
  const end = rest.search(/[\s"'<>`]/);
  const url = end === -1 ? rest : rest.slice(0, end);
  const [userinfo] = /^[^:@/?#]*/.exec(url) ?? [''];
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
