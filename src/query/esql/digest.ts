/** Hashes of texts, by the names that Java has for them. */
import { createHash } from 'node:crypto';

const algorithms: Readonly<Record<string, string>> = {
  md5: 'md5',
  sha: 'sha1',
  'sha-1': 'sha1',
  sha1: 'sha1',
  'sha-224': 'sha224',
  sha224: 'sha224',
  'sha-256': 'sha256',
  sha256: 'sha256',
  'sha-384': 'sha384',
  sha384: 'sha384',
  'sha-512': 'sha512',
  sha512: 'sha512',
  'sha-512/224': 'sha512-224',
  'sha512/224': 'sha512-224',
  'sha-512/256': 'sha512-256',
  'sha512/256': 'sha512-256',
  'sha3-224': 'sha3-224',
  'sha3-256': 'sha3-256',
  'sha3-384': 'sha3-384',
  'sha3-512': 'sha3-512',
};

export const algorithmNames: readonly string[] = /* @__PURE__ */ Object.keys(algorithms);

/** @param name in either case. @returns what hashes a text to hexadecimal digits, undefined if no algorithm is named so */
export function digestOf(name: string): ((text: string) => string) | undefined {
  const key = name.toLowerCase();
  const algorithm = Object.hasOwn(algorithms, key) ? algorithms[key] : undefined;
  if (algorithm === undefined) return undefined;
  return (text) => createHash(algorithm).update(text, 'utf8').digest('hex');
}
