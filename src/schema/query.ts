/**
 * The query of a request URI as the API server reads it: with Go's `url.ParseQuery`, whose errors it ignores
 * (https://pkg.go.dev/net/url#URL.Query, https://github.com/golang/go/blob/master/src/net/url/url.go). What Go drops
 * was not asked for, whatever it looks like, and what Go decodes was asked for, however it is written.
 */

/** One part of a query, between two `&`. */
export interface Pair {
  /** As it stands in the URI. */
  readonly written: string;
  /** What Go makes of it, decoded; undefined for what it drops: a pair with `;` in it, or with a broken escape. */
  readonly parameter?: QueryParameter;
}

export interface QueryParameter {
  readonly name: string;
  readonly value: string;
}

/**
 * Go before 2026 reads any number of parameters; since then it reads none of a query that has more than so many
 * (`urlmaxqueryparams`). Which of both a cluster does, no audit event says.
 */
export const mostParameters = 10_000;

/** The path of a request URI as it is written: what is before the first `?`. */
export function pathOf(uri: string): string {
  const query = uri.indexOf('?');
  return query === -1 ? uri : uri.slice(0, query);
}

/** The parts of a request URI's query in their order, the dropped ones too; none if there is no query. */
export function pairsOf(uri: string): readonly Pair[] {
  const query = uri.indexOf('?');
  return query === -1
    ? []
    : uri
        .slice(query + 1)
        .split('&')
        .map(pairOf);
}

/**
 * The parameters of a request URI's query in their order. Of a query with more than `mostParameters` these are the
 * ones that an older Go reads.
 */
export function parametersOf(uri: string): readonly QueryParameter[] {
  return pairsOf(uri).flatMap(({ parameter }) => (parameter === undefined ? [] : [parameter]));
}

function pairOf(written: string): Pair {
  if (written === '' || written.includes(';')) return { written };
  const equals = written.indexOf('=');
  const name = unescaped(equals === -1 ? written : written.slice(0, equals));
  const value = equals === -1 ? '' : unescaped(written.slice(equals + 1));
  return name === undefined || value === undefined ? { written } : { written, parameter: { name, value } };
}

const brokenEscape = /%(?![0-9a-fA-F]{2})/;

/**
 * Go's `url.QueryUnescape`. Go's strings hold any bytes; those that are not UTF-8 become U+FFFD here.
 * @returns undefined where Go fails: `%` without two hexadecimal digits behind it
 */
export function unescaped(text: string): string | undefined {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  if (brokenEscape.test(spaced)) return undefined;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return utf8(spaced);
  }
}

function utf8(escaped: string): string {
  const bytes = Buffer.from(escaped);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    // `%`: two hexadecimal digits follow.
    bytes[length++] = byte === 0x25 ? Number.parseInt(bytes.toString('latin1', at + 1, at + 3), 16) : byte;
    if (byte === 0x25) at += 2;
  }
  return bytes.toString('utf8', 0, length);
}
