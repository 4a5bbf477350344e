/** The predicate tree as an expression. */

import type { FieldAccess } from '../../schema/field.ts';
import { hasLeaves } from '../../schema/read.ts';
import type { Predicate, ValueTest } from '../predicate.ts';
import { type Code, indent, join, js } from './code.ts';
import { emitHolds } from './emit-expression.ts';
import { emitTest, valueTest } from './emit-test.ts';
import { type Base, emitValue } from './emit-value.ts';
import type { ModuleScope } from './module-scope.ts';

/**
 * @param base what the fields are read from: the event, or within nested syntax the element
 * @returns an expression over `base` and the context `c`
 */
export function emitPredicate(predicate: Predicate, base: Base, scope: ModuleScope): Code {
  switch (predicate.kind) {
    case 'constant':
      return js`${predicate.value}`;
    case 'and':
      return predicate.of.length === 0 ? js`true` : list(predicate.of, js` &&\n`, base, scope);
    case 'or':
      return predicate.of.length === 0 ? js`false` : list(predicate.of, js` ||\n`, base, scope);
    case 'not':
      return js`!${emitPredicate(predicate.of, base, scope)}`;
    case 'some': {
      const { field, test } = predicate;
      if (field.access.from === 'matching') return emitNamed(field.access, test, base, scope);
      const leaves = hasLeaves(field) || (field.type === 'dynamic' && test.kind === 'exists');
      return emitTest(test, emitValue(field, base, scope), leaves, scope);
    }
    case 'element': {
      const body = emitPredicate(predicate.of, { node: js`x` }, scope);
      const test = scope.constant('element', js`(x, c) => ${body}`);
      return js`${scope.use('someElement')}(${emitValue(predicate.field, base, scope)}, ${test}, c)`;
    }
    case 'holds':
      return emitHolds(predicate.of, base, scope);
  }
}

/** Names are made only of values that pass: most do not, and an event has hundreds of names. */
function emitNamed(
  { prefix, pattern }: Extract<FieldAccess, { from: 'matching' }>,
  test: ValueTest,
  base: Base,
  scope: ModuleScope,
): Code {
  const names = scope.constant('pattern', js`${pattern}`);
  return js`${scope.use('someNamed')}(${base.node}, ${prefix}, ${names}, ${valueTest(test, scope)})`;
}

function list(of: readonly Predicate[], operator: Code, base: Base, scope: ModuleScope): Code {
  return js`(\n  ${indent(
    join(
      of.map((each) => emitPredicate(each, base, scope)),
      operator,
    ),
  )}\n)`;
}
