import { checkRegex, compileRegex } from '../../regex/regex.ts';
import type { EsqlFunction } from '../function.ts';
import { listOf } from '../order.ts';
import { patterns } from './patterns.ts';

export const rlike: EsqlFunction = {
  name: 'RLIKE',
  parameters: [
    { name: 'str', accepts: ['string'] },
    { name: 'pattern', accepts: ['string'], constant: true, repeated: true },
  ],
  result: () => 'boolean',
  at: (site) =>
    patterns(site, (pattern) => compileRegex(pattern, false), 'see Lucene’s syntax of regular expressions'),
  check: ({ constants }) =>
    constants.flatMap((constant, index) =>
      index === 0
        ? []
        : listOf(constant ?? null).flatMap((pattern) =>
            checkRegex(String(pattern), false).map(({ severity, message, hint, at }) => ({
              severity,
              index,
              message,
              hint,
              at,
            })),
          ),
    ),
  examples: [
    { call: '"kube-system" RLIKE "kube-.*"', result: true },
    { call: '"my-kube-system" RLIKE "kube-.*"', result: false },
    { call: '"abc" RLIKE "[a-c]{3}"', result: true },
    { call: '"a\\nb" RLIKE "a.b"', result: true },
    { call: '"42" RLIKE "<1-100>"', result: true },
    { call: '"" RLIKE ""', result: true },
    { call: '"b-c" RLIKE "[a-c\\\\-]+"', result: true },
    { call: '["a", "b"] RLIKE "a"', result: null },
    { call: 'null RLIKE ".*"', result: null },
  ],
  doc: 'Whether a whole text matches a regular expression of Lucene, or one of several. `&` intersects, `~` is the opposite, `@` any text, `#` nothing, `<1-9>` an interval of numbers: as characters they take a backslash.',
};
