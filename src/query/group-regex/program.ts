/** A regular expression as instructions, which are tried one after the other. */
import { type CharSet, either, tabled } from './char-set.ts';
import { type Assertion, type Expression, ExpressionError, type Node } from './node.ts';

/** So much may an expression be once its repetitions are written out: memory and time grow with it. */
const maxInstructions = 5000;

export type Instruction =
  /** Takes one character. */
  | { readonly op: 'one'; readonly of: CharSet }
  /** Goes on at one place and, if that fails, at another. */
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  /** Keeps the place in the text: of group n the slots 2n and 2n+1. */
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'assert'; readonly of: Assertion }
  | { readonly op: 'match' };

export interface Program {
  readonly instructions: readonly Instruction[];
  readonly slots: number;
  readonly names: Expression['names'];
  /** The characters with which a match can begin; undefined if one may be empty. */
  readonly begin: CharSet | undefined;
}

/** @throws {ExpressionError} if the expression is too large */
export function compileProgram({ node, groups, names }: Expression): Program {
  const instructions: Instruction[] = [];
  const emit = <Each extends Instruction>(instruction: Each): Each => {
    if (instructions.length === maxInstructions) {
      throw new ExpressionError('The expression is too large', 'bound fewer repetitions, or split it', 0);
    }
    instructions.push(instruction);
    return instruction;
  };
  const write = (of: Node): void => {
    switch (of.kind) {
      case 'empty':
        return;
      case 'one':
        emit({ op: 'one', of: tabled(of.of) });
        return;
      case 'assertion':
        emit({ op: 'assert', of: of.of });
        return;
      case 'sequence':
        for (const each of of.of) write(each);
        return;
      case 'group':
        emit({ op: 'save', slot: 2 * of.index });
        write(of.of);
        emit({ op: 'save', slot: 2 * of.index + 1 });
        return;
      case 'choice':
        writeChoice(of.of);
        return;
      case 'repeat':
        writeRepeat(of);
    }
  };
  const writeChoice = (of: readonly Node[]): void => {
    const jumps: { to: number }[] = [];
    for (const [index, each] of of.entries()) {
      if (index === of.length - 1) {
        write(each);
        continue;
      }
      const split = emit({ op: 'split', first: instructions.length + 1, second: 0 });
      write(each);
      jumps.push(emit({ op: 'jump', to: 0 }));
      split.second = instructions.length;
    }
    for (const jump of jumps) jump.to = instructions.length;
  };
  const writeRepeat = ({ of, min, max, lazy }: Extract<Node, { kind: 'repeat' }>): void => {
    for (let count = 0; count < min; count++) {
      const start = instructions.length;
      write(of);
      // Nothing, however often, is nothing.
      if (instructions.length === start) break;
    }
    const splits: { first: number; second: number }[] = [];
    const optional = (): void => {
      splits.push(emit({ op: 'split', first: instructions.length + 1, second: instructions.length + 1 }));
      write(of);
    };
    if (max === Number.POSITIVE_INFINITY) {
      const start = instructions.length;
      optional();
      emit({ op: 'jump', to: start });
    } else for (let count = min; count < max; count++) optional();
    for (const split of splits) split[lazy ? 'first' : 'second'] = instructions.length;
  };
  write(node);
  emit({ op: 'match' });
  return { instructions, slots: 2 * groups, names, begin: beginning(instructions) };
}

function beginning(instructions: readonly Instruction[]): CharSet | undefined {
  const sets: CharSet[] = [];
  const seen = new Set<number>();
  const next = [0];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const instruction = instructions[at] as Instruction;
    if (instruction.op === 'match') return undefined;
    if (instruction.op === 'one') sets.push(instruction.of);
    else if (instruction.op === 'split') next.push(instruction.first, instruction.second);
    else next.push(instruction.op === 'jump' ? instruction.to : at + 1);
  }
  return tabled(either(sets));
}
