/**
 * Lists of whole numbers as texts: a text for each digit, with a character for each number. Numbers that are alike then
 * stand side by side, which is what compression needs.
 */

/** The characters of ASCII that JSON writes as they are, but for the quote and what is before it. */
const first = 0x23;
const backslash = 0x5c;
export const base = 0x7e - first;
/** More than an item holds. */
const mostNumbers = 1_000_000;

/** @param numbers not negative. @returns the last digits, those before them, and so on; of nothing but zeros, none */
export function digitsOf(numbers: readonly number[]): readonly string[] {
  const texts: string[] = [];
  const bytes = Buffer.allocUnsafe(numbers.length);
  let left = numbers;
  while (true) {
    let largest = 0;
    for (let index = 0; index < left.length; index++) {
      const number = left[index] as number;
      if (number > largest) largest = number;
    }
    if (largest === 0) return texts;
    const before = largest < base ? left : new Array<number>(left.length);
    for (let index = 0; index < left.length; index++) {
      const number = left[index] as number;
      let digit = number;
      if (largest >= base) {
        const more = Math.floor(number / base);
        (before as number[])[index] = more;
        digit = number - more * base;
      }
      const code = first + digit;
      bytes[index] = code < backslash ? code : code + 1;
    }
    texts.push(bytes.toString('latin1'));
    if (largest < base) return texts;
    left = before;
  }
}

/** @returns undefined if the texts are none that `digitsOf` gives for so many numbers */
export function numbersOf(texts: unknown, count: number): number[] | undefined {
  if (!Array.isArray(texts) || !Number.isSafeInteger(count) || count < 0 || count > mostNumbers)
    return undefined;
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
