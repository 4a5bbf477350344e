/**
 * Elasticsearch's own engine of ES|QL as a process beside the tests (Engine.java). It is Elastic's, under the Elastic
 * License 2.0, and no part of Harrier: `.ci/elasticsearch FOLDER` fetches it, and `HARRIER_ELASTICSEARCH=FOLDER` says
 * where it is.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Json, JsonObject } from '../../src/schema/audit-event.ts';

/** A query, and the documents behind its `FROM`. */
export interface Question {
  readonly query: string;
  readonly documents?: readonly JsonObject[];
  /** Of the documents' columns, by Elasticsearch's names. */
  readonly types?: Readonly<Record<string, string>>;
}

export type Answer =
  | { readonly error: string }
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly Json[])[] };

const folder = process.env.HARRIER_ELASTICSEARCH ?? '';

export const isThere = folder !== '' && existsSync(`${folder}/classes/Engine.class`);
if (!isThere) {
  console.warn(
    'skipped: Elasticsearch’s engine is not there. Run .ci/elasticsearch FOLDER, and name the folder in HARRIER_ELASTICSEARCH',
  );
}

/** @returns the answers, in the order of the questions */
export async function ask(questions: readonly Question[]): Promise<readonly Answer[]> {
  const engine = spawn('java', ['-Xmx1g', '-cp', `${folder}/classes:${folder}/lib/*`, 'Engine']);
  const [told, answered] = [text(engine.stderr), text(engine.stdout)];
  engine.stdin.end(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
  // Its log goes to standard output, too.
  const lines = (await answered).split('\n').filter((line) => line.startsWith('{'));
  if (lines.length !== questions.length)
    throw new Error(`${lines.length} answers to ${questions.length} questions: ${await told}`);
  return lines.map((line) => JSON.parse(line) as Answer);
}
