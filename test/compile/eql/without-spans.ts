/** A syntax tree without its spans: what a query says, wherever it stands. */
export function withoutSpans(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutSpans);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, value]) =>
      key === 'span' || key === 'nameSpan' ? [] : [[key, withoutSpans(value)]],
    ),
  );
}
