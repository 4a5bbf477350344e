/** Files that are written whole or not at all: half of one in the place of one that was good helps nobody. */
import { accessSync, constants, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from './command.ts';
import { CannotWriteError } from './trouble.ts';

export function writeWhole(path: string, text: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  // What is no file, such as /dev/stdout, is not to be replaced by one.
  if (found?.isFile() === false) {
    writeFileSync(path, text);
    return;
  }
  const target = found === undefined ? path : realpathSync(path);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

const remedy = 'name another file';

/** A file that a command makes beside what it prints. */
export interface OutputFile {
  /** @throws CannotWriteError; what was in the file before is then still there */
  write(text: string): void;
}

/**
 * Looks whether the file can be written, so that nobody waits for what cannot be kept.
 * @param option that names it, as messages call it
 * @param path undefined where nothing is to be written
 * @throws CannotWriteError, UsageError
 */
export function outputFile(option: string, path: string | undefined): OutputFile | undefined {
  if (path === undefined) return undefined;
  if (path === '' || path === '-')
    throw new UsageError(`\`--${option}\` takes the name of a file; found ${path === '' ? 'none' : '`-`'}`);
  const told = <Value>(action: () => Value): Value => {
    try {
      return action();
    } catch (error) {
      throw new CannotWriteError(path, error, remedy);
    }
  };
  told(() => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    accessSync(found?.isFile() === false ? path : dirname(resolve(path)), constants.W_OK);
  });
  return { write: (text) => told(() => writeWhole(path, text)) };
}
