/**
 * Matches Lucene's regular expressions. A deterministic automaton, built as far as texts need it, looks at every
 * character once: time is linear in the value whatever the pattern. `checkRegex` bounds how large it can become.
 */
import { foldCodePoint } from '../fold-case.ts';
import { boundaries, type Node, type Nodes } from './expression.ts';
import { type ParsedRegex, parseRegex, type RegexProblem } from './parse.ts';

/**
 * How many states a pattern may need, how many expressions it may take to tell them apart, and how many parts of those
 * it may take to find them: a state can be a union of thousands. Lucene bounds what this takes, too, and by less.
 */
const maxStates = 5000;
const maxNodes = 100_000;
const maxEffort = 10_000_000;

interface State {
  readonly node: Node;
  readonly next: (State | undefined)[];
}

/**
 * What is wrong with a pattern, or probably not meant. Takes time with the number of its states: for build time.
 * @returns errors, for which `compileRegex` throws or for which the automaton would be too large, and warnings
 */
export function checkRegex(pattern: string, caseInsensitive: boolean): readonly RegexProblem[] {
  const parsed = parseRegex(pattern, caseInsensitive);
  if (!('node' in parsed)) return [parsed];
  const automaton = new Automaton(parsed);
  switch (automaton.explore()) {
    case 'too-large': {
      const hint = 'bound fewer repetitions, or split it into several';
      return [{ severity: 'error', message: 'this regular expression takes too many states', hint, at: 0 }];
    }
    case 'matches-nothing': {
      const message = 'no text can match this regular expression';
      return [...parsed.warnings, { severity: 'warning', message, hint: operators, at: 0 }];
    }
    default:
      return [...parsed.warnings, ...emptyAlternatives(parsed)];
  }
}

/** Alternatives that match nothing beside others that do: nothing else shows that they are of no use. */
function emptyAlternatives({ nodes, alternatives }: ParsedRegex): readonly RegexProblem[] {
  return alternatives
    .filter(({ node }) => new Automaton({ nodes, node }).explore() === 'matches-nothing')
    .map(({ text, at }) => {
      const message = `no text can match the alternative \`${text}\``;
      return { severity: 'warning', message, hint: operators, at };
    });
}

const operators =
  '`&` intersects, `~` is the opposite and `#` matches nothing: as characters they take a backslash';

/**
 * @returns a test of whether a whole text matches
 * @throws if the pattern is none; `checkRegex` says where
 */
export function compileRegex(pattern: string, caseInsensitive: boolean): (text: string) => boolean {
  const parsed = parseRegex(pattern, caseInsensitive);
  if (!('node' in parsed)) throw new SyntaxError(`${parsed.message} at ${parsed.at}: ${pattern}`);
  const automaton = new Automaton(parsed);
  return (text) => automaton.matches(text, caseInsensitive);
}

class Automaton {
  readonly #nodes: Nodes;
  readonly #states = new Map<Node, State>();
  readonly #start: State;
  /** The first code point of every class of characters that the pattern does not tell apart. */
  readonly #classes: readonly number[];
  readonly #asciiClasses: readonly number[];

  constructor({ nodes, node }: Pick<ParsedRegex, 'nodes' | 'node'>) {
    this.#nodes = nodes;
    this.#start = this.#state(node);
    this.#classes = [...boundaries(node)].filter((code) => code <= 0x10ffff).sort((a, b) => a - b);
    this.#asciiClasses = Array.from({ length: 128 }, (_, code) => this.#search(code));
  }

  matches(text: string, caseInsensitive: boolean): boolean {
    const { all, never } = this.#nodes;
    let state = this.#start;
    for (let at = 0; at < text.length; ) {
      if (state.node === never) return false;
      if (state.node === all) return true;
      const code = text.codePointAt(at) as number;
      at += code > 0xffff ? 2 : 1;
      state = this.#step(state, this.#classOf(caseInsensitive ? foldCodePoint(code) : code));
    }
    return state.node.nullable;
  }

  /** Builds all states. */
  explore(): 'too-large' | 'matches-nothing' | 'sound' {
    const queue = [this.#start];
    let matches = false;
    for (const state of queue) {
      matches ||= state.node.nullable;
      for (let index = 0; index < this.#classes.length; index++) {
        const before = this.#states.size;
        const next = this.#step(state, index);
        if (this.#states.size > before) queue.push(next);
        if (this.#nodes.effort > maxEffort) return 'too-large';
      }
      if (this.#states.size > maxStates || this.#nodes.size > maxNodes) return 'too-large';
    }
    return matches ? 'sound' : 'matches-nothing';
  }

  #step(state: State, index: number): State {
    const known = state.next[index];
    if (known !== undefined) return known;
    const next = this.#state(this.#nodes.derivative(state.node, this.#classes[index] as number));
    state.next[index] = next;
    return next;
  }

  #state(node: Node): State {
    const known = this.#states.get(node);
    if (known !== undefined) return known;
    const state = { node, next: [] };
    this.#states.set(node, state);
    return state;
  }

  #classOf(code: number): number {
    return code < 128 ? (this.#asciiClasses[code] as number) : this.#search(code);
  }

  #search(code: number): number {
    let [low, high] = [0, this.#classes.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#classes[middle] as number) <= code) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
