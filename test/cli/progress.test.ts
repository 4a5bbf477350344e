import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { progressOn } from '../../src/cli/progress.ts';

/** A terminal that keeps what was written to it. */
function terminal(isTTY: boolean): { stream: NodeJS.WriteStream; written: () => string } {
  let written = '';
  const stream = new Writable({
    write(chunk, _, done) {
      written += chunk;
      done();
    },
  });
  const size = { isTTY, columns: 80, rows: 24 };
  return { stream: Object.assign(stream, size) as unknown as NodeJS.WriteStream, written: () => written };
}

const clearsLine = '\u001b[2K';

it('shows nothing where there is no terminal', async () => {
  const { stream, written } = terminal(false);
  const progress = progressOn(stream, [100]);
  progress.add(50, 7);
  expect(await progress.aside(async () => 'alert')).toBe('alert');
  progress.stop();
  expect(written()).toBe('');
});

it('leaves the line to what else is written', async () => {
  const { stream, written } = terminal(true);
  const progress = progressOn(stream, [100, 100]);
  progress.add(50, 1234);
  const before = await progress.aside(async () => written());
  expect(before.endsWith(clearsLine) || before.includes(clearsLine)).toBe(true);
  expect(before.slice(before.lastIndexOf(clearsLine))).not.toContain('%');
  progress.stop();
  expect(written()).toContain('25% · 1,234 events');
  expect(written().slice(written().lastIndexOf(clearsLine))).not.toContain('%');
});

it('shows no share of what has no known size', () => {
  const { stream, written } = terminal(true);
  const progress = progressOn(stream, [undefined]);
  progress.add(50, 3);
  progress.stop();
  expect(written()).toContain('3 events');
  expect(written()).not.toContain('%');
});

it('does not come back once it is over', async () => {
  const { stream, written } = terminal(true);
  const progress = progressOn(stream, [100]);
  progress.add(100, 3);
  progress.stop();
  const before = written();
  expect(await progress.aside(async () => 'result')).toBe('result');
  expect(written()).toBe(before);
});
