/** Progress on a terminal: how far, how fast. Silent elsewhere. */
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** Adds bytes read and events decoded. */
  add(bytes: number, events: number): void;
  /** Clears the line, so that what follows starts on a clean one. */
  stop(): void;
}

/** @param bytes how many there will be; undefined if that is unknown */
export function progressOn(stream: NodeJS.WriteStream, bytes: number | undefined): Progress {
  if (!stream.isTTY) return { add: () => {}, stop: () => {} };
  const format =
    bytes === undefined
      ? '{events} events · {rate} events/s'
      : '{bar} {percentage}% · {events} events · {rate} events/s';
  const bar = new SingleBar(
    { stream, format, clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  );
  const started = performance.now();
  let events = 0;
  bar.start(bytes ?? 0, 0, { events: 0, rate: 0 });
  return {
    add(more, decoded) {
      events += decoded;
      const rate = Math.round(events / Math.max(0.001, (performance.now() - started) / 1000));
      bar.increment(more, { events: events.toLocaleString('en'), rate: rate.toLocaleString('en') });
    },
    stop: () => bar.stop(),
  };
}
