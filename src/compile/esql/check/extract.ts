/** `GROK` and `DISSECT`: columns that a pattern takes out of a text. */
import { compileDissect } from '../../../query/esql/dissect/dissect.ts';
import { DissectError } from '../../../query/esql/dissect/pattern.ts';
import { expandGrok, GrokError } from '../../../query/esql/grok/expand.ts';
import type { EsqlType } from '../../../query/esql/value.ts';
import type { Span } from '../../problem.ts';
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
  const sound = patterns.flatMap((each) => (grokOutputs(each.text, each.span, context) ? [each.text] : []));
  // Elasticsearch joins several in the same way.
  const pattern = sound.length === 1 ? (sound[0] ?? '') : sound.map((text) => `(?:${text})`).join('|');
  const outputs = grokOutputs(pattern, span, context) ?? [];
  return extracted('grok', input, pattern, outputs, span, context);
}

export function checkDissect({ input, pattern, appendSeparator, span }: Dissect, context: Context): Checked {
  const outputs = dissectOutputs(pattern, context);
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

/** @returns undefined if the pattern is none, which is told */
function grokOutputs(pattern: string, span: Span, { report }: Context): readonly Output[] | undefined {
  try {
    return expandGrok(pattern).outputs;
  } catch (error) {
    if (!(error instanceof GrokError)) throw error;
    report.error(error.code, error.message, span, error.hint);
    return undefined;
  }
}

function dissectOutputs({ text: pattern, span }: Text, { report }: Context): readonly Output[] {
  try {
    return compileDissect(pattern).names.map((name) => ({ name, type: 'keyword' }));
  } catch (error) {
    if (!(error instanceof DissectError)) throw error;
    const place = report.within(span, pattern, { start: error.at, end: pattern.length });
    report.error('dissect-pattern', error.message, place, error.hint);
    return [];
  }
}
