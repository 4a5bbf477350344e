/** Alerts of a replay for people. */
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { AlertTable, isColoured, type TableOptions } from '../../src/cli/alert-table.ts';
import { alertOf, exec } from '../alert/sample.ts';

const options: TableOptions = {
  severity: 'low',
  group: 'none',
  columns: undefined,
  colour: false,
  atOnce: false,
};

/** `minute` of the hour; without one the event has no time. */
function alertAt(minute: number | undefined, more: Partial<Alert> = {}): Alert {
  const at = `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000000Z`;
  const { requestReceivedTimestamp: _, stageTimestamp: __, ...timeless } = exec;
  const timed = { ...timeless, requestReceivedTimestamp: at, stageTimestamp: at };
  return {
    ...alertOf({ ...(minute === undefined ? timeless : timed), auditID: `id-${minute}` }),
    ...more,
  } as Alert;
}

async function printed(given: Partial<TableOptions>, ...deliveries: readonly Alert[][]): Promise<string> {
  let text = '';
  const output = new Writable({
    highWaterMark: 1,
    write(chunk, _, done) {
      text += chunk;
      setImmediate(done);
    },
  });
  const table = new AlertTable(output, { ...options, ...given });
  for (const alerts of deliveries) await table.publish(alerts);
  await table.end();
  return text;
}

const timesIn = (text: string) =>
  [...text.matchAll(/^(?:2026-03-01T)?(10:\d\d|-)/gm)].map(([, time]) => time);

describe('a table of alerts', () => {
  it('is in the order of time over all deliveries, with its heading once', async () => {
    const text = await printed({}, [alertAt(5), alertAt(undefined)], [alertAt(3)], [alertAt(4), alertAt(1)]);
    expect(timesIn(text)).toEqual(['10:01', '10:03', '10:04', '10:05', '-']);
    expect(text.match(/^TIME /gm)).toHaveLength(1);
  });

  it('is printed as it comes where what is told is remembered', async () => {
    const text = await printed({ atOnce: true }, [alertAt(5), alertAt(2)], [alertAt(1)]);
    expect(timesIn(text)).toEqual(['10:02', '10:05', '10:01']);
    expect(text.match(/^TIME /gm)).toHaveLength(1);
  });

  it('has blocks on a terminal, no line of which is longer than that is wide', async () => {
    for (const columns of [40, 80, 200]) {
      const text = await printed({ columns, colour: true }, [alertAt(5), alertAt(3), alertAt(undefined)]);
      const lines = stripVTControlCharacters(text).split('\n');
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
      expect(lines[0]).toBe('2026-03-01');
      expect(text).toContain('\u001b[');
    }
    await expect(
      await printed({ columns: 80 }, [alertAt(5), alertAt(3), alertAt(undefined)]),
    ).toMatchFileSnapshot('golden/alert-blocks.txt');
  });

  it('is grouped, the largest group first', async () => {
    const other = { user: { name: 'bob' } } as unknown as Partial<Alert>;
    const text = await printed({ group: 'actor' }, [alertAt(1, other), alertAt(3), alertAt(2)]);
    expect(text.match(/^.*: \d alerts?$/gm)?.map((line) => line.split(': ').at(-1))).toEqual([
      '2 alerts',
      '1 alert',
    ]);
    expect(timesIn(text)).toEqual(['10:02', '10:03', '10:01']);
  });

  it('shows alerts of a severity and above', async () => {
    const { severity } = alertAt(1).harrier;
    expect(timesIn(await printed({ severity }, [alertAt(1)]))).toHaveLength(1);
    expect(await printed({ severity: 'critical' }, [alertAt(1)])).toBe('');
  });

  it.each([
    ['a terminal', { isTTY: true }, {}, true],
    ['a terminal with NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', { isTTY: true }, { NO_COLOR: '' }, true],
    ['a terminal that cannot', { isTTY: true }, { TERM: 'dumb' }, false],
    ['a pipe', {}, {}, false],
  ])('colour on %s', (_, stream, environment, coloured) => {
    expect(isColoured(stream, environment)).toBe(coloured);
  });
});
