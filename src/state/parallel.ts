/** Runs tasks side by side, within a bound. */

/** @returns a function that runs a task as soon as fewer than `width` others are running */
export function limiter(width: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      // The place goes to the next in the queue; without one it is free.
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}

/**
 * Does a task for each input. After the first failure no other is begun, and those that run are waited for: when
 * this rejects, nothing goes on behind the caller's back.
 * @returns the results in the order of the inputs
 */
export async function forAll<In, Out>(
  inputs: readonly In[],
  limit: <T>(task: () => Promise<T>) => Promise<T>,
  task: (input: In) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  let failure: { readonly error: unknown } | undefined;
  const run = async (input: In, index: number): Promise<void> => {
    if (failure !== undefined) return;
    try {
      results[index] = await task(input);
    } catch (error) {
      failure ??= { error };
    }
  };
  await Promise.all(inputs.map((input, index) => limit(() => run(input, index))));
  if (failure !== undefined) throw failure.error;
  return results;
}
