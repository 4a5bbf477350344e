import { relative } from 'node:path';
import { visible } from '../text/visible.ts';

/** A path as a reader in the current folder would write it. */
export function shownPath(path: string): string {
  const short = relative('.', path);
  return visible(short === '' || short.startsWith('..') ? path : short);
}
