/** `<7-42>`: decimal numbers between two, both included. */
import type { Node, Nodes } from './expression.ts';

const zero = 0x30;
const nine = 0x39;

/**
 * Of bounds with equally many digits, numbers have that many too; otherwise any number of zeros may lead.
 * @param a, b decimal digits, in either order
 */
export function interval(nodes: Nodes, a: string, b: string): Node {
  const [min, max] = Number(a) <= Number(b) ? [a, b] : [b, a];
  if (min.length === max.length) return between(nodes, min, max);
  const from = String(Number(min));
  const to = String(Number(max));
  const parts: Node[] = [];
  for (let length = from.length; length <= to.length; length++) {
    const low = length === from.length ? from : `1${'0'.repeat(length - 1)}`;
    const high = length === to.length ? to : '9'.repeat(length);
    parts.push(between(nodes, low, high));
  }
  return nodes.sequence(nodes.repeat(digit(nodes, 0, 0), 0, Number.POSITIVE_INFINITY), nodes.or(parts));
}

/** Numbers of as many digits as both bounds have. */
function between(nodes: Nodes, from: string, to: string): Node {
  if (from === '') return nodes.empty;
  const [low, high] = [Number(from[0]), Number(to[0])];
  const [lows, highs] = [from.slice(1), to.slice(1)];
  if (low === high) return nodes.sequence(digit(nodes, low, high), between(nodes, lows, highs));
  const [zeros, nines] = ['0'.repeat(lows.length), '9'.repeat(lows.length)];
  const inner =
    low + 1 < high ? [nodes.sequence(digit(nodes, low + 1, high - 1), between(nodes, zeros, nines))] : [];
  return nodes.or([
    nodes.sequence(digit(nodes, low, low), between(nodes, lows, nines)),
    ...inner,
    nodes.sequence(digit(nodes, high, high), between(nodes, zeros, highs)),
  ]);
}

function digit(nodes: Nodes, from: number, to: number): Node {
  return nodes.one([zero + from, Math.min(zero + to, nine)]);
}
