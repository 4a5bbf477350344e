/** The code that tests a field's values. */
import { isOrderedByUnits } from '../../query/text-order.ts';
import { isOfAddresses } from '../passes/fold.ts';
import type { DateBound, Pattern, TextTest, ValueTest } from '../predicate.ts';
import { needsClock } from '../value-test.ts';
import { type Code, join, js, type LiteralData } from './code.ts';
import type { ModuleScope } from './module-scope.ts';

/**
 * An expression that is true if a value passes the test.
 * @param value an expression for a value or an array of values
 * @param leaves whether values below an object count as well
 */
export function emitTest(test: ValueTest, value: Code, leaves: boolean, scope: ModuleScope): Code {
  if (test.kind === 'exists') return js`${scope.use(leaves ? 'isPresent' : 'hasValue')}(${value})`;
  if (test.kind === 'keyword' && !leaves) {
    const [only, ...others] = test.values;
    if (only !== undefined && others.length === 0) return js`${scope.use('isKeyword')}(${value}, ${only})`;
    return js`${scope.use('isOneOf')}(${value}, ${keywordSet(test.values, scope)})`;
  }
  if (test.kind === 'wildcard' && !leaves) {
    const matches = anyOf(test.patterns.map((pattern) => wildcard(pattern, js`s`, scope)));
    const plain = js`(s) => ${matches}`;
    const kept = test.patterns.length < worthRemembering ? plain : js`${scope.use('remembered')}(${plain})`;
    return js`${scope.use('someText')}(${value}, ${scope.constant('text', kept)})`;
  }
  if ((test.kind === 'folded' || test.kind === 'like' || test.kind === 'regex') && !leaves) {
    const kept = js`${scope.use('remembered')}((s) => ${emitTextTest(test, js`s`, scope)})`;
    return js`${scope.use('someText')}(${value}, ${scope.constant('text', kept)})`;
  }
  if (test.kind === 'ip' && !leaves) return js`${scope.use('someText')}(${value}, ${range(test, scope)})`;
  if (isOfAddresses(test) && !leaves) return js`${scope.use('someText')}(${value}, ${ranges(test, scope)})`;
  const some = scope.use(leaves ? 'someLeaf' : 'someValue');
  return js`${some}(${value}, ${valueTest(test, scope)})`;
}

/**
 * User agents, user names and images repeat: from so many patterns on, remembering is faster than matching, and
 * always where case or each character is looked at.
 */
const worthRemembering = 4;

/** A function of one scalar. */
export function valueTest(test: ValueTest, scope: ModuleScope): Code {
  const body = condition(test, scope);
  const arrow = js`(v) => ${body}`;
  // A bound relative to the clock needs the context, which only the rule's own function has.
  return needsClock(test) ? arrow : scope.constant('test', arrow);
}

function condition(test: ValueTest, scope: ModuleScope): Code {
  switch (test.kind) {
    case 'exists':
      return js`true`;
    case 'keyword':
    case 'wildcard':
    case 'folded':
    case 'like':
    case 'regex':
      return emitTextTest(test, js`String(v)`, scope);
    case 'keyword-order':
      if (isOrderedByUnits(test.value)) return js`String(v) ${operators[test.op]} ${test.value}`;
      return js`${scope.use('compareTexts')}(String(v), ${test.value}) ${operators[test.op]} 0`;
    case 'number':
      if (test.digits !== undefined)
        return js`${scope.use('compareWhole')}(v, ${test.digits}, ${scope.use('toNumber')}) ${operators[test.op]} 0`;
      return js`${scope.use('toNumber')}(v) ${operators[test.op]} ${test.value}`;
    case 'version':
      return js`${scope.use('compareVersions')}(String(v), ${test.value}) ${operators[test.op]} 0`;
    case 'boolean':
      return js`${scope.use(test.value ? 'isTrue' : 'isFalse')}(v)`;
    case 'date':
      return js`${scope.use('isWithin')}(v, ${bound(test.from, scope)}, ${bound(test.to, scope)})`;
    case 'ip':
      return js`${range(test, scope)}(String(v))`;
    case 'either':
      if (isOfAddresses(test)) return js`${ranges(test, scope)}(String(v))`;
      return anyOf(test.of.map((each) => condition(each, scope)));
  }
}

/**
 * An expression that is true if a text passes a test.
 * @param text an expression for a string
 */
export function emitTextTest(test: TextTest, text: Code, scope: ModuleScope): Code {
  switch (test.kind) {
    case 'keyword':
      return js`${keywordSet(test.values, scope)}.has(${text})`;
    case 'wildcard':
      return anyOf(test.patterns.map((pattern) => wildcard(pattern, text, scope)));
    case 'folded': {
      const folded = scope.constant('text', js`(s) => ${emitTextTest(test.of, js`s`, scope)}`);
      return js`${folded}(${scope.use('foldCase')}(${text}))`;
    }
    case 'like': {
      const like = js`${scope.use('compileWildcard')}(${test.pattern}, ${test.caseInsensitive})`;
      return js`${scope.constant('like', like)}(${text})`;
    }
    case 'regex': {
      const regex = js`${scope.use('compileRegex')}(${test.pattern}, ${test.caseInsensitive})`;
      return js`${scope.constant('regex', regex)}(${text})`;
    }
  }
}

const operators = { lt: js`<`, lte: js`<=`, gt: js`>`, gte: js`>=`, eq: js`===` } as const;

function anyOf(conditions: readonly Code[]): Code {
  if (conditions.length === 1) return conditions[0] as Code;
  if (conditions.length <= 3) return js`(${join(conditions, js` || `)})`;
  return js`(\n  ${join(conditions, js` ||\n  `)}\n)`;
}

function wildcard(pattern: Pattern, text: Code, scope: ModuleScope): Code {
  const [head = '', middle = '', tail = ''] = pattern;
  if (pattern.every((piece) => piece === '')) return js`true`;
  if (pattern.length === 2 && middle === '') return js`${text}.startsWith(${head})`;
  if (pattern.length === 2 && head === '') return js`${text}.endsWith(${middle})`;
  if (pattern.length === 3 && head === '' && tail === '') return js`${text}.includes(${middle})`;
  return js`${scope.use('matchesPattern')}(${text}, ${scope.constant('pattern', js`${pattern}`)})`;
}

function range({ from, to }: Extract<ValueTest, { kind: 'ip' }>, scope: ModuleScope): Code {
  return scope.constant('range', js`${scope.use('addressRange')}(${from}, ${to})`);
}

function ranges(test: ValueTest, scope: ModuleScope): Code {
  const of = test.kind === 'either' ? test.of : [];
  const bounds = of.flatMap((each) => (each.kind === 'ip' ? [[each.from, each.to]] : []));
  return scope.constant('range', js`${scope.use('addressRanges')}(${bounds})`);
}

function keywordSet(values: readonly string[], scope: ModuleScope): Code {
  return scope.constant('keywords', js`new Set(${values})`);
}

function bound(from: DateBound | undefined, scope: ModuleScope): Code {
  if (from === undefined) return js`undefined`;
  if (from.kind === 'instant') return js`${from.epochMs}`;
  const steps = from.math.map((step): LiteralData => ({ ...step }));
  const math = scope.constant('math', js`${steps}`);
  return js`${scope.use('fromNow')}(c.now, ${math}, ${from.roundUp}) + ${from.shiftMs}`;
}
