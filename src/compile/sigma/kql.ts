/** A tree of conditions as KQL, which compares texts by case alone: only where that makes no difference. */
import type { Field } from '../../schema/field.ts';
import type { Query, Wildcard } from '../kql/ast.ts';
import { printKql } from '../kql/print.ts';
import { addressField, fieldOf } from './fields.ts';
import type { Test, Tree } from './tree.ts';

/** What the API server writes in small letters, whatever the caller wrote. */
const small =
  /\.(?:verb|objectRef\.(?:resource|subresource|apiGroup|apiVersion|namespace)|annotations\.authorization_k8s_io\/decision)$/;
const span = { start: 0, end: 0 };

/** @returns undefined if it cannot be said */
export function toKql(tree: Tree): string | undefined {
  const query = queryOf(tree);
  return query === undefined ? undefined : printKql(query);
}

function queryOf(tree: Tree): Query | undefined {
  switch (tree.kind) {
    case 'and':
    case 'or': {
      const of = tree.of.map(queryOf);
      return of.every((each) => each !== undefined) ? { kind: tree.kind, of, span } : undefined;
    }
    case 'not': {
      const of = queryOf(tree.of);
      return of && { kind: 'not', of, span };
    }
    case 'test': {
      const found = fieldOf(tree.field);
      if (!('field' in found)) return undefined;
      return testOf(tree.test.kind === 'cidr' ? addressField(found.field) : found.field, tree.test);
    }
  }
}

function testOf(of: Field, test: Test): Query | undefined {
  const field = { kind: 'name', text: of.name, quoted: false, span } as const;
  const is = (value: string | boolean, quoted = typeof value === 'string'): Query => ({
    kind: 'is',
    field,
    value: { kind: 'literal', value, quoted, span },
    span,
  });
  switch (test.kind) {
    case 'present':
      return { kind: 'is', field, value: { kind: 'wildcard', pieces: ['', ''], span }, span };
    case 'cidr':
      return is(test.range);
    case 'boolean':
      return of.type === 'boolean' ? is(test.value) : undefined;
    case 'compare': {
      if (of.type !== 'long' && of.type !== 'double') return undefined;
      if (test.op === '==') return is(String(test.value));
      const op = ({ '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const)[test.op];
      return {
        kind: 'range',
        field,
        op,
        value: { kind: 'literal', value: String(test.value), quoted: true, span },
        span,
      };
    }
    case 'regex':
      return undefined;
    case 'text': {
      if (of.type !== 'keyword' || (!test.cased && !small.test(of.name))) return undefined;
      const cased = (text: string) => (test.cased ? text : text.toLowerCase());
      const pieces = [''];
      for (const piece of test.pieces) {
        if ('text' in piece) pieces[pieces.length - 1] += cased(piece.text);
        else if (piece.wild === '?') return undefined;
        else pieces.push('');
      }
      const [only = ''] = pieces;
      if (pieces.length === 1) return is(only);
      const value: Wildcard = { kind: 'wildcard', pieces, span };
      return { kind: 'is', field, value, span };
    }
  }
}
