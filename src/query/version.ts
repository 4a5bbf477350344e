/**
 * Versions as Elasticsearch's `version` type orders them: as Semantic Versioning does, numbers by value and a pre-release
 * before its release, but with any count of numbers; what a version was built from counts last, as text. Any other text,
 * one with leading zeros too, is above all versions.
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/version, https://semver.org/#spec-item-11
 */
import { compareTexts } from './text-order.ts';

const number = '(?:0|[1-9]\\d*)';
const identifier = `(?:${number}|\\d*[A-Za-z-][0-9A-Za-z-]*)`;
const form = new RegExp(
  `^(${number}(?:\\.${number})*)(?:-(${identifier}(?:\\.${identifier})*))?((?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?)$`,
);
/** Of the numbers, of what is before a release and of what it was built from; beyond, a text is no version. */
const mostParts = 32;

/** @returns below zero, zero or above zero; zero for equal texts alone */
export function compareVersions(one: string, other: string): number {
  if (one === other) return 0;
  const [first, second] = [keyOf(one), keyOf(other)];
  if (first !== undefined && second !== undefined) return first < second ? -1 : 1;
  if (first !== undefined || second !== undefined) return first !== undefined ? -1 : 1;
  return compareTexts(one, other);
}

/** @returns what versions are ordered by, as texts are by their units; undefined for what is no version */
function keyOf(text: string): string | undefined {
  const found = form.exec(text);
  if (found === null) return undefined;
  const [, numbers = '', before, build = ''] = found;
  if ([numbers, before ?? '', build].some((part) => part.split('.').length > mostParts)) return undefined;
  const main = numbers.split('.').map(numberKey).join('.');
  if (before === undefined) return `${main}\u0003${build}`;
  const parts = before.split('.').map((part) => (/^\d+$/.test(part) ? numberKey(part) : part));
  return `${main}\u0002${parts.join('.')}${build}`;
}

/** Below all words, and ordered by the number of digits and then by them: a version may have more than a number holds. */
function numberKey(digits: string): string {
  return `\u0001${String.fromCharCode(0x80 + digits.length)}${digits}`;
}
