/** The query languages: one file each. */
import { eql } from './eql.ts';
import { esql } from './esql.ts';
import { kuery } from './kuery.ts';
import type { Language } from './language.ts';

export const languages: readonly Language[] = [kuery, eql, esql];
