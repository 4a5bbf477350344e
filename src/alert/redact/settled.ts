/** Times that something is gone over until there is nothing more to hide. */
export const mostRounds = 6;

/**
 * What was hidden may bring two things together that hide a third, so that in which something was found is gone over
 * again. What holds no secret, as nearly everything, is gone over once.
 */
export function settled(text: string, redact: (text: string) => string): string {
  let result = text;
  for (let round = 0; round < mostRounds; round++) {
    const before = result;
    result = redact(before);
    if (result === before) break;
  }
  return result;
}
