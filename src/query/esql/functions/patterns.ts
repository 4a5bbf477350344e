/** What `LIKE` and `RLIKE` share. */
import { type Compute, single } from '../call.ts';
import { type CallSite, EsqlConstantError } from '../function.ts';
import { listOf } from '../order.ts';

/**
 * @param site the first argument is the text, all others are patterns
 * @param compile throws if a pattern is none
 */
export function patterns(
  site: CallSite,
  compile: (pattern: string) => (text: string) => boolean,
  hint: string,
): Compute {
  const tests = site.constants.slice(1).flatMap((constant, index) =>
    listOf(constant ?? null).map((pattern) => {
      try {
        return compile(String(pattern));
      } catch (error) {
        throw new EsqlConstantError(index + 1, (error as Error).message, hint);
      }
    }),
  );
  return single(site, (text: string) => tests.some((test) => test(text)));
}
