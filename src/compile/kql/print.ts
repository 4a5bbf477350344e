/** Syntax trees back to KQL, fully parenthesised, as Kibana prints them. Parsing the text gives the same tree. */
import type { KqlLiteral, KqlName, KqlValue, Query } from './ast.ts';

const operators = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

export function printKql(query: Query): string {
  switch (query.kind) {
    case 'and':
    case 'or':
      return `(${query.of.map(printKql).join(query.kind === 'and' ? ' AND ' : ' OR ')})`;
    case 'not':
      return query.of.kind === 'not' ? `NOT (${printKql(query.of)})` : `NOT ${printKql(query.of)}`;
    case 'is':
      return query.field === null
        ? printTerm(query.value)
        : `${printTerm(query.field)}: ${printTerm(query.value)}`;
    case 'range':
      return `${printTerm(query.field)} ${operators[query.op]} ${printTerm(query.value)}`;
    case 'nested':
      return `${printTerm(query.field)}: { ${printKql(query.of)} }`;
  }
}

/** A field name or value, with the quotes or escapes it needs. */
export function printTerm(term: KqlName | KqlValue): string {
  if (term.kind === 'wildcard') return term.pieces.map(escaped).join('*');
  const text = textOf(term);
  if (term.quoted) return `"${text.replaceAll(/[\\"]/g, '\\$&')}"`;
  // Blanks around an unquoted value are dropped when it is read, escaped ones too: `\t` alone reads as no text.
  return text === '' ? '\\t' : escaped(text);
}

function textOf(term: KqlName | KqlLiteral): string {
  return term.kind === 'name' ? term.text : String(term.value);
}

const escapes: Readonly<Record<string, string>> = { '\t': '\\t', '\r': '\\r', '\n': '\\n' };

/**
 * Unquoted text. A keyword is one only with blanks beside it, and what follows the text may begin with one. `\not`
 * would read as a line feed and `ot`, so `not` is told by the code of its first letter.
 */
function escaped(text: string): string {
  return text
    .replaceAll(/[\\():<>"*{}]/g, '\\$&')
    .replaceAll(/(?<=[ \t\r\n\u00A0])(?:or|and)(?=[ \t\r\n\u00A0]|$)/gi, '\\$&')
    .replaceAll(/(n)(?=ot(?:[ \t\r\n\u00A0]|$))/gi, (letter) => (letter === 'n' ? '\\u006e' : '\\u004e'))
    .replaceAll(/[\t\r\n]/g, (blank) => escapes[blank] ?? blank);
}
