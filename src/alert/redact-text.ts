/**
 * Secrets inside strings: commands, query parameters, annotations, status messages. What is replaced is the secret
 * alone, so that the rest still tells what happened. Each expression is linear in the text: every repetition is
 * either bounded or of characters that cannot begin another match.
 */

export const redacted = '[redacted]';

/** Words that, as the name of something, say that its value is a secret. */
const secretWords =
  'passw(?:or)?d|passphrase|(?<=_)pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|' +
  'client[-_]?key[-_]?data|credential|x-amz-signature';

/** A quote that is never closed, as in a text that was cut, runs to the end. */
const value = `"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\\s"'&;,|]+`;

interface Replacement {
  readonly pattern: RegExp;
  /** Text that must occur for the pattern to be tried at all, in lower case. */
  readonly needs: readonly string[];
  readonly by: string | ((all: string, ...groups: string[]) => string);
}

const replacements: readonly Replacement[] = [
  {
    pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g,
    needs: ['private key-----'],
    by: redacted,
  },
  { pattern: /\b(bearer(?:\s{1,8}|%20|\+))[\w\-.+/=~]{16,}/gi, needs: ['bearer'], by: `$1${redacted}` },
  {
    pattern: /\b(basic(?:\s{1,8}|%20))([A-Za-z0-9+/]{8,}={0,2})/gi,
    needs: ['basic'],
    by: (all, scheme, encoded) => (isBasicCredentials(encoded) ? `${scheme}${redacted}` : all),
  },
  // password=x, "token": "x", MY_SECRET_KEY: x; quotes may be escaped, as in JSON within a string.
  {
    pattern: new RegExp(
      `((?:${secretWords})[\\w-]{0,40}(?:\\s{0,4}=\\s{0,4}|\\\\{0,4}["']\\s{0,4}[=:]\\s{0,4}|\\s{0,4}:\\s{1,4}))` +
        `(\\\\{1,4}"[^"]*(?:"|$)|${value})`,
      'gi',
    ),
    needs: ['passw', 'passphrase', 'pwd', 'secret', 'token', 'key', 'credential', 'signature'],
    by: `$1${redacted}`,
  },
  {
    pattern: new RegExp(`(--[\\w-]{0,40}(?:${secretWords})[\\w-]{0,40}\\s{1,4})(?!-)(${value})`, 'gi'),
    needs: ['--'],
    by: `$1${redacted}`,
  },
  { pattern: /(:\/\/[^\s/:@]{0,128}:)[^\s/@]{1,256}@/g, needs: ['://'], by: `$1${redacted}@` },
  // curl -u user:password
  {
    pattern: /(\s(?:-u|--user)[\s=]{1,4}[^\s:]{1,128}:)[^\s]+/g,
    needs: ['curl'],
    by: `$1${redacted}`,
  },
  { pattern: /\b(sshpass\s{1,4}-p\s{0,4})\S+/g, needs: ['sshpass'], by: `$1${redacted}` },
];

/** Tokens that are known by how they begin. */
const tokenPrefix =
  /^(?:k8s-aws-v1\.|IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|sk_live_|npm_)/;

const run = /[\w\-.+/=~]{20,}/g;

/** @returns the text with every secret in it replaced by `[redacted]` */
export function redactText(text: string): string {
  if (text.length < 8) return text;
  const lower = text.toLowerCase();
  let result = text;
  for (const { pattern, needs, by } of replacements) {
    if (needs.some((word) => lower.includes(word))) result = result.replace(pattern, by as string);
  }
  return result.replace(run, redactRun);
}

/** @param characters a run without spaces or quotes: a token, a path, a digest, an assignment of one */
function redactRun(characters: string): string {
  const start = characters.lastIndexOf('=', characters.length - 20) + 1;
  const token = characters.slice(start);
  if (tokenPrefix.test(token) || isSecretKey(token)) return characters.slice(0, start) + redacted;
  return characters.includes('eyJ') ? redactJwts(characters) : characters;
}

/** A JWT: base64url of `{"…`, then at least one more part. */
function redactJwts(characters: string): string {
  const parts = characters.split('.');
  const kept: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? '';
    const header = part.indexOf('eyJ');
    if (header !== -1 && part.length - header >= 10 && (parts[i + 1]?.length ?? 0) >= 8) {
      kept.push(part.slice(0, header) + redacted);
      i += 2;
    } else {
      kept.push(part);
    }
  }
  return kept.join('.');
}

/** The form of an AWS secret access key: 40 characters of base64, mixed, unlike a hexadecimal digest or a path. */
function isSecretKey(token: string): boolean {
  return (
    token.length === 40 &&
    /^[A-Za-z0-9+/]{40}$/.test(token) &&
    /[A-Z]/.test(token) &&
    /[a-z]/.test(token) &&
    /[0-9]/.test(token) &&
    !token.startsWith('/')
  );
}

function isBasicCredentials(encoded: string): boolean {
  return Buffer.from(encoded, 'base64').toString('latin1').includes(':');
}

const secretName = new RegExp(
  `(?:${secretWords}|^authorization$)(?![\\w-]*(?:file|path|name|ref|url|dir)$)`,
  'i',
);

/** @returns whether something of this name (an environment variable, a flag, a header, a query parameter) is a secret */
export function namesSecret(name: string): boolean {
  return name.length <= 128 && secretName.test(name);
}

/**
 * Redacts words that belong together: a command and its arguments. `--password x` is a secret in two words.
 * @returns as many words as came in
 */
export function redactWords(words: readonly string[]): string[] {
  return words.map((word, i) => {
    const before = words[i - 1];
    const flag = before?.startsWith('--') && !before.includes('=') ? before : undefined;
    return flag !== undefined && namesSecret(flag) && !word.startsWith('-') ? redacted : redactText(word);
  });
}
