/** `GROK` and `DISSECT`: columns that a pattern takes out of a text. */
import type { EsqlType } from '../../../query/esql/value.ts';
import type { Dissect, Expression, Grok, Text } from '../ast.ts';
import type { PlanExpression } from '../plan.ts';
import type { Checked, Context } from './context.ts';
import { nothing } from './report.ts';
import { inWords, isAccepted } from './types.ts';

interface Output {
  readonly name: string;
  readonly type: EsqlType;
}

export function checkGrok({ input, patterns, span }: Grok, context: Context): Checked {
  const texts = patterns.map(({ text }) => text);
  // Elasticsearch joins several in the same way.
  const pattern = texts.length === 1 ? (texts[0] ?? '') : texts.map((text) => `(?:${text})`).join('|');
  // Elasticsearch orders them by their names.
  const outputs = unique(patterns.flatMap((each) => grokOutputs(each, context))).toSorted(
    ({ name: one }, { name: other }) => (one < other ? -1 : 1),
  );
  return extracted('grok', input, pattern, outputs, span, context);
}

export function checkDissect({ input, pattern, appendSeparator, span }: Dissect, context: Context): Checked {
  const outputs = unique(dissectOutputs(pattern, context));
  return extracted('dissect', input, pattern.text, outputs, span, context, appendSeparator?.text);
}

function extracted(
  kind: 'dissect' | 'grok',
  written: Expression,
  pattern: string,
  outputs: readonly Output[],
  span: Grok['span'],
  context: Context,
  appendSeparator?: string,
): Checked {
  const { scope, columns } = context;
  const input = text(kind, written, context);
  const made = outputs.map(({ name, type }) => {
    const entry = columns.entry(name, type);
    scope.define(entry);
    return { name, column: entry.column() };
  });
  const separator = appendSeparator === undefined ? {} : { appendSeparator };
  return { commands: [() => ({ kind, input, pattern, ...separator, outputs: made, span })], scope };
}

function text(kind: string, written: Expression, { checker, scope, report }: Context): PlanExpression {
  const input = checker.type(written, { scope });
  if (isAccepted(input.type, ['string'])) return input;
  const message = `\`${kind.toUpperCase()}\` takes a text apart, found ${inWords(input.type)}`;
  report.error('argument-type', message, input.span, 'convert it with `TO_STRING(…)`');
  return nothing(input.span);
}

/** The last of a name gives its type, the first its place. */
function unique(outputs: readonly Output[]): readonly Output[] {
  return [...new Map(outputs.map((output) => [output.name, output])).values()];
}

const grokTypes: Readonly<Record<string, EsqlType>> = {
  int: 'integer',
  long: 'long',
  float: 'double',
  double: 'double',
  boolean: 'boolean',
  string: 'keyword',
};

/** `%{SYNTAX:name:type}` and `(?<name>…)`. */
function grokOutputs({ text: pattern, span }: Text, { report }: Context): readonly Output[] {
  const names = pattern.matchAll(/%\{\w+(?::([^:}]*))?(?::([^}]*))?\}|\(\?<([^>=!]+)>/g);
  return [...names].flatMap(([, name, type, group]): Output[] => {
    if (group !== undefined) return [{ name: group, type: 'keyword' }];
    if (name === undefined || name === '') return [];
    const known = type === undefined ? 'keyword' : grokTypes[type];
    if (known !== undefined) return [{ name, type: known }];
    const hint = `there are ${Object.keys(grokTypes)
      .map((each) => `\`${each}\``)
      .join(', ')}`;
    report.error('grok-type', `\`${type}\` is no type of a \`GROK\` pattern`, span, hint);
    return [{ name, type: 'keyword' }];
  });
}

/** `%{name}`, `%{+name/2}`, `%{name->}`; `%{}` and `%{?name}` are left out. */
function dissectOutputs({ text: pattern, span }: Text, { report }: Context): readonly Output[] {
  const keys = [...pattern.matchAll(/%\{([^}]*)\}/g)].map(([, key = '']) => key);
  if (keys.length === 0) {
    const message = 'this pattern takes nothing out of a text';
    report.error('dissect-pattern', message, span, 'name what it is to take: `"%{address} %{verb}"`');
  }
  return keys.flatMap((key): Output[] => {
    const [, modifier, name = ''] = /^([+?*&]?)(.*?)(?:\/\d+)?(?:->)?$/s.exec(key) ?? [];
    if (modifier === '*' || modifier === '&') {
      const message = `reference keys, as in \`%{${key}}\`, are not supported`;
      report.error('dissect-pattern', message, span, 'name what it is to take: `%{name}`');
    }
    return modifier === '?' || name === '' ? [] : [{ name, type: 'keyword' }];
  });
}
