/** All functions. */
import { add } from './add.ts';
import { between } from './between.ts';
import { cidrMatch } from './cidr-match.ts';
import { concat } from './concat.ts';
import { divide } from './divide.ts';
import { endsWith } from './ends-with.ts';
import type { QueryFunction } from './function.ts';
import { indexOf } from './index-of.ts';
import { length } from './length.ts';
import { modulo } from './modulo.ts';
import { multiply } from './multiply.ts';
import { number } from './number.ts';
import { startsWith } from './starts-with.ts';
import { string } from './string.ts';
import { stringContains } from './string-contains.ts';
import { substring } from './substring.ts';
import { subtract } from './subtract.ts';

const conversions = [number, string];
const numbers = [add, divide, modulo, multiply, subtract];
const texts = [between, concat, endsWith, indexOf, length, startsWith, stringContains, substring];
const addresses = [cidrMatch];

export const functions: readonly QueryFunction[] = [...conversions, ...numbers, ...texts, ...addresses];

/** By name in small letters: function names of queries have no case. */
export const functionsByName: ReadonlyMap<string, QueryFunction> = new Map(
  functions.map((each) => [each.name.toLowerCase(), each]),
);
