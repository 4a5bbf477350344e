/**
 * Versions as Elasticsearch's `version` type orders them: numbers by value, a pre-release before its release, and any
 * other text after all versions. https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/version
 */

interface Version {
  readonly numbers: readonly string[];
  readonly preRelease: readonly string[];
}

const form = /^(\d+(?:\.\d+)*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** @returns below zero, zero or above zero */
export function compareVersions(one: string, other: string): number {
  const [first, second] = [versionOf(one), versionOf(other)];
  if (first === undefined || second === undefined) {
    return first !== undefined ? -1 : second !== undefined ? 1 : byText(one, other);
  }
  const order = byParts(first.numbers, second.numbers);
  if (order !== 0) return order;
  const [before, after] = [first.preRelease.length > 0, second.preRelease.length > 0];
  return before && after ? byParts(first.preRelease, second.preRelease) : Number(after) - Number(before);
}

function versionOf(text: string): Version | undefined {
  const [, numbers, preRelease] = form.exec(text) ?? [];
  if (numbers === undefined) return undefined;
  return { numbers: numbers.split('.'), preRelease: preRelease?.split('.') ?? [] };
}

/** Part by part; of two that begin alike, the longer is above. Numbers are below words. */
function byParts(one: readonly string[], other: readonly string[]): number {
  for (let index = 0; index < Math.min(one.length, other.length); index++) {
    const order = byPart(one[index] as string, other[index] as string);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

function byPart(one: string, other: string): number {
  const [first, second] = [isNumber(one), isNumber(other)];
  if (first !== second) return first ? -1 : 1;
  if (!first) return byText(one, other);
  // By the number of digits and then by them: a version may have more than a number holds.
  const [a, b] = [one.replace(/^0+(?=.)/, ''), other.replace(/^0+(?=.)/, '')];
  return a.length - b.length || byText(a, b);
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
