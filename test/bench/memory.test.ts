/** Memory does not grow with the object: what `npm run bench:memory` shows of 1 GB, on a smaller scale. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type FormName, forms, writeLargeObject } from '../../bench/large-objects.ts';
import { bundleReplayer } from '../../bench/replay-child.ts';

const MB = 1e6;
/** Less than the text by which the objects differ; what is parsed of it would take several times that. */
const tolerated = 48 * MB;

const folder = mkdtempSync(join(tmpdir(), 'harrier-memory-'));
afterAll(() => rmSync(folder, { recursive: true }));
// A young generation that 8 MB fill: by default V8 lets it grow with time on a large machine, whatever is in use.
const { replay } = await bundleReplayer(folder, ['--max-semi-space-size=16']);

it.each(Object.keys(forms) as FormName[])('%s: 64 MB take no more memory than 8 MB', async (name) => {
  const peaks: number[] = [];
  for (const bytes of [8 * MB, 64 * MB]) {
    const object = join(folder, 'object');
    const { events } = await writeLargeObject(object, name, bytes);
    const taken = await replay(object);
    expect(taken.events).toBe(events);
    expect(taken.alerts).toBeGreaterThan(0);
    peaks.push(taken.peakBytes);
  }
  const [small = 0, large = 0] = peaks;
  expect(large - small).toBeLessThan(tolerated);
});
