import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../../src/alert/render-json.ts';
import { PublishError } from '../../src/publish/publisher.ts';
import { ndjsonPublisher } from '../../src/publish/stream.ts';
import { alertOf, exec } from '../alert/sample.ts';

const alerts = Array.from({ length: 20 }, (_, i) => alertOf({ ...exec, auditID: `id-${i}` }));

/** A stream whose reader takes one chunk each turn; it knows how much was waiting for the reader at most. */
class Slow extends Writable {
  text = '';
  waiting = 0;
  readonly #failsAt: number;

  constructor(failsAt = Number.POSITIVE_INFINITY) {
    super({ highWaterMark: 1, decodeStrings: false });
    this.#failsAt = failsAt;
  }

  override _write(chunk: string, _encoding: string, done: (error?: Error) => void): void {
    this.waiting = Math.max(this.waiting, this.writableLength);
    setImmediate(() => {
      if (this.text.length >= this.#failsAt) return done(new Error('the disk is full'));
      this.text += chunk;
      done();
    });
  }
}

describe('on a stream', () => {
  it('alerts are lines of JSON, written when the promise resolves', async () => {
    const stream = new Slow();
    await ndjsonPublisher(stream).publish(alerts);
    expect(stream.text).toBe(alerts.map((alert) => `${renderJson(alert)}\n`).join(''));
  });

  it('a slow reader has no more than one alert waiting', async () => {
    const stream = new Slow();
    await ndjsonPublisher(stream).publish(alerts);
    expect(stream.waiting).toBeLessThanOrEqual(
      Math.max(...alerts.map((alert) => renderJson(alert).length)) + 1,
    );
  });

  it('an error names the alerts that were not written', async () => {
    const stream = new Slow(renderJson(alerts[0] ?? alertOf()).length + 1);
    const publishing = ndjsonPublisher(stream).publish(alerts);
    await expect(publishing).rejects.toThrow(
      /19 alerts could not be published to the output: Error: the disk is full/,
    );
    await expect(publishing).rejects.toBeInstanceOf(PublishError);
    await expect(ndjsonPublisher(stream).publish(alerts.slice(0, 1))).rejects.toBeInstanceOf(PublishError);
  });

  it('a closed stream is an error, and not a wait for ever', async () => {
    const stream = new Slow();
    stream.destroy();
    await expect(ndjsonPublisher(stream).publish(alerts)).rejects.toThrow(/20 alerts/);
  });
});
