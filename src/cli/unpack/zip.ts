import { openPromise } from 'yauzl';
import type { Input } from '../inputs.ts';
import { isHidden } from './tar.ts';
import { failing, told, UnpackError } from './unpack-error.ts';

/** @returns the files in a ZIP archive, whose list stands at its end: it must be a file */
export async function* zipEntries({ name, path }: Input): AsyncGenerator<Input> {
  if (path === undefined)
    throw new UnpackError('it is a ZIP archive, which cannot be read as a stream: unzip it before');
  const archive = await openPromise(path);
  try {
    for await (const entry of archive.eachEntry()) {
      if (entry.fileName.endsWith('/') || isHidden(entry.fileName)) continue;
      if (entry.isEncrypted()) {
        const encrypted = new UnpackError('it is encrypted: unzip it before');
        yield { name: `${name}/${entry.fileName}`, open: () => failing(encrypted) };
        continue;
      }
      const stream = await archive.openReadStreamPromise(entry);
      yield {
        name: `${name}/${entry.fileName}`,
        open: () => told(stream, 'its content in the archive is broken'),
      };
    }
  } finally {
    archive.close();
  }
}
