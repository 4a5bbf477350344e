/**
 * Lists of whole numbers as texts: a text for each digit, with a character for each number. Numbers that are alike then
 * stand side by side, which is what compression needs.
 */

/** The characters of ASCII that JSON writes as they are, but for the quote and what is before it. */
const first = 0x23;
const backslash = 0x5c;
export const base = 0x7e - first;

/** @param numbers not negative. @returns the last digits, those before them, and so on; of nothing but zeros, none */
export function digitsOf(numbers: readonly number[]): readonly string[] {
  const texts: string[] = [];
  const bytes = Buffer.allocUnsafe(numbers.length);
  let largest = 0;
  for (const number of numbers) if (number > largest) largest = number;
  for (let scale = 1; largest >= scale; scale *= base) {
    for (let index = 0; index < numbers.length; index++) {
      const code = first + (Math.floor((numbers[index] as number) / scale) % base);
      bytes[index] = code < backslash ? code : code + 1;
    }
    texts.push(bytes.toString('latin1'));
  }
  return texts;
}

/** @returns undefined if the texts are none that `digitsOf` gives for so many numbers */
export function numbersOf(texts: unknown, count: number): number[] | undefined {
  if (!Array.isArray(texts)) return undefined;
  const numbers = new Array<number>(count).fill(0);
  let scale = 1;
  for (const text of texts as readonly unknown[]) {
    if (typeof text !== 'string' || text.length !== count) return undefined;
    for (let index = 0; index < count; index++) {
      const code = text.charCodeAt(index);
      const digit = code < backslash ? code - first : code - first - 1;
      if (digit < 0 || digit >= base || code === backslash) return undefined;
      numbers[index] = (numbers[index] as number) + digit * scale;
    }
    scale *= base;
  }
  return numbers.every(Number.isSafeInteger) ? numbers : undefined;
}
