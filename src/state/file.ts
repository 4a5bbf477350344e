/**
 * State in a SQLite file, for the command line: it survives between runs, and several processes may use it at once.
 * SQLite's write-ahead log lets readers go on while one process writes; it needs a local disk, not a network share
 * (https://www.sqlite.org/wal.html). A crash of the process loses nothing; a loss of power may lose the last writes.
 */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  checkDistinct,
  checkKey,
  checkRange,
  decodeItem,
  type EncodedItem,
  encodeItem,
  formatVersion,
} from './item-format.ts';
import { hasLog, missingOf } from './sqlite-file.ts';
import { type StateStore, StateUnavailableError, type StoredItem } from './store.ts';

/** The file cannot hold Harrier's state. The message names it. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError';
}

export interface FileStore extends StateStore {
  /** Closes the file; the store cannot be used afterwards. */
  close(): void;
}

export interface FileStoreOptions {
  /** Epoch milliseconds; items expire by it. */
  readonly clock: () => number;
  /** @returns a string that was never returned before, of any process */
  readonly newVersion?: () => string;
  /** How long to wait for another process that is writing, in milliseconds. */
  readonly patience?: number;
}

/** "HARR": marks the file as ours (https://www.sqlite.org/pragma.html#pragma_application_id). */
const applicationId = 0x48415252;
/** The version of the table; SQLite keeps it as `user_version`. Items have a format version of their own. */
const schemaVersion = 1;

/** Key columns compare by UTF-8 bytes, SQLite's default. */
const schema = `
  CREATE TABLE item (
    pk TEXT NOT NULL,
    sk TEXT NOT NULL,
    data TEXT NOT NULL,
    v INTEGER NOT NULL,
    ver TEXT NOT NULL,
    exp INTEGER NOT NULL,
    PRIMARY KEY (pk, sk)
  ) STRICT, WITHOUT ROWID;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`;

/**
 * Opens a state file, making it if there is none, and removes what has expired.
 * @throws StateFileError if the file cannot be opened, is no SQLite database, was cut short, belongs to another
 * program, or was written by another version of Harrier; the file is then left as it is
 * @throws StateUnavailableError if another process is writing for too long, or the disk is full
 */
export function openFileStore(path: string, options: FileStoreOptions): FileStore {
  const { clock, newVersion = randomUUID, patience = 5000 } = options;
  const database = open(path, patience, clock());

  const select = database.prepare('SELECT * FROM item WHERE pk = ? AND sk = ?');
  const selectRange = database.prepare('SELECT * FROM item WHERE pk = ? AND sk BETWEEN ? AND ? ORDER BY sk');
  const insert =
    'INSERT INTO item (pk, sk, data, v, ver, exp) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET';
  const assign = 'data = excluded.data, v = excluded.v, ver = excluded.ver, exp = excluded.exp';
  const upsert = database.prepare(`${insert} ${assign}`);
  const insertIfAbsent = database.prepare(`${insert} ${assign} WHERE item.exp <= ?`);
  const update = database.prepare(
    'UPDATE item SET data = ?, v = ?, ver = ?, exp = ? WHERE pk = ? AND sk = ? AND ver = ? AND exp > ?',
  );

  function columns({ data, expiresAt }: EncodedItem): [string, number, string, number] {
    return [data, formatVersion, newVersion(), expiresAt];
  }

  return {
    async get(keys) {
      keys.forEach(checkKey);
      const now = clock();
      return using(path, () =>
        keys.map(({ partition, sort }) => decodeRow(select.get(partition, sort), now)),
      );
    },

    async range(partition, from, to) {
      checkRange(partition, from, to);
      const rows = using(path, () => selectRange.all(partition, from, to));
      const now = clock();
      return rows.map((row) => decodeRow(row, now)).filter((item) => item !== undefined);
    },

    async put(items) {
      const encoded = items.map(encodeItem);
      checkDistinct(items);
      using(path, () =>
        transact(database, () => {
          for (const item of encoded) upsert.run(item.key.partition, item.key.sort, ...columns(item));
        }),
      );
    },

    async putIf(item, expected) {
      const encoded = encodeItem(item);
      const { partition, sort } = item.key;
      const { changes } = using(path, () =>
        expected === undefined
          ? insertIfAbsent.run(partition, sort, ...columns(encoded), clock())
          : update.run(...columns(encoded), partition, sort, expected, clock()),
      );
      return changes === 1;
    },

    close() {
      database.close();
    },
  };
}

function decodeRow(row: Record<string, unknown> | undefined, now: number): StoredItem | undefined {
  if (row === undefined) return undefined;
  const key = { partition: row.pk as string, sort: row.sk as string };
  return decodeItem({ key, format: row.v, data: row.data, version: row.ver, expiresAt: row.exp }, now);
}

function open(path: string, patience: number, now: number): DatabaseSync {
  // A log that a crash left behind may hold what the file lacks, and then it takes a look at every page to know.
  const leftLog = hasLog(path);
  if (!leftLog) refuseCut(path, missingOf(path));
  return using(path, () => {
    // Absolute, so that no name is special to SQLite.
    const database = new DatabaseSync(resolve(path), { timeout: patience });
    try {
      // Several processes may be making the file: only the one that gets to write first does.
      if (pragma(database, 'application_id') !== applicationId) {
        transact(database, () => {
          if (pragma(database, 'application_id') === applicationId) return;
          refuseForeign(path, database);
          database.exec(schema);
        });
      }
      refuseOtherVersion(path, pragma(database, 'user_version'));
      if (leftLog) refuseCut(path, faultOf(database));
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
      database.prepare('DELETE FROM item WHERE exp <= ?').run(now);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function pragma(database: DatabaseSync, name: string): unknown {
  return database.prepare(`PRAGMA ${name}`).get()?.[name];
}

/** @returns the first fault of the file's pages */
function faultOf(database: DatabaseSync): string | undefined {
  const outcome = pragma(database, 'quick_check');
  return outcome === 'ok' ? undefined : String(outcome);
}

function refuseCut(path: string, missing: string | undefined): void {
  if (missing === undefined) return;
  throw new StateFileError(`the state file ${path} was cut short or damaged: ${missing}; ${restore}`);
}

const restore =
  'restore it from a copy, or name another file: what was seen and sent before is then new again';

function refuseForeign(path: string, database: DatabaseSync): void {
  const tables = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.count;
  if (tables === 0 && pragma(database, 'application_id') === 0) return;
  throw new StateFileError(
    `${path} is a SQLite database of another program; name another file for the state`,
  );
}

function refuseOtherVersion(path: string, version: unknown): void {
  if (version === schemaVersion) return;
  throw new StateFileError(
    `${path} has version ${version} of the state's table, but this Harrier knows version ${schemaVersion}; ` +
      'use the Harrier that wrote it, or name another file for the state',
  );
}

function transact(database: DatabaseSync, work: () => void): void {
  // IMMEDIATE waits for other writers now; a transaction that begins by reading could not wait later.
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** What may pass, and what to do until then: https://www.sqlite.org/rescode.html */
const passing: Readonly<Record<number, string>> = {
  5: 'another process is writing to it: try again when that is done',
  6: 'another process is writing to it: try again when that is done',
  10: 'look whether the disk works, and whether the size of files is limited (`ulimit -f`)',
  13: 'make room on the disk, or name a file on another one',
};

/** What stays as it is until somebody does something about it. */
const lasting: Readonly<Record<number, string>> = {
  8: 'the file and its folder must be writable',
  11: restore,
  14: 'its folder must be there, and readable and writable',
  26: 'name another file for the state',
};

function using<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof Error) || !('errcode' in cause)) throw cause;
    // The low byte is the primary code; the rest tells details.
    const code = Number(cause.errcode) & 0xff;
    const what = `the state file ${path} cannot be used: ${cause.message}`;
    const remedy = passing[code] ?? lasting[code];
    const message = remedy === undefined ? what : `${what}; ${remedy}`;
    if (code in passing) throw new StateUnavailableError(message, { cause });
    throw new StateFileError(message, { cause });
  }
}
