/** Tests of texts at build time, as compiled code does them at run time. */
import { foldCase } from '../query/fold-case.ts';
import { compileRegex } from '../query/regex/regex.ts';
import { compileWildcard } from '../query/wildcard.ts';
import { matchesPattern } from '../schema/wildcard.ts';
import type { TextTest } from './value-test.ts';

export function passesText(test: TextTest, text: string): boolean {
  switch (test.kind) {
    case 'keyword':
      return test.values.includes(text);
    case 'wildcard':
      return test.patterns.some((pattern) => matchesPattern(text, pattern));
    case 'folded':
      return passesText(test.of, foldCase(text));
    case 'like':
      return compileWildcard(test.pattern, test.caseInsensitive)(text);
    case 'regex':
      return compileRegex(test.pattern, test.caseInsensitive)(text);
  }
}
