import { describe, expect, it } from 'vitest';
import { namesSecret, naming, wordsOf } from '../../../src/text/redact/names.ts';

/** Names apart by blanks, by what they say of their value. */
const names: Readonly<Record<string, string>> = {
  secret:
    'password passwords passwd passphrase passcode pass pwd pswd pw psk pin otp totp secret secrets token tokens credentials ' +
    'creds basicauth jwt bearer authorization htpasswd mnemonic sig passwort senha salt PASSWORD Password ' +
    'DB_PASS dbPassword db.password acme.io/db-password spring.datasource.password userPass DBPwd PASSWORD1 PASSWORD_2 ' +
    'pgpass dbpwd bindpw authtoken clientsecret myapikey passwordhash apikeyprod accountkeyprimary passphrasehint ' +
    'apiKey api_key api-keys encryption_key encryptionKeys STRIPE_KEY private.key api-key-prod DBPassword XMLToken ' +
    'auth_cookie session_cookies xSignature access_code recovery-codes seed_phrase github_pat npm-pat ' +
    'slack_webhook discord_webhook teams_webhook slack.webhook.url session_id secret_id vault_secret_id sessionid JSESSIONID ' +
    'phpsessid contraseña_token token_ref proxy-authorization a.b/token',
  auth: 'auth BASIC_AUTH redisAuth _auth',
  about:
    'token_ttl secret_arn token_type password_length tokenExpirationSeconds password_policy token_expires_in_seconds secret_count ' +
    'token_enabled token_provider secret_version password_hash_algorithm token_endpoint secret_namespace token_username secret_kind ' +
    'max_tokens min_tokens total_tokens used_tokens token_created secretTemplate token_review password_prompt token_scope',
  place:
    'token_file secret_path password_dir token_folder credentials_location secret_mount tokenFilename token_url token_uri',
  label: 'secret_name secretNames token_id access_token_ids credential_id',
  nothing:
    'key keys name user public_key publicKey primary-key partitionKey cache_key access_key_id accessKeyId ' +
    'encryption_key_id secretless compass bypass overpass webhook github_webhook author authority oauth ' +
    'sessions id session code phrase pat description passenger tokenize tokenizer secretary pwn spin ' +
    'api_key_ref encryption_key_name the_key any-key ' +
    'authentication.k8s.io/legacy-token authentication.kubernetes.io/stale-token',
};

describe.each(Object.entries(names))('of %s', (kind, text) => {
  it.each(text.split(' '))('%s', (name) => {
    expect(naming(name).kind ?? 'nothing').toBe(kind);
    expect(namesSecret(name)).toBe(kind === 'secret' || kind === 'auth');
  });
});

it.each<[string, readonly string[]]>([
  ['DB_PASS', ['db', 'pass']],
  ['dbPassword', ['db', 'password']],
  ['DBPassword', ['db', 'password']],
  ['oauth2Token', ['oauth2', 'token']],
  ['acme.io/db-password', ['db', 'password']],
  ['a/b/c.d', ['c', 'd']],
  ['--x--', ['x']],
  ['größe_schlüssel', ['größe', 'schlüssel']],
  ['', []],
])('the words of %s', (name, words) => {
  expect(wordsOf(name)).toEqual(words);
  expect(naming(name).words).toEqual(words);
});

it('the end of a name that is too long', () => {
  expect(namesSecret(`${'x'.repeat(5000)}_password`)).toBe(true);
  expect(wordsOf(`password_${'x'.repeat(5000)}`)).toEqual(['x'.repeat(128)]);
});
