import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import type { Input } from '../inputs.ts';
import { told } from './unpack-error.ts';

/** @returns the files in a tar archive, each to be read before the next is asked for */
export async function* tarEntries(name: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Input> {
  const archive = extract();
  const source = Readable.from(bytes);
  source.on('error', (error) => archive.destroy(error));
  for await (const entry of source.pipe(archive)) {
    const { type, name: path, size } = entry.header;
    if (type === 'file' && !isHidden(path)) {
      yield {
        name: `${name}/${path}`,
        ...(size !== undefined && { size }),
        open: () => told(entry as AsyncIterable<Uint8Array>, 'its content in the archive is broken'),
      };
    }
    entry.resume();
  }
}

/** What file systems leave beside files, such as macOS' `._` files. */
export function isHidden(path: string): boolean {
  return (
    path.split('/').some((part) => part.startsWith('.') && part !== '.' && part !== '..') ||
    path.startsWith('__MACOSX/')
  );
}
