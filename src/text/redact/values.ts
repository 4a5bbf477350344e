/** Which values are secrets, given what their name says, and which look like one wherever they stand. */
import { naming } from './names.ts';

export const redacted = '[redacted]';

const nothing = new Set([
  '',
  'true',
  'false',
  'yes',
  'no',
  'on',
  'off',
  'null',
  'nil',
  'none',
  'undefined',
  '~',
  '-',
]);

/** What `auth` alone is set to where it says how, not with what. */
const kindsOfAuth = new Set(
  'basic digest bearer token jwt ldap oauth oauth2 oidc saml kerberos ntlm iam aws kubernetes cert tls mtls x509 scram md5 trust peer anonymous plain login optional required'.split(
    ' ',
  ),
);

/** `$DB_PASSWORD`, `${DB_PASSWORD}`, Kubernetes' `$(DB_PASSWORD)`: a reference to it, not the secret. */
const reference = /^\$(?:[A-Z_][A-Z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\}|\([A-Z_][A-Z0-9_]*\))$/;

/** What Amazon calls something: an access key's id is no secret, and tells whose key it is. */
const amazonName = /^(?:arn:aws[\w-]{0,20}:|alias\/|A[KS]IA[A-Z2-7]{16}$)/;
const pathLike =
  /^(?:[~.]{0,2}\/|[A-Za-z]:[\\/]|file:|https?:\/\/)|^[\w-]{1,64}(?:\/[\w.-]{1,64}){1,8}$|^[\w-]{1,64}\.[a-z0-9]{1,8}$/;
const digestLike = /^sha(?:1|224|256|384|512)[:-]/;

/**
 * @param name of a variable, a flag, a header, a parameter or a member
 * @param value what it is set to, without quotes
 * @returns whether the value is to be hidden for its name
 */
export function isNamedSecret(name: string, value: string): boolean {
  const { kind, words } = naming(name);
  if (kind === undefined) return false;
  const lower = value.trim().toLowerCase();
  if (nothing.has(lower) || isPlaceholder(value) || digestLike.test(value)) return false;
  switch (kind) {
    case 'auth':
      return !kindsOfAuth.has(lower);
    case 'place':
      return !pathLike.test(value) || looksRandom(value);
    case 'label':
      // Kubernetes writes how a caller was authenticated as `JTI=<UUID>` and `X509SHA256=<digest>`.
      return looksRandom(value.replace(/^[A-Z0-9]{1,16}=/, ''));
    case 'about':
      return looksRandom(value);
    default:
      if (amazonName.test(value) || (/^keys?$/.test(words.at(-1) ?? '') && isKeyFile(value))) return false;
      // The shell's own variable.
      return !(words.length === 1 && /^(?:old)?pwd$/.test(words[0] ?? '') && /^[/~.]/.test(value));
  }
}

/** `--tls-private-key=/etc/tls/tls.key`: which file it is in, not the key. A key in base64 may begin with a slash. */
function isKeyFile(value: string): boolean {
  const isPath =
    /^\/(?:[\w.-]{1,64}\/){1,16}[\w.-]{1,64}$|^[\w-]{1,64}\.(?:key|pem|crt|cer|der|p12|pfx|jks|pub)$/.test(
      value,
    );
  return isPath && !value.split('/').some(looksRandom);
}

/** @returns whether a value stands for a secret that is elsewhere, or was hidden before */
export function isPlaceholder(value: string): boolean {
  return (
    value === '' || value === '-' || value === redacted || value === '%5Bredacted%5D' || reference.test(value)
  );
}

/** @returns whether what is called no more than `key` is one that gives access */
export function isRandomKey(value: string): boolean {
  return looksRandom(value) || (/^[\w-]{16,}$/.test(value) && /\d/.test(value));
}

/** A word with letters of both cases and digits or signs, as passwords have to be and names are not. */
export function looksRandom(word: string): boolean {
  if (word.length < 8 || word.length > 512 || word.includes(redacted) || /[\s/\\:.]/.test(word)) return false;
  const signs = /[!@#$%^&*~?+]/.test(word);
  const digits = /[0-9]/.test(word);
  return /[a-z]/.test(word) && (/[A-Z]/.test(word) ? digits || signs : digits && signs);
}
