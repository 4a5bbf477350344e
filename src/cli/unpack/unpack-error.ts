/** What is wrong with an archive, or with what is around records; the message completes "FILE: …". */
export class UnpackError extends Error {
  override readonly name = 'UnpackError';
}

/** Passes on, and makes an UnpackError of what a library throws. */
export async function* told<T>(from: AsyncIterable<T>, what: string): AsyncGenerator<T> {
  try {
    yield* from;
  } catch (error) {
    if (error instanceof UnpackError || !(error instanceof Error) || 'syscall' in error) throw error;
    throw new UnpackError(`${what}: ${error.message}`, { cause: error });
  }
}
