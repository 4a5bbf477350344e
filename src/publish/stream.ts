/** Alerts on a stream, one line each. */
import type { Writable } from 'node:stream';
import type { Alert } from '../alert/alert.ts';
import { renderJson } from '../alert/render-json.ts';
import { PublishError, type Publisher } from './publisher.ts';

/** Newline-delimited JSON. */
export function ndjsonPublisher(stream: Writable): Publisher {
  return linePublisher(stream, renderJson);
}

function linePublisher(stream: Writable, render: (alert: Alert) => string): Publisher {
  // Without a listener an error would end the process; it comes out of `publish`, through the write's callback.
  stream.on('error', () => {});
  return {
    async publish(alerts) {
      let flushed = 0;
      try {
        for (const [i, alert] of alerts.entries()) {
          const { full, written } = write(stream, `${render(alert)}\n`);
          // A slow reader holds the pipeline, and not its memory.
          if (full || i === alerts.length - 1) await written.then(() => (flushed = i + 1));
        }
      } catch (cause) {
        const ids = alerts.slice(flushed).map(({ event }) => event.id);
        throw new PublishError('the output', ids, String(cause), { cause });
      }
    },
  };
}

/** @returns whether the stream's buffer is full, and a promise of the text, and all before it, being passed on */
function write(stream: Writable, text: string): { full: boolean; written: Promise<void> } {
  const { promise: written, resolve, reject } = Promise.withResolvers<void>();
  // Of a write that nobody waits for, the failure comes with the next one that is waited for.
  written.catch(() => {});
  const full = !stream.write(text, (error) => (error ? reject(error) : resolve()));
  return { full, written };
}
