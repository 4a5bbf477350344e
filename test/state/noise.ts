import { random } from '../../bench/random.ts';

/** @returns text of so many bytes that compression takes no more than a fifth off, the same each time */
export function noise(bytes: number): string {
  const from = random(bytes);
  let text = '';
  while (text.length < bytes) text += String.fromCharCode(0x5d + from.below(34), 0x23 + from.below(57));
  return text.slice(0, bytes);
}
