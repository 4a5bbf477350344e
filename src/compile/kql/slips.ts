/**
 * Text that is KQL to the letter and was surely meant otherwise: another language's syntax, which KQL reads as a
 * plain value. A rule with it would quietly match nothing.
 */
import type { Problem, Span } from '../problem.ts';
import type { KqlLiteral, KqlValue, Query } from './ast.ts';
import { printTerm } from './print.ts';

/** @returns errors for what cannot have been meant, warnings for what may have been */
export function findSlips(query: Query): readonly Problem[] {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.of.flatMap(findSlips);
    case 'not':
    case 'nested':
      return findSlips(query.of);
    case 'range':
      return inValue(query.value);
    case 'is': {
      const { field, value } = query;
      if (field?.kind === 'name' && field.text === '_exists_') {
        return [error(field.span, '`_exists_` is Lucene syntax', `write \`${printTerm(value)}: *\``)];
      }
      return field === null ? [...inFreeText(value), ...inValue(value)] : inValue(value);
    }
  }
}

const comparison = /^([\w@.-]+)\s*(==|=~|!=|=|!~|~)\s*(\S.*)$/;

/** A condition of another language has no colon and so looks like free text. */
function inFreeText(value: KqlValue): readonly Problem[] {
  const text = unquotedText(value);
  const found = text === undefined ? null : comparison.exec(text);
  if (found === null) return [];
  const [, field, operator, rest] = found;
  const not = operator?.startsWith('!') ? 'not ' : '';
  const hint = `write \`${not}${field}: ${rest}\``;
  return [
    error(value.span, `\`${operator}\` is no operator of KQL: this is text to look for in every field`, hint),
  ];
}

function inValue(value: KqlValue): readonly Problem[] {
  if (value.kind === 'literal' && value.quoted) return inQuotes(value);
  const text = unquotedText(value) ?? '';
  for (const { pattern, severity, message, hint } of unquotedSlips) {
    if (pattern.test(text)) return [{ severity, code: 'foreign-syntax', message, hint, span: value.span }];
  }
  return [];
}

const quoteIt = 'or quote the value if this text is what is meant';

/** By the text of an unquoted value; the first that fits. */
const unquotedSlips: readonly (Pick<Problem, 'severity' | 'message'> & { pattern: RegExp; hint: string })[] =
  [
    {
      pattern: /^\[.* TO .*\]$/,
      severity: 'error',
      message: '`[… TO …]` is Lucene syntax',
      hint: `write \`field >= from and field <= to\`, ${quoteIt}`,
    },
    {
      pattern: /(?:^|\s)(?:&&|\|\|)(?:\s|$)/,
      severity: 'error',
      message: 'KQL has no `&&` and `||`: they are read as part of the value',
      hint: `write \`and\` and \`or\`, ${quoteIt}`,
    },
    {
      pattern: /\s(?:and|or|not)$/i,
      severity: 'error',
      message: 'the keyword at the end is read as part of the value',
      hint: `add the condition that should follow, ${quoteIt}`,
    },
    {
      pattern: /^\/.*(?:\.[*+]|[[\]^$|+]).*\/$/,
      severity: 'warning',
      message: 'KQL has no regular expressions: the slashes are part of the value',
      hint: `use wildcards, ${quoteIt}`,
    },
    {
      pattern: /^'.*'$/,
      severity: 'warning',
      message: 'single quotes are part of the value',
      hint: 'quote with `"`',
    },
  ];

function inQuotes(value: KqlLiteral): readonly Problem[] {
  const text = String(value.value);
  if (!/^\*.|.\*$/s.test(text)) return [];
  const pieces = text.split('*');
  const asPattern = printTerm({ kind: 'wildcard', pieces, span: value.span });
  const message = '`*` between quotes is an asterisk, not a wildcard';
  const hint = `for a wildcard write \`${asPattern}\``;
  return [{ severity: 'warning', code: 'quoted-wildcard', message, hint, span: value.span }];
}

/** The text of an unquoted value that has no escapes: whoever escapes knows what is read as what. */
function unquotedText(value: KqlValue): string | undefined {
  if (value.kind === 'literal' && value.quoted) return undefined;
  const text = value.kind === 'wildcard' ? value.pieces.join('*') : String(value.value);
  return text.length === value.span.end - value.span.start ? text : undefined;
}

function error(span: Span, message: string, hint: string): Problem {
  return { severity: 'error', code: 'foreign-syntax', message, hint, span };
}
