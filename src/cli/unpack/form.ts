/** What is around the records of a file, by its first bytes. */
import { isCliText } from './cli-text.ts';
import { gunzipStart } from './gunzip.ts';
import { isTailLine } from './tail.ts';

export type Form =
  | 'cli-json'
  | 'cli-text'
  | 'csv'
  | 'tail'
  | 'tar'
  | 'tar-gz'
  | 'utf-16be'
  | 'utf-16le'
  | 'zip';

/** @returns undefined if the records are not in anything that is taken off here */
export function formOf(start: Uint8Array): Form | undefined {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  const magic = bytes.subarray(0, 4).toString('hex');
  // https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7; an empty archive begins with its end.
  if (magic === '504b0304' || magic === '504b0506') return 'zip';
  if (isTar(bytes)) return 'tar';
  if (magic.startsWith('1f8b')) return isTar(gunzipStart(bytes)) ? 'tar-gz' : undefined;
  if (magic.startsWith('fffe')) return 'utf-16le';
  if (magic.startsWith('feff')) return 'utf-16be';
  const text = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (isCliJson(text)) return 'cli-json';
  if (isCliText(text)) return 'cli-text';
  const [line = ''] = text.split('\n', 1);
  if (/^"?@?\w/.test(line) && /(?:^|,)"?@message"?(?:,|\r?$)/.test(line)) return 'csv';
  return isTailLine(line) ? 'tail' : undefined;
}

/** https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html, ustar interchange format */
function isTar(bytes: Buffer): boolean {
  return bytes.subarray(257, 262).toString('latin1') === 'ustar';
}

/**
 * The output of `aws logs filter-log-events` and `get-log-events`, of `get-query-results`, and what the console of
 * CloudWatch Logs Insights gives as JSON.
 */
function isCliJson(text: string): boolean {
  return (
    (/^\{\s*"(?:events|results|searchedLogStreams|statistics|nextForwardToken|queryLanguage|status)"\s*:/.test(
      text,
    ) &&
      /"(?:logStreamName|ingestionTime|@message|field|events|results)"/.test(text)) ||
    /^\[\s*\{\s*"@\w+"\s*:/.test(text) ||
    // Messages alone, or with their times: `--query 'events[].message'`.
    /^\[\s*(?:\[\s*(?:\d+\s*,\s*)?)?"\{/.test(text)
  );
}

/** @returns why an input cannot be read, and what to do about it; undefined if its first bytes do not tell that */
export function unreadable(start: Uint8Array): string | undefined {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  const magic = bytes.subarray(0, 6).toString('hex');
  const archive = magic === '377abcaf271c' ? '7z' : magic === '526172211a07' ? 'RAR' : undefined;
  if (archive !== undefined) return `it is an archive of the kind ${archive}: extract it before`;
  const text = bytes.toString('utf8');
  const isYaml = /^-?\s*(?:events|results|searchedLogStreams|queryLanguage|next(?:For|Back)wardToken):/.test(
    text,
  );
  if (isYaml || /^-{9,}\r?\n\|\s*(?:FilterLogEvents|GetLogEvents|GetQueryResults)\b/.test(text))
    return `it is ${isYaml ? 'YAML' : 'a table'} of AWS's command line: make it with \`--output json\``;
  return undefined;
}
