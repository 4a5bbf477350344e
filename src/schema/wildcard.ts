/**
 * Wildcard patterns as literal pieces between `*`s: `a*b` is `['a', 'b']`. Matching is greedy piece by piece
 * without backtracking, so its time is linear in the value for any given pattern: the values are the attacker's.
 */
export function matchesPattern(value: string, pieces: readonly string[]): boolean {
  const last = pieces.length - 1;
  const head = pieces[0] as string;
  if (last === 0) return value === head;
  const tail = pieces[last] as string;
  if (value.length < head.length + tail.length || !value.startsWith(head) || !value.endsWith(tail))
    return false;
  const end = value.length - tail.length;
  let from = head.length;
  for (let index = 1; index < last; index++) {
    const piece = pieces[index] as string;
    const found = value.indexOf(piece, from);
    if (found === -1 || found + piece.length > end) return false;
    from = found + piece.length;
  }
  return true;
}
