/** The conditions that a query is made of, each by itself: to say which of them holds, and what a query is without one. */
import type { Reader } from '../../schema/reader.ts';
import type { EqlExpression, EqlStatement, EventQuery } from '../eql/ast.ts';
import { lowerEql } from '../eql/lower.ts';
import { parseEql } from '../eql/parse.ts';
import { printEql } from '../eql/print.ts';
import type { Query } from '../kql/ast.ts';
import { lowerKql } from '../kql/lower.ts';
import { parseKql } from '../kql/parse.ts';
import { printKql } from '../kql/print.ts';
import { fold } from '../passes/fold.ts';
import type { Predicate } from '../predicate.ts';
import type { Span } from '../problem.ts';

/** `and`, `or` and `not` with what they are over; what they are not is one condition. */
export interface Condition {
  readonly kind: 'and' | 'condition' | 'not' | 'or';
  readonly of: readonly Condition[];
  /** As written, or nearly so; on one line. */
  readonly text: string;
  /** In the query. */
  readonly span: Span;
  /** Folded. */
  readonly predicate: Predicate;
  /** Names of the fields in it, each once; none of `and`, `or` and `not`. */
  readonly fields: readonly string[];
}

/** A query without one of its conditions. */
export interface Variant {
  readonly query: string;
  /** What is left out. */
  readonly text: string;
  readonly span: Span;
}

/** What conditions are taken from. */
export interface QueryText {
  readonly language: string;
  readonly text: string;
}

/**
 * @param query of a rule that compiles
 * @returns a tree for each kind of event that the query is about: one, or as many as a sequence has stages; none if the
 * language has no conditions of events
 */
export function conditionsOf({ language, text }: QueryText, reader: Reader): readonly Condition[] {
  if (language === 'kuery') {
    const parsed = parseKql(text);
    return 'ast' in parsed ? [ofKql(parsed.ast, text, reader)] : [];
  }
  if (language !== 'eql') return [];
  const parsed = parseEql(text);
  if ('problems' in parsed) return [];
  return eventsOf(parsed.ast).map((event) => ofEvent(event, text, reader));
}

/** @returns the query without each of the conditions below an `and` or an `or`, one at a time */
export function variantsOf({ language, text }: QueryText): readonly Variant[] {
  if (language === 'kuery') {
    const parsed = parseKql(text);
    if (!('ast' in parsed)) return [];
    const { ast } = parsed;
    return removable(ast).flatMap((target) => {
      const rest = without(ast, target);
      return rest === undefined ? [] : [{ query: printKql(rest), ...shownKql(target, text) }];
    });
  }
  if (language !== 'eql') return [];
  const parsed = parseEql(text);
  if ('problems' in parsed) return [];
  return eventsOf(parsed.ast).flatMap(({ condition }) =>
    removable(condition).flatMap((target) => {
      const query = withoutIn(parsed.ast, condition, target);
      return query === undefined ? [] : [{ query, span: target.span, text: oneLine(text, target.span) }];
    }),
  );
}

/** The nodes of both languages that have others below them have the same shape. */
type Node = EqlExpression | Query;

/** What stands below an `and` or an `or`, at any depth. A list of values for one field is one condition. */
function removable<N extends Node>(node: N): readonly N[] {
  const all: N[] = [];
  const visit = (each: Node, within: boolean): void => {
    const { kind } = each;
    if (isValueList(each) || (kind !== 'and' && kind !== 'or' && kind !== 'not' && kind !== 'nested')) {
      if (within) all.push(each as N);
      return;
    }
    if (kind === 'and' || kind === 'or') {
      if (within && each !== node) all.push(each as N);
      for (const child of each.of) visit(child, true);
    } else {
      if (within) all.push(each as N);
      // `not` before a single condition is left out with it.
      const inner = each.of as Node;
      if (inner.kind === 'and' || inner.kind === 'or') for (const child of inner.of) visit(child, true);
    }
  };
  visit(node, false);
  return all;
}

/** @returns undefined if nothing is left */
function without<N extends Node>(node: N, target: Node): N | undefined {
  if (node === (target as N)) return undefined;
  switch (node.kind) {
    case 'and':
    case 'or': {
      const of = (node.of as readonly Node[]).flatMap((each) => without(each, target) ?? []);
      const [only] = of;
      if (only === undefined) return undefined;
      return of.length === 1 ? (only as N) : ({ ...node, of } as N);
    }
    case 'not':
    case 'nested': {
      const of = without(node.of as Node, target);
      return of === undefined ? undefined : ({ ...node, of } as N);
    }
    default:
      return node;
  }
}

function withoutIn(
  statement: EqlStatement,
  condition: EqlExpression,
  target: EqlExpression,
): string | undefined {
  const rest = without(condition, target);
  if (rest === undefined) return undefined;
  const changed = (event: EventQuery): EventQuery =>
    event.condition === condition ? { ...event, condition: rest } : event;
  const { query } = statement;
  if (query.kind === 'event') return printEql({ ...statement, query: changed(query) });
  const stages = query.stages.map((stage) => ({ ...stage, event: changed(stage.event) }));
  if (query.kind === 'sample') return printEql({ ...statement, query: { ...query, stages } });
  const until = query.until && { ...query.until, event: changed(query.until.event) };
  return printEql({ ...statement, query: { ...query, stages, until } });
}

function eventsOf({ query }: EqlStatement): readonly EventQuery[] {
  switch (query.kind) {
    case 'event':
      return [query];
    case 'sample':
      return query.stages.map(({ event }) => event);
    case 'sequence':
      return [...query.stages, ...(query.until === null ? [] : [query.until])].map(({ event }) => event);
  }
}

function ofKql(query: Query, text: string, reader: Reader): Condition {
  const lowered = lowerKql(query, reader).predicate ?? { kind: 'constant', value: false };
  const common = { ...shownKql(query, text), predicate: fold(lowered) };
  if ((query.kind === 'and' || query.kind === 'or') && !isValueList(query))
    return { ...common, kind: query.kind, of: query.of.map((each) => ofKql(each, text, reader)), fields: [] };
  if (query.kind === 'not' && isGroup(query.of))
    return { ...common, kind: 'not', of: [ofKql(query.of, text, reader)], fields: [] };
  return { ...common, kind: 'condition', of: [], fields: [...new Set(kqlFields(query))] };
}

function isGroup(query: Query): boolean {
  return (query.kind === 'and' || query.kind === 'or') && !isValueList(query);
}

function kqlFields(query: Query): readonly string[] {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.of.flatMap(kqlFields);
    case 'not':
      return kqlFields(query.of);
    // What it is relative to is shown whole.
    case 'nested':
    case 'is':
    case 'range':
      return query.field?.kind === 'name' ? [query.field.text] : [];
  }
}

function ofEvent({ category, condition, span }: EventQuery, text: string, reader: Reader): Condition {
  const of = (each: EqlExpression): Condition => {
    const event: EventQuery = { kind: 'event', category: null, condition: each, span };
    const lowered = lowerEql(event, reader).predicate ?? { kind: 'constant', value: false };
    const common = { text: oneLine(text, each.span), span: each.span, predicate: fold(lowered) };
    if (each.kind === 'and' || each.kind === 'or')
      return { ...common, kind: each.kind, of: each.of.map(of), fields: [] };
    if (each.kind === 'not' && (each.of.kind === 'and' || each.of.kind === 'or'))
      return { ...common, kind: 'not', of: [of(each.of)], fields: [] };
    return { ...common, kind: 'condition', of: [], fields: [...new Set(eqlFields(each))] };
  };
  const whole = of(condition);
  if (category === null) return whole;
  const always: EqlExpression = { kind: 'boolean', value: true, span };
  const lowered = lowerEql({ kind: 'event', category, condition: always, span }, reader).predicate;
  const ofCategory: Condition = {
    kind: 'condition',
    of: [],
    text: `${category} where`,
    span: { start: span.start, end: span.start + category.length },
    predicate: fold(lowered ?? { kind: 'constant', value: false }),
    fields: ['event.category'],
  };
  const parts = whole.kind === 'and' ? whole.of : [whole];
  const predicate: Predicate = { kind: 'and', of: [ofCategory.predicate, whole.predicate] };
  return {
    kind: 'and',
    of: [ofCategory, ...parts],
    text: oneLine(text, span),
    span,
    predicate: fold(predicate),
    fields: [],
  };
}

function eqlFields(expression: EqlExpression): readonly string[] {
  switch (expression.kind) {
    case 'field':
      return [expression.name];
    case 'call':
      return expression.args.flatMap(eqlFields);
    case 'arithmetic':
    case 'comparison':
      return [...eqlFields(expression.left), ...eqlFields(expression.right)];
    case 'negate':
    case 'not':
      return eqlFields(expression.of);
    case 'in':
      return [...eqlFields(expression.value), ...expression.list.flatMap(eqlFields)];
    case 'match':
      return eqlFields(expression.value);
    case 'and':
    case 'or':
      return expression.of.flatMap(eqlFields);
    case 'string':
    case 'integer':
    case 'decimal':
    case 'boolean':
    case 'null':
      return [];
  }
}

/** `field: (a or b)`: the values share the field, which stands before all of them. */
function isValueList(node: Node): boolean {
  return valueListField(node) !== undefined;
}

function valueListField(node: Node): Span | undefined {
  if (node.kind !== 'and' && node.kind !== 'or' && node.kind !== 'not') return undefined;
  const fields = new Set(leavesOf(node).map(sharedField));
  const [field] = fields;
  return fields.size === 1 ? field : undefined;
}

function leavesOf(node: Node): readonly Node[] {
  if (node.kind === 'not') return leavesOf(node.of as Node);
  if (node.kind === 'and' || node.kind === 'or') return (node.of as readonly Node[]).flatMap(leavesOf);
  return [node];
}

/** The place of the field that a value shares with others: it stands before the value's own place. */
function sharedField(node: Node): Span | undefined {
  if (node.kind !== 'is' || node.field === null) return undefined;
  return node.field.span.end <= node.span.start ? node.field.span : undefined;
}

function shownKql(query: Query, text: string): { readonly text: string; readonly span: Span } {
  const field = valueListField(query);
  const start = field === undefined ? query.span.start : Math.min(field.start, query.span.start);
  const span = { start, end: query.span.end };
  return { span, text: oneLine(text, span) };
}

/** Without its comments, which would run on, and with the brackets that close what it opens. */
function oneLine(text: string, { start, end }: Span): string {
  const own = text.slice(start, end);
  const open = count(own, '(') - count(own, ')');
  const closing = open > 0 ? /^[\s)]*/.exec(text.slice(end))?.[0] : undefined;
  return (own + ')'.repeat(Math.min(Math.max(open, 0), count(closing ?? '', ')'))))
    .replaceAll(/(?<=^|\s)\/\/[^\n]*/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
