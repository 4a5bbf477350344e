/**
 * What names say of their values: of environment variables, flags, headers, query parameters, members of objects,
 * keys of annotations. A name is taken apart into its words, however it joins them (`DB_PASS`, `dbPassword`,
 * `acme.io/db-password`).
 */
import { remembering } from './remembering.ts';

/** Longest name that is looked at; of a longer one it is the end, which says what the thing is. */
export const nameLimit = 128;

const secretWords = new Set(
  (
    'password passwords passwd passwds passphrase passphrases passcode pass pwd pwds pswd pw psk pin otp totp ' +
    'secret secrets token tokens credential credentials creds jwt bearer authorization htpasswd mnemonic sig ' +
    'passwort kennwort senha contrasena salt'
  ).split(' '),
);

/** As the ending of a word without a border in it: `pgpass`, `dbpwd`, `authtoken`. */
const secretEnding =
  /(?:passw(?:or)?ds?|passphrase|pass|pwd|(?<=..)pw|secrets?|tokens?|apikeys?|credentials?)$/;

/** Anywhere in such a word: `passwordhash`, `apikeyprod`. */
const secretPart =
  /passw(?:or)?d|passphrase|(?:api|auth|secret|access|private|encryption|signing|master|account)key(?!id)/;

const ordinary = new Set('compass bypass encompass trespass overpass underpass surpass'.split(' '));

/** What the last word of several makes a secret, whatever comes before it. */
const secretLast = new Set('auth cookie cookies signature'.split(' '));

/** Two words that are one secret, and neither is alone. */
const secretPairs =
  /(?:^| )(?:access|security|unlock|recovery|backup|mfa) codes?$|(?:^| )seed phrase$|(?:^| )(?:github|gitlab|azure|devops|registry|npm) pat$/;

/** Before `key`: keys that are no secret. Alone, `key` says nothing either. */
const openKeys = new Set(
  (
    'public pub primary foreign partition sort cache topology label annotation index map object s3 bucket config ' +
    'group grouping row column search hash range tag taint sub routing lookup order host value node mount ' +
    'idempotency dedup trace event field metadata env authorized verify verification translation resource item ' +
    'any each the same unknown duplicate missing sticky session-affinity'
  ).split(' '),
);

/** Last words of names that are about a secret: what it may be, where it is, what it is called. */
const about = new Set(
  (
    'arn type types ttl expiration expiry expires exp seconds secs minutes hours days length len size ' +
    'count limit policy enabled disabled required algorithm alg version provider mode rotation interval duration ' +
    'timeout format issuer audience audiences endpoint host port namespace region username user kind class status ' +
    'usages stdin prompt method source store manager controller role scope scopes label selector annotation ' +
    'template review request created timestamp date time index num number max min volume bucket table header ' +
    'field column fd param prefix suffix regex pattern charset encoding enable revision checksum'
  ).split(' '),
);

const places = new Set('file files filename path paths dir directory folder location mount'.split(' '));
const labels = new Set('name names id ids'.split(' '));

/** Written by the API server into audit events: whose token it was (https://github.com/kubernetes/kubernetes, pkg/serviceaccount). */
const serverAnnotation = /^authentication\.(?:k8s|kubernetes)\.io\/(?:legacy|stale)-token/;

export interface Naming {
  /** `secret` whatever the value is; `about`, `place` or `label` of a secret: by the value's form; else undefined. */
  readonly kind: 'secret' | 'auth' | 'about' | 'place' | 'label' | undefined;
  readonly words: readonly string[];
}

/** @returns the words of a name in lower case */
export function wordsOf(name: string): string[] {
  const key = name.slice(-nameLimit);
  return key
    .slice(key.lastIndexOf('/') + 1)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** @returns what a name says */
export const naming: (name: string) => Naming = remembering((name) => {
  const words = wordsOf(name);
  const last = (words.at(-1) ?? '').replace(/\d{1,8}$/, '');
  if (serverAnnotation.test(name) || !isSecret(words, last)) return { kind: undefined, words };
  const before = words.at(-2);
  if (words.length === 1) return { kind: last === 'auth' ? 'auth' : 'secret', words };
  // Vault's AppRole has a secret by the name `secret_id`; a session's id is all that its cookie holds.
  if (last === 'id' && words.length < 4 && (before === 'secret' || before === 'session'))
    return { kind: 'secret', words };
  // The address that gives tokens out.
  if ((last === 'url' || last === 'uri') && before === 'token') return { kind: 'place', words };
  if (about.has(last) || isCount(words)) return { kind: 'about', words };
  if (places.has(last)) return { kind: 'place', words };
  if (labels.has(last)) return { kind: 'label', words };
  return { kind: last === 'auth' ? 'auth' : 'secret', words };
});

function isSecret(words: readonly string[], last: string): boolean {
  if (secretLast.has(last) || secretPairs.test(words.slice(-2).join(' '))) return true;
  if (last.endsWith('auth') && !last.endsWith('oauth')) return true;
  return words.some((written, i) => {
    const word = written.replace(/\d{1,8}$/, '');
    if (word === 'key' || word === 'keys') return isSecretKeyAt(words, i);
    if (word === 'webhook') return ['slack', 'discord', 'teams'].includes(words[i - 1] ?? '');
    if (word === 'id') return words[i - 1] === 'session';
    return (
      secretWords.has(word) ||
      (secretEnding.test(word) && !ordinary.has(word)) ||
      secretPart.test(word) ||
      word === 'jsessionid' ||
      word === 'phpsessid' ||
      word === 'sessionid'
    );
  });
}

/** `encryption_key`, `api-key-prod`; not `public_key` and not `access_key_id`. */
function isSecretKeyAt(words: readonly string[], at: number): boolean {
  const before = words[at - 1];
  if (before === undefined || openKeys.has(before)) return false;
  const behind = words[at + 1];
  return behind === undefined || !(labels.has(behind) || behind === 'ref');
}

/** `max_tokens`, `prompt_tokens`: of language models, and numbers. */
function isCount(words: readonly string[]): boolean {
  return words.at(-1) === 'tokens' && words.some((word) => /^(?:max|min|num|total|count|used)$/.test(word));
}

/** @returns whether something of this name (a variable, a flag, a header, a parameter, a member) is itself a secret */
export function namesSecret(name: string): boolean {
  const { kind } = naming(name);
  return kind === 'secret' || kind === 'auth';
}
