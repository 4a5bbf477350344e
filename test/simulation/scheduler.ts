/** Decides which of the calls that are under way goes on next. A call waits twice: to take effect, and to be answered. */
import type { Random } from '../../bench/random.ts';

interface Waiting {
  readonly caller: string;
  /** Made only for a trace. */
  readonly what: () => string;
  readonly go: () => unknown;
  /** What the call does, if it has not been done. */
  readonly effect?: (() => unknown) | undefined;
}

export class Scheduler {
  readonly trace: string[] = [];
  readonly #from: Random;
  readonly #isTraced: boolean;
  #waiting: Waiting[] = [];

  constructor(from: Random, isTraced: boolean) {
    this.#from = from;
    this.#isTraced = isTraced;
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0;
  }

  isWaiting(caller: string): boolean {
    return this.#waiting.some((each) => each.caller === caller);
  }

  /** Resolves when it is this call's turn; never, if its caller is killed before. */
  turn(caller: string, what: () => string, effect?: () => unknown): Promise<void> {
    return new Promise((go) => this.#waiting.push({ caller, what, go, effect }));
  }

  /** Lets one of those that wait go on. */
  async step(): Promise<void> {
    const [chosen] = this.#waiting.splice(this.#from.below(this.#waiting.length), 1);
    this.tell(() => `${chosen?.caller}: ${chosen?.what()}`);
    chosen?.go();
    await this.rest();
  }

  /** The caller goes on nowhere. Of its calls that are on their way, some take effect at a later time. */
  kill(caller: string): void {
    this.tell(() => `${caller}: killed`);
    const lost = this.#waiting.filter((each) => each.caller === caller);
    this.#waiting = this.#waiting.filter((each) => each.caller !== caller);
    for (const { what, effect } of lost) {
      if (effect === undefined || this.#from.below(2) === 0) continue;
      this.#waiting.push({ caller: `${caller} (killed)`, what, go: effect });
    }
  }

  /** Until nobody can go on without a turn: Node runs ticks when no promise has anything left to do. */
  rest(): Promise<void> {
    return new Promise((resolve) => process.nextTick(resolve));
  }

  tell(text: () => string): void {
    if (this.#isTraced) this.trace.push(text());
  }
}
