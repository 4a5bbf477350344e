/** Times that something is gone over until there is nothing more to hide. */
const mostRounds = 6;

/**
 * What was hidden may bring two things together that hide a third, so that in which something was found is gone over
 * again. What holds no secret, as nearly everything, is gone over once.
 */
export function settled<Value>(
  given: Value,
  redact: (value: Value) => Value,
  isSame: (a: Value, b: Value) => boolean = Object.is,
): Value {
  let result = given;
  for (let round = 0; round < mostRounds; round++) {
    const before = result;
    result = redact(before);
    if (isSame(result, before)) break;
  }
  return result;
}
