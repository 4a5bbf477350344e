/** What was probably meant. */

/**
 * @param word as written
 * @param candidates the words that would have been right
 * @returns the candidate nearest to `word`, if it is near enough to have been meant: case aside, at most one edit in
 * three characters (insertion, deletion, replacement, or two neighbours swapped). The first of equals.
 * @param most edits, if fewer are to be taken for mistakes
 */
export function suggest(
  word: string,
  candidates: Iterable<string>,
  most: number = Math.floor(word.length / 3),
): string | undefined {
  const written = word.toLowerCase();
  let best: string | undefined;
  let fewest = most + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - written.length) >= fewest) continue;
    const edits = editDistance(written, candidate.toLowerCase());
    if (edits < fewest) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

/** Optimal string alignment distance. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = cell(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let edits = Math.min(replaced, cell(last, column) + 1, cell(current, column - 1) + 1);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        edits = Math.min(edits, cell(beforeLast, column - 2) + 1);
      }
      current.push(edits);
    }
    beforeLast = last;
    last = current;
  }
  return cell(last, b.length);
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
