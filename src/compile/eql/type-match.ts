/** `:`, `like` and `regex`. */
import { checkRegex } from '../../query/regex/regex.ts';
import type { Expression as Typed } from '../expression.ts';
import type { EqlLiteral, EqlMatch } from './ast.ts';
import { patternTest } from './pattern.ts';
import { as, familyOf, inWords, isAccepted } from './types.ts';
import { anyOf, nothing, type Typing } from './typing.ts';

const instead = {
  ip: 'compare with `==`, or look for a block with `cidrMatch(field, "10.0.0.0/8")`',
  number: 'compare with `==`, `<`, `>` or `in`',
  boolean: 'compare with `==`',
  date: 'compare with `<` or `>`',
  version: 'compare with `==`, `<` or `>`',
} as const;

/** Every pattern is a condition of its own, any of which will do. */
export function typeMatch({ op, value, patterns, span }: EqlMatch, typing: Typing): Typed {
  const typed = as(typing.type(value), 'string');
  const family = familyOf(typed);
  if (!isAccepted(typed, 'string') && family !== undefined && family !== 'string') {
    const message = `${inWords(family)} is compared with patterns, which match texts only`;
    typing.problem('error', 'pattern-type', message, value.span, instead[family]);
    return nothing(span);
  }
  const sound = patterns.filter((pattern) => isSound(pattern, op, typing));
  if (sound.length < patterns.length) return nothing(span);
  return anyOf(
    sound.map((pattern) => ({
      kind: 'matches',
      value: typed,
      test: patternTest(op, pattern.value),
      type: 'boolean',
      span: pattern.span,
    })),
    span,
  );
}

type Text = Extract<EqlLiteral, { kind: 'string' }>;

function isSound(pattern: EqlLiteral, op: EqlMatch['op'], typing: Typing): pattern is Text {
  if (pattern.kind !== 'string') {
    const found = pattern.kind === 'null' ? '`null` is no pattern' : 'a pattern has to be a string';
    const hint =
      pattern.kind === 'null'
        ? 'for a missing field write `field == null`'
        : 'quote it, or compare with `==` or `in`';
    typing.problem('error', 'no-pattern', found, pattern.span, hint);
    return false;
  }
  if (op !== 'regex' && op !== 'regex~') return true;
  const problems = checkRegex(pattern.value, op === 'regex~');
  for (const { severity, message, hint } of problems) {
    typing.problem(severity, 'regex', message, pattern.span, hint);
  }
  return problems.every(({ severity }) => severity !== 'error');
}
