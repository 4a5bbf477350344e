/**
 * Searches a text for what a program matches: the leftmost match, and of those at one place the one that a backtracking
 * engine finds first. It backtracks, too, but remembers where it failed: from one instruction at one place of the text
 * nothing is tried twice, also by the searches for further matches. So time is linear in the text, and memory a bit for
 * each instruction and each character that was looked at.
 */
import type { Instruction, Program } from './program.ts';

/** Places of a text whose marks are kept together. */
const blockSize = 256;

export class Search {
  /** How many instructions were tried. */
  steps = 0;
  readonly #text: string;
  readonly #program: Program;
  readonly #words: number;
  readonly #blocks: (Uint32Array | undefined)[] = [];
  /** What is on the way to where the search is: instruction and place, in turn. */
  readonly #path: number[] = [];
  /** What is to be tried after a failure: instruction, place, length of the path; or a slot (negative) and its value. */
  readonly #stack: number[] = [];
  #slots: number[] = [];

  constructor(program: Program, text: string) {
    this.#program = program;
    this.#text = text;
    this.#words = (program.instructions.length + 31) >> 5;
  }

  /** @returns where the next match begins and ends, undefined if there is none */
  find(from: number): readonly [start: number, end: number] | undefined {
    const { begin, slots } = this.#program;
    const text = this.#text;
    // A search that fails leaves them as they were.
    this.#slots = new Array<number>(slots).fill(-1);
    for (let start = from; start <= text.length; start++) {
      if (begin !== undefined && (start === text.length || !begin(text.codePointAt(start) as number)))
        continue;
      // Between the halves of a surrogate pair there is no place.
      if (start > 0 && isLow(text.charCodeAt(start)) && isHigh(text.charCodeAt(start - 1))) continue;
      const end = this.#run(start);
      if (end !== undefined) return [start, end];
    }
    return undefined;
  }

  /** @returns the text of a group of the match that was found last, undefined if the group took no part */
  group(index: number): string | undefined {
    const [start = -1, end = -1] = [this.#slots[2 * index], this.#slots[2 * index + 1]];
    return start === -1 || end === -1 ? undefined : this.#text.slice(start, end);
  }

  #run(start: number): number | undefined {
    const { instructions } = this.#program;
    const [stack, path, text] = [this.#stack, this.#path, this.#text];
    let [at, place] = [0, start];
    for (;;) {
      if (this.#visit(at, place)) {
        this.steps++;
        path.push(at, place);
        const instruction = instructions[at] as Instruction;
        switch (instruction.op) {
          case 'match':
            this.#succeed(place);
            return place;
          case 'jump':
            at = instruction.to;
            continue;
          case 'split':
            stack.push(instruction.second, place, path.length);
            at = instruction.first;
            continue;
          case 'save':
            stack.push(-1 - instruction.slot, this.#slots[instruction.slot] as number, 0);
            this.#slots[instruction.slot] = place;
            at++;
            continue;
          case 'assert':
            if (!instruction.of(text, place)) break;
            at++;
            continue;
          case 'one': {
            const code = text.codePointAt(place);
            if (code === undefined || !instruction.of(code)) break;
            at++;
            place += code > 0xffff ? 2 : 1;
            continue;
          }
        }
      }
      // What failed stays marked; what was saved on the way is taken back.
      for (;;) {
        const length = stack.pop();
        if (length === undefined) {
          path.length = 0;
          return undefined;
        }
        place = stack.pop() as number;
        at = stack.pop() as number;
        if (at >= 0) {
          path.length = length;
          break;
        }
        this.#slots[-1 - at] = place;
      }
    }
  }

  /** The next search may go the same way, from where this one ended. */
  #succeed(end: number): void {
    const path = this.#path;
    for (let index = 0; index < path.length; index += 2) {
      const [at, place] = [path[index] as number, path[index + 1] as number];
      const block = this.#blocks[Math.floor(place / blockSize)] as Uint32Array;
      const word = (place % blockSize) * this.#words + (at >> 5);
      block[word] = (block[word] as number) & ~(1 << (at & 31));
    }
    const first = (end % blockSize) * this.#words;
    this.#blocks[Math.floor(end / blockSize)]?.fill(0, first, first + this.#words);
    path.length = 0;
    this.#stack.length = 0;
  }

  /** @returns whether an instruction was not tried yet at a place; from now on it is */
  #visit(at: number, place: number): boolean {
    const index = Math.floor(place / blockSize);
    let block = this.#blocks[index];
    if (block === undefined) {
      const places = Math.min(blockSize, this.#text.length + 1 - index * blockSize);
      block = new Uint32Array(places * this.#words);
      this.#blocks[index] = block;
    }
    const word = (place % blockSize) * this.#words + (at >> 5);
    const bit = 1 << (at & 31);
    const marks = block[word] as number;
    if ((marks & bit) !== 0) return false;
    block[word] = marks | bit;
    return true;
  }
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
