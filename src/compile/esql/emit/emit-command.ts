/** The operators of ES|QL's commands. */
import { type Code, indent, join, js } from '../../codegen/code.ts';
import type { EsqlRuntimeName } from '../../codegen/module-scope.ts';
import type { AggregateDefinition, Definition, PlanCommand, SortKey } from '../plan.ts';
import { type SectionScope, slot } from './emit-expression.ts';

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
        command.of.map(({ column, expression }) => [slot(column), scope.value(expression)]),
        scope,
      );
    case 'project':
      return evaluate(
        command.of
          .filter(({ from, to }) => from.slot !== to.slot)
          .map(({ from, to }) => [slot(to), slot(from)]),
        scope,
      );
    case 'where':
      return js`${module.useEsql('where')}((r) => ${scope.isTrue(command.condition)})`;
    case 'limit':
      return js`${module.useEsql('limit')}(${command.count})`;
    case 'mv-expand':
      return js`${module.useEsql('expand')}(${command.from.slot}, ${command.to.slot})`;
    case 'sort':
      return js`${module.useEsql('sort')}(${list(command.by.map((key) => emitKey(key, scope)))})`;
    case 'stats': {
      const aggregates = list(command.aggregates.map((each) => emitAggregate(each, scope)));
      const by = list(command.by.map((each) => emitGrouping(each, scope)));
      return command.inline
        ? js`${module.useEsql('inlineStats')}([${aggregates}], [${by}])`
        : js`${module.useEsql('stats')}(${width}, [${aggregates}], [${by}])`;
    }
    case 'dissect':
    case 'grok': {
      const { kind, input, pattern, outputs } = command;
      const compile = module.useEsql((kind === 'grok' ? 'compileGrok' : 'compileDissect') as EsqlRuntimeName);
      const separator = command.appendSeparator === undefined ? js`` : js`, ${command.appendSeparator}`;
      const names = outputs.map(({ name, column }) => [name, column.slot]);
      const compiled = module.constant(kind, js`${compile}(${pattern}${separator})`);
      return js`${module.useEsql('extract')}((r) => ${scope.value(input)}, ${compiled}, ${names})`;
    }
  }
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
