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

/** What cannot be read at all. @throws the error, when it is read */
// biome-ignore lint/correctness/useYield: there is nothing to give
export async function* failing(error: UnpackError): AsyncGenerator<Uint8Array> {
  throw error;
}
