/** Paths of a node as the kernel takes them, whatever their spelling. */

/**
 * A path as Go's `path.Clean` gives it, from the root on: `/etc//./cron.d/` is `/etc/cron.d`. The API server accepts
 * such spellings, and refuses only `..`
 * (https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go); a path without a
 * root is looked up in the runtime's folder, which is `/`. Takes time linear in the path.
 */
export function cleanPath(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return `/${kept.join('/')}`;
}
