/** Progress on a terminal: how far, how fast. Silent elsewhere. */
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** Adds what was read, in the unit of the sizes, and how many events were in it. */
  add(amount: number, events: number): void;
  /** Takes the bar off the terminal while something else is written there. */
  aside<T>(write: () => Promise<T>): Promise<T>;
  /** Clears the line, so that what follows starts on a clean one. */
  stop(): void;
}

/** For what is not a command's own work. */
export const noProgress: Progress = { add: () => {}, aside: (write) => write(), stop: () => {} };

/** @param sizes of what there is to read, such as bytes; with an unknown one, no share is shown */
export function progressOn(stream: NodeJS.WriteStream, sizes: readonly (number | undefined)[]): Progress {
  if (!stream.isTTY) return noProgress;
  const areKnown = sizes.every((size) => size !== undefined);
  const total = sizes.reduce<number>((sum, size = 0) => sum + size, 0);
  const share = areKnown ? '{bar} {percentage}% · ' : '';
  const format = `${share}{events} events · {rate} events/s`;
  const bar = new SingleBar(
    { stream, format, clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  );
  const started = performance.now();
  let done = 0;
  let events = 0;
  let isOver = false;
  const payload = () => {
    const rate = Math.round(events / Math.max(0.001, (performance.now() - started) / 1000));
    return { events: events.toLocaleString('en'), rate: rate.toLocaleString('en') };
  };
  bar.start(total, 0, payload());
  return {
    add(amount, decoded) {
      done += amount;
      events += decoded;
      bar.update(done, payload());
    },
    async aside(write) {
      // A bar that is begun again would keep the process from ending.
      if (isOver) return write();
      bar.stop();
      try {
        return await write();
      } finally {
        bar.start(total, done, payload());
      }
    },
    stop() {
      isOver = true;
      bar.stop();
    },
  };
}
