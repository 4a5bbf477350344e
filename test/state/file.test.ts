import { execFile } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { openFileStore, StateFileError } from '../../src/state/file.ts';
import { type Item, StateShapeError, StateUnavailableError } from '../../src/state/store.ts';
import { stateStoreContract } from '../contract/state-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'harrier-state-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const fresh = () => join(folder, `${++files}.db`);

stateStoreContract('a file', {
  async open(clock) {
    const store = openFileStore(fresh(), { clock });
    return { store, close: () => store.close() };
  },
  modelRuns: 100,
});

const now = 1_700_000_000_000;
const clock = () => now;
const key = { partition: 'p', sort: 'a' };
const item: Item = { key, value: { n: 1 }, expiresAt: now + 1000 };

describe('a state file', () => {
  it('survives between runs', async () => {
    const path = fresh();
    const first = openFileStore(path, { clock });
    await first.put([item]);
    const [before] = await first.get([key]);
    first.close();
    const second = openFileStore(path, { clock });
    expect(await second.get([key])).toEqual([before]);
    expect(await second.putIf({ ...item, value: { n: 2 } }, before?.version)).toBe(true);
    second.close();
  });

  it('loses what has expired when it is opened', async () => {
    const path = fresh();
    const first = openFileStore(path, { clock });
    await first.put([item, { ...item, key: { partition: 'p', sort: 'b' }, expiresAt: now + 1001 }]);
    first.close();
    openFileStore(path, { clock: () => now + 1000 }).close();
    const again = openFileStore(path, { clock });
    expect((await again.range('p', 'a', 'z')).map(({ key }) => key.sort)).toEqual(['b']);
    again.close();
  });

  it('shows another connection what was written', async () => {
    const path = fresh();
    const [one, other] = [openFileStore(path, { clock }), openFileStore(path, { clock })];
    await one.put([item]);
    expect(await other.get([key])).toMatchObject([item]);
    const [read] = await other.get([key]);
    await one.put([item]);
    expect(await other.putIf(item, read?.version)).toBe(false);
    one.close();
    other.close();
  });

  it('is made, shared and counted in by several processes at once', async () => {
    const path = fresh();
    const script = fileURLToPath(new URL('./file-process.ts', import.meta.url));
    const run = () => promisify(execFile)(process.execPath, [script, path, '50']);
    const outputs = await Promise.all(Array.from({ length: 4 }, run));
    const store = openFileStore(path, { clock });
    expect(await store.get([{ partition: 'shared', sort: 'count' }])).toMatchObject([
      { value: { count: 200 } },
    ]);
    expect(await store.range('own', '0', 'z')).toHaveLength(200);
    store.close();
    // Node's SQLite is no longer experimental: nothing is printed.
    expect(outputs).toEqual(outputs.map(() => ({ stdout: '', stderr: '' })));
  });

  it('is given up on when another process writes for too long, and is then as it was', async () => {
    const path = fresh();
    const store = openFileStore(path, { clock, patience: 10 });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const writing = store.put([item]);
    await expect(writing).rejects.toThrow(StateUnavailableError);
    await expect(writing).rejects.toThrow(`the state file ${path} cannot be used: database is locked`);
    expect(await store.get([key])).toEqual([undefined]);
    other.exec('ROLLBACK');
    await store.put([item]);
    expect(await store.get([key])).toMatchObject([item]);
    other.close();
    store.close();
  });

  it('is written whole or not at all', async () => {
    const path = fresh();
    let versions = 0;
    const newVersion = () => {
      if (++versions === 2) throw new Error('no more');
      return String(versions);
    };
    const store = openFileStore(path, { clock, newVersion });
    await expect(store.put([item, { ...item, key: { partition: 'p', sort: 'b' } }])).rejects.toThrow(
      'no more',
    );
    expect(await store.range('p', 'a', 'z')).toEqual([]);
    store.close();
  });

  it.each([
    ['v = 2', 'has the format version 2, but this Harrier reads 1; it was written by a newer Harrier'],
    ["data = '[]'", 'has data that is not a JSON object: Harrier did not write it'],
  ])('with an item changed to %s refuses the item', async (change, message) => {
    const path = fresh();
    const store = openFileStore(path, { clock });
    await store.put([item]);
    const other = new DatabaseSync(path);
    other.exec(`UPDATE item SET ${change}`);
    other.close();
    await expect(store.get([key])).rejects.toThrow(StateShapeError);
    await expect(store.range('p', 'a', 'a')).rejects.toThrow(`state item "p" / "a" ${message}`);
    store.close();
  });
});

describe('a file that is not ours', () => {
  function refused(path: string, message: string): void {
    let error: unknown;
    try {
      openFileStore(path, { clock }).close();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(StateFileError);
    expect(String(error)).toContain(path);
    expect(String(error)).toContain(message);
  }

  function database(...statements: string[]): string {
    const path = fresh();
    const made = new DatabaseSync(path);
    for (const statement of statements) made.exec(statement);
    made.close();
    return path;
  }

  it.each([
    ['with tables', ['CREATE TABLE item (pk TEXT)']],
    ['with a mark', ['PRAGMA application_id = 1', 'PRAGMA user_version = 1']],
  ])('is refused if it is another database %s, and left as it is', (_, statements) => {
    const path = database(...statements);
    const before = readFileSync(path);
    refused(path, 'is a SQLite database of another program; name another file for the state');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is refused if a newer Harrier made it, and left as it is', async () => {
    const path = fresh();
    openFileStore(path, { clock }).close();
    const newer = new DatabaseSync(path);
    newer.exec('PRAGMA user_version = 2');
    newer.close();
    const copy = fresh();
    copyFileSync(path, copy);
    refused(
      path,
      "has version 2 of the state's table, but this Harrier knows version 1; use the Harrier that wrote it",
    );
    expect(readFileSync(path).equals(readFileSync(copy))).toBe(true);
  });

  it('is refused if it is no database, a folder, or in none', () => {
    const textFile = fresh();
    writeFileSync(textFile, 'These are notes.\n'.repeat(100));
    refused(textFile, 'file is not a database');
    expect(readFileSync(textFile, 'utf8')).toMatch(/^These are notes/);
    const directory = fresh();
    mkdirSync(directory);
    refused(directory, 'unable to open database file');
    refused(join(folder, 'none', 'state.db'), 'unable to open database file');
  });

  it('is taken if it is empty', async () => {
    const path = fresh();
    writeFileSync(path, '');
    const store = openFileStore(path, { clock });
    await store.put([item]);
    expect(await store.get([key])).toMatchObject([item]);
    store.close();
  });

  it.each([
    { items: 3, lengths: [512, 4096, 5000, 8191, 8192] },
    { items: 400, lengths: [512, 4096, 5000, 32_768, 36_000, 36_863, 36_864] },
  ])('is refused or has all $items items when it was cut, also where a crash left a log', async (made) => {
    const path = fresh();
    const store = openFileStore(path, { clock });
    await store.put(
      Array.from({ length: made.items }, (_, i) => ({ ...item, key: { partition: 'p', sort: `s${i}` } })),
    );
    const other = new DatabaseSync(path);
    // All of it goes to the file; then the log gets the first page alone.
    other.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA user_version = 1');
    expect(statSync(path).size).toBe(made.lengths.at(-1));
    const outcomes: string[] = [];
    for (const log of ['with', 'without']) {
      for (const length of made.lengths) {
        const copy = fresh();
        copyFileSync(path, copy);
        truncateSync(copy, length);
        if (log === 'with') copyFileSync(`${path}-wal`, `${copy}-wal`);
        try {
          const opened = openFileStore(copy, { clock });
          expect(await opened.range('p', 's', 't')).toHaveLength(made.items);
          opened.close();
          outcomes.push(`${log} a log opened at ${length}`);
        } catch (error) {
          expect(error).toBeInstanceOf(StateFileError);
        }
      }
    }
    const whole = made.lengths.at(-1);
    expect(outcomes).toContain(`with a log opened at ${whole}`);
    expect(outcomes.filter((each) => each.startsWith('without'))).toEqual([
      `without a log opened at ${whole}`,
    ]);
    other.close();
    store.close();
  });

  it('is an error with its name when its pages are damaged', async () => {
    const path = fresh();
    const store = openFileStore(path, { clock });
    await store.put(
      Array.from({ length: 500 }, (_, i) => ({
        ...item,
        key: { partition: 'p', sort: `${i}` },
        value: { x: 'x'.repeat(500) },
      })),
    );
    store.close();
    const bytes = readFileSync(path);
    bytes.fill(0xff, 8192, bytes.length - 4096);
    writeFileSync(path, bytes);
    expect(() => openFileStore(path, { clock })).toThrow(StateFileError);
    expect(() => openFileStore(path, { clock })).toThrow(path);
  });
});
