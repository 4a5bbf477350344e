/** The operators of ES|QL's commands. */
import { expandGrok } from '../../../query/esql/grok/expand.ts';
import { type Code, indent, join, js } from '../../codegen/code.ts';
import type { AggregateDefinition, Definition, PlanCommand, PlanExpression, SortKey } from '../plan.ts';
import { type SectionScope, slotOf } from './emit-expression.ts';

/**
 * @param width slots of a row
 * @returns the code of an operator; undefined for a command that changes nothing when it runs
 */
export function emitCommand(command: PlanCommand, width: number, scope: SectionScope): Code | undefined {
  const { module } = scope;
  switch (command.kind) {
    case 'from':
      return undefined;
    case 'row':
    case 'eval':
      return evaluate(
        command.of.map(({ column, expression }) => [slotOf(column.slot), scope.value(expression)]),
        scope,
      );
    case 'project':
      return evaluate(
        command.of
          .filter(({ from, to }) => from.slot !== to.slot)
          .map(({ from, to }) => [slotOf(to.slot), scope.slot(from)]),
        scope,
      );
    case 'where':
      return js`${module.useEsql('where')}((r) => ${scope.isTrue(command.condition)})`;
    case 'limit':
      return js`${module.useEsql('limit')}(${command.count})`;
    case 'mv-expand':
      scope.slot(command.from);
      return js`${module.useEsql('expand')}(${command.from.slot}, ${command.to.slot})`;
    case 'sort':
      return js`${module.useEsql('sort')}(${list(command.by.map((key) => emitKey(key, scope)))})`;
    case 'stats': {
      const aggregates = list(command.aggregates.map((each) => emitAggregate(each, scope)));
      const by = list(command.by.map((each) => emitGrouping(each, scope)));
      return command.inline
        ? js`${module.useEsql('inlineStats')}([${aggregates}], [${by}], s.cut)`
        : js`${module.useEsql('stats')}(${width}, [${aggregates}], [${by}], s.cut)`;
    }
    case 'dissect': {
      const { appendSeparator, outputs, pattern } = command;
      const separator = appendSeparator === undefined ? js`` : js`, ${appendSeparator}`;
      const compiled = js`${module.useEsql('compileDissect')}(${pattern}${separator}).match`;
      return emitExtract(command.input, module.constant('dissect', compiled), outputs, scope);
    }
    case 'grok': {
      const compiled = js`${module.useEsql('compileGrok')}(${expandGrok(command.pattern).expression})`;
      const match = js`(t) => ${module.constant('grok', compiled)}(t, ${scope.warning(command.span)})`;
      return emitExtract(command.input, match, command.outputs, scope);
    }
  }
}

/** @param match what gives the fields of a text */
function emitExtract(
  input: PlanExpression,
  match: Code,
  outputs: Extract<PlanCommand, { kind: 'grok' | 'dissect' }>['outputs'],
  scope: SectionScope,
): Code {
  const names = outputs.map(({ name, column }) => [name, column.slot]);
  return js`${scope.module.useEsql('extract')}((r) => ${scope.value(input)}, ${match}, ${names})`;
}

function evaluate(
  of: readonly (readonly [slot: Code, value: Code])[],
  scope: SectionScope,
): Code | undefined {
  if (of.length === 0) return undefined;
  const lines = of.map(([to, value]) => js`${to} = ${value};`);
  return js`${scope.module.useEsql('evaluate')}((r) => {\n  ${indent(join(lines, js`\n`))}\n})`;
}

function emitKey({ expression, descending, nullsFirst }: SortKey, scope: SectionScope): Code {
  const compare = scope.module.constant('order', js`${scope.module.useEsql('orderOf')}(${expression.type})`);
  return js`{ of: (r) => ${scope.value(expression)}, compare: ${compare}, descending: ${descending}, nullsFirst: ${nullsFirst} }`;
}

function emitGrouping({ column, expression }: Definition, scope: SectionScope): Code {
  return js`{ slot: ${column.slot}, of: (r) => ${scope.value(expression)} }`;
}

function emitAggregate(definition: AggregateDefinition, scope: SectionScope): Code {
  const { column, args, where } = definition;
  const condition = where === undefined ? js`` : js`, where: (r) => ${scope.isTrue(where)}`;
  const values = join(
    args.map((arg) => scope.value(arg)),
    js`, `,
  );
  return js`{ slot: ${column.slot}, make: ${scope.accumulator(definition)}, args: (r) => [${values}]${condition} }`;
}

function list(of: readonly Code[]): Code {
  return of.length === 0 ? js`` : js`\n  ${indent(join(of, js`,\n`))}\n`;
}
