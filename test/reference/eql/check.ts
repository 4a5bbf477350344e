/** What Elasticsearch refuses although its syntax is right: names that do not exist, and types that do not fit. */
import type { Call, EqlExpression, EqlStatement } from '../../../src/compile/eql/ast.ts';
import { functions } from './functions.ts';
import { childrenOf, constantOf, isConstant, nodesIn, rewritten } from './script.ts';
import { EqlRefusal, type FieldTypes, isNumericType, isWholeType } from './values.ts';

function refuse(why: string): never {
  throw new EqlRefusal(why);
}

/** @throws EqlRefusal for the first of the mistakes */
export function check({ query }: EqlStatement, types: FieldTypes): void {
  if (query.kind === 'event') {
    checkCondition(query.condition, types);
    return;
  }
  const stages =
    query.kind === 'sequence' && query.until !== null ? [...query.stages, query.until] : query.stages;
  for (const { event, by } of stages) {
    checkCondition(event.condition, types);
    for (const [index, key] of [...query.by, ...by].entries()) {
      const first = [...query.by, ...(stages[0]?.by ?? [])][index];
      const [one, other] = [familyOf(typeOf(key, types)), familyOf(typeOf(first ?? key, types))];
      if (one !== other && one !== 'null' && other !== 'null') refuse(`${key.name}: ${one}, not ${other}`);
    }
  }
}

function checkCondition(written: EqlExpression, types: FieldTypes): void {
  const condition = prepared(written, types);
  for (const node of nodesIn(condition)) checkNode(node, types);
  const type = typeOf(condition, types);
  if (type !== 'boolean' && type !== 'null') refuse(`a condition of type ${type}`);
}

function checkNode(node: EqlExpression, types: FieldTypes): void {
  const familyIs = (each: EqlExpression, wanted: readonly string[]) => {
    const family = familyOf(typeOf(each, types));
    if (!wanted.includes(family) && family !== 'null') refuse(`${family} where ${wanted} is expected`);
  };
  switch (node.kind) {
    case 'call':
      checkCall(node, types);
      return;
    case 'comparison':
      if (!isConstant(node.left) && !isConstant(node.right)) refuse('fields cannot be compared with fields');
      if (!isConstant(node.left) || !isConstant(node.right)) return;
      constantOf(node);
      return;
    case 'arithmetic':
    case 'negate':
      for (const each of childrenOf(node)) familyIs(each, ['number']);
      return;
    case 'in':
      if (!node.list.every(isConstant)) refuse('a list of fields');
      return;
    case 'match':
      for (const each of childrenOf(node)) familyIs(each, ['string']);
      if (node.patterns.some(({ kind }) => kind === 'null')) refuse('null is no pattern');
      return;
    case 'and':
    case 'or':
    case 'not':
      for (const each of childrenOf(node)) familyIs(each, ['boolean']);
      return;
    default:
      typeOf(node, types);
  }
}

function checkCall({ name, args, caseInsensitive }: Call, types: FieldTypes): void {
  const called = functions[name.toLowerCase()];
  if (called === undefined) refuse(`no function ${name}`);
  const { kinds, least = kinds.length, endless, tilde } = called;
  if (args.length < least || (args.length > kinds.length && !endless))
    refuse(`${args.length} arguments of ${name}`);
  if (caseInsensitive && !tilde) refuse(`${name}~`);
  for (const [index, arg] of args.entries()) {
    const kind = kinds[Math.min(index, kinds.length - 1)];
    const type = typeOf(arg, types);
    const family = familyOf(type);
    // Addresses of documents without given types are keywords.
    const fits =
      kind === 'any' ||
      type === 'null' ||
      (kind === 'whole'
        ? isWholeType(type)
        : kind === 'ip'
          ? ['ip', 'string'].includes(family)
          : family === kind);
    if (!fits) refuse(`argument ${index + 1} of ${name} is ${type}, not ${kind}`);
    if (name.toLowerCase() === 'cidrmatch' && index > 0 && !isConstant(arg)) refuse('a field as CIDR block');
  }
  if (name.toLowerCase() === 'number' && args.every(isConstant)) {
    const given = args[0] === undefined ? null : constantOf(args[0]);
    if (given !== null && called.run(args.map(constantOf), false) === null)
      refuse(`${String(given)} is no number`);
  }
}

function typeOf(node: EqlExpression, types: FieldTypes): string {
  switch (node.kind) {
    case 'string':
      return 'keyword';
    case 'integer':
      return 'long';
    case 'decimal':
      return 'double';
    case 'null':
      return 'null';
    case 'field':
      return types.of(node.name) ?? (node.optional ? 'null' : refuse(`no field ${node.name}`));
    case 'call':
      return functions[node.name.toLowerCase()]?.result ?? 'null';
    case 'arithmetic':
      return childrenOf(node).some((each) => typeOf(each, types) === 'double') ? 'double' : 'long';
    case 'negate':
      return typeOf(node.of, types);
    default:
      return 'boolean';
  }
}

function familyOf(type: string): string {
  if (isNumericType(type)) return 'number';
  return ['keyword', 'text', 'wildcard', 'constant_keyword'].includes(type) ? 'string' : type;
}

/** An expression in which optional fields that do not exist are null, and texts are no longer made texts. */
export function prepared(expression: EqlExpression, types: FieldTypes): EqlExpression {
  return rewritten(expression, (node) => {
    if (node.kind === 'field' && node.optional && types.of(node.name) === undefined) {
      return { kind: 'null', span: node.span };
    }
    const [arg, ...more] = node.kind === 'call' && node.name.toLowerCase() === 'string' ? node.args : [];
    return arg !== undefined && more.length === 0 && typeOf(arg, types) === 'keyword' ? arg : node;
  });
}
