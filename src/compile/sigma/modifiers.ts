/**
 * What stands behind a field's name: how its values are compared.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-modifiers.md
 */
import type { Span } from '../problem.ts';
import { suggest } from '../suggest.ts';
import { toLucene } from './regex.ts';
import {
  base64AtAnyPlace,
  bytesOf,
  type Encoding,
  mostDashes,
  openBefore,
  openBehind,
  piecesOf,
  plainText,
  withDashes,
} from './text.ts';
import { type Piece, SigmaProblem, type Test } from './tree.ts';

const comparisons = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;
const encodings: Readonly<Record<string, Encoding>> = {
  wide: 'utf16le',
  utf16le: 'utf16le',
  utf16be: 'utf16be',
  utf16: 'utf16',
};

const known = new Set([
  ...['all', 'contains', 'startswith', 'endswith', 'exists', 'cased', 'neq', 'windash', 're', 'i', 'm', 's'],
  ...['base64', 'base64offset', 'cidr', ...Object.keys(comparisons), ...Object.keys(encodings)],
]);

/** What cannot be said in Elastic's rules, and what to do. */
const unsaid: Readonly<Record<string, string>> = {
  fieldref: 'EQL compares a field with constants alone; say which values are meant',
  expand: 'write the values in place of the placeholder',
  minute: 'EQL does not take times apart',
  hour: 'EQL does not take times apart',
  day: 'EQL does not take times apart',
  week: 'EQL does not take times apart',
  month: 'EQL does not take times apart',
  year: 'EQL does not take times apart',
};

export interface Modifiers {
  readonly names: readonly string[];
  readonly isAll: boolean;
  readonly isNegated: boolean;
}

/**
 * @param key a field's name with its modifiers
 * @throws SigmaProblem
 */
export function modifiersOf(key: string, span: Span): { readonly field: string } & Modifiers {
  const [field = '', ...names] = key.split('|');
  for (const name of names) {
    const remedy = unsaid[name];
    if (remedy !== undefined)
      throw new SigmaProblem('sigma-unsaid', span, `the modifier \`${name}\` cannot be said in EQL`, remedy);
    if (known.has(name)) continue;
    const meant = suggest(name, [...known, ...Object.keys(unsaid)]);
    throw new SigmaProblem(
      'sigma-modifier',
      span,
      `there is no modifier \`${name}\``,
      meant === undefined ? `there are: ${[...known].join(', ')}` : `did you mean \`${meant}\`?`,
    );
  }
  const flag = names.find((each) => /^[ims]$/.test(each));
  if (flag !== undefined && !names.includes('re'))
    throw new SigmaProblem(
      'sigma-modifier',
      span,
      `\`${flag}\` is for regular expressions`,
      'put `re` before it',
    );
  return { field, names, isAll: names.includes('all'), isNegated: names.includes('neq') };
}

/**
 * @param value of the rule; neither null nor a list nor a map
 * @returns tests of which one has to hold
 * @throws SigmaProblem
 */
export function testsOf(value: unknown, { names }: Modifiers, span: Span): readonly Test[] {
  const fail = (message: string, hint: string): never => {
    throw new SigmaProblem('sigma-value', span, message, hint);
  };
  const has = (name: string) => names.includes(name);
  for (const [name, op] of Object.entries(comparisons)) {
    if (!has(name)) continue;
    const number = typeof value === 'number' ? value : Number.NaN;
    return Number.isFinite(number)
      ? [{ kind: 'compare', op, value: number }]
      : fail(`\`${name}\` takes a number`, 'write one');
  }
  if (has('cidr')) {
    if (typeof value !== 'string' || !value.includes('/'))
      return fail('`cidr` takes a range of addresses', 'write one, such as 10.0.0.0/8');
    return [{ kind: 'cidr', range: value }];
  }
  if (typeof value === 'boolean') return [{ kind: 'boolean', value }];
  if (typeof value === 'number' && names.every((name) => name === 'neq' || name === 'all'))
    return [{ kind: 'compare', op: '==', value }];
  if (typeof value !== 'string' && typeof value !== 'number')
    return fail('a text or a number was expected', 'write one');
  const text = String(value);
  if (has('re')) return [regexTest(text, names, span)];
  return encoded(text, names, fail).map(
    (pieces): Test =>
      pieces.every((piece) => 'wild' in piece && piece.wild === '*') && pieces.length > 0
        ? { kind: 'present' }
        : { kind: 'text', pieces, cased: has('cased') },
  );
}

function regexTest(text: string, names: readonly string[], span: Span): Test {
  const has = (name: string) => names.includes(name);
  const translated = toLucene(text, {
    insensitive: has('i'),
    multiline: has('m'),
    dotAll: has('s'),
    anchoredStart: has('startswith'),
    anchoredEnd: has('endswith'),
  });
  if ('pattern' in translated) return { kind: 'regex', ...translated };
  throw new SigmaProblem(
    'sigma-unsaid',
    span,
    `the regular expression has ${translated.unsaid}, which Sigma does not allow and Lucene does not have`,
    'write it with characters, classes, alternatives, groups and quantifiers',
  );
}

/** Modifiers apply in their order. */
function encoded(
  text: string,
  names: readonly string[],
  fail: (message: string, hint: string) => never,
): readonly (readonly Piece[])[] {
  let values: readonly (readonly Piece[])[] = [piecesOf(text)];
  let encoding: Encoding = 'utf8';
  const bytes = (pieces: readonly Piece[], name: string): Buffer => {
    const plain = plainText(pieces);
    if (plain === undefined)
      return fail(`\`${name}\` cannot encode a wildcard`, 'drop it, or put `contains` behind');
    return bytesOf(plain, encoding);
  };
  names.forEach((name, index) => {
    switch (name) {
      case 'contains':
        values = values.map((pieces) => openBehind(openBefore(pieces)));
        break;
      case 'startswith':
        values = values.map(openBehind);
        break;
      case 'endswith':
        values = values.map(openBefore);
        break;
      case 'windash':
        values = values.flatMap(
          (pieces) =>
            withDashes(pieces) ??
            fail(
              `\`windash\` is for values with at most ${mostDashes} dashes`,
              'write several values, each with one dash',
            ),
        );
        break;
      case 'base64':
        values = values.map((pieces) => [{ text: bytes(pieces, name).toString('base64') }]);
        break;
      case 'base64offset':
        values = values.flatMap((pieces) =>
          base64AtAnyPlace(bytes(pieces, name)).map((each) => [{ text: each }]),
        );
        break;
      default: {
        const chosen = encodings[name];
        if (chosen === undefined) break;
        if (!names.slice(index + 1).some((each) => each.startsWith('base64')))
          fail(
            `\`${name}\` without \`base64\` behind it`,
            'audit events are text: bytes are only found encoded',
          );
        encoding = chosen;
      }
    }
  });
  return values;
}
