/** Members of an audit event, as the API server names them, and what is made of them for every event: `code`, `decision`, `reason`. */
import type { Random } from '../random.ts';

export type Fields = Record<string, unknown>;

/** @param hour of the corpus, from 0: credentials are renewed with it */
export type Make = (from: Random, hour: number) => Fields;
