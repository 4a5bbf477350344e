/** What became of conditions, as lines for people. */
import { visible } from '../../text/visible.ts';
import type { Explained } from './explained.ts';

/** Columns; conditions that are longer are cut. */
const width = 100;
const longestValue = 60;

/**
 * @returns a line for each condition, `✓` if it holds and `✗` if not, with the values of its fields; what decides
 * nothing, below an `or` that holds or a `not`, is shown as well
 */
export function renderExplained(explained: Explained, indent = ''): readonly string[] {
  const mark = `${indent}${explained.holds ? '✓' : '✗'} `;
  if (explained.kind === 'condition') {
    const text = visible(cut(explained.text, width - indent.length));
    return [`${mark}${text}`, ...valuesOf(explained).map((line) => `${indent}    ${line}`)];
  }
  const heading = { and: 'all of', or: 'any of', not: 'not' }[explained.kind];
  return [`${mark}${heading}`, ...explained.of.flatMap((each) => renderExplained(each, `${indent}  `))];
}

function valuesOf({ values }: Explained): readonly string[] {
  return [...values].map(([name, value]) => `${name} is ${inShort(value)}`);
}

function inShort(value: unknown): string {
  if (value === undefined || value === null) return 'not there';
  if (Array.isArray(value) && value.length === 0) return 'empty';
  return visible(cut(JSON.stringify(value), longestValue));
}

function cut(text: string, length: number): string {
  const points = [...text];
  return points.length <= length ? text : `${points.slice(0, length - 1).join('')}…`;
}
