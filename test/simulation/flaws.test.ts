/** The simulation finds designs that are wrong: what the design rests on is needed, and is tested. */
import { describe, expect, it } from 'vitest';
import {
  countedAgain,
  forgottenEnds,
  forgottenRarities,
  forgottenStories,
  randomNames,
  recordThenPublish,
  staleReads,
  unconditionalWrites,
} from './flaws.ts';
import { kinds } from './kinds.ts';
import { judge, prepared } from './law.ts';
import type { Flaw } from './world.ts';

const schedules = 200;
const all = new Map(await Promise.all(kinds.map(async (kind) => [kind.name, await prepared(kind)] as const)));

/** @returns in how many schedules alerts were lost, should not be, told a false story, or came of too little knowledge */
async function violations(name: string, flaw: Flaw) {
  const kind = all.get(name);
  if (kind === undefined) throw new Error(`no kind of rule is called ${name}`);
  const found = { lost: 0, surplus: 0, untold: 0, unfounded: 0 };
  for (let at = 0; at < schedules / Math.sqrt(kind.oneIn ?? 1); at++) {
    const { violation } = await judge(kind, at, flaw);
    if (violation.includes('lost')) found.lost++;
    if (violation.includes('should not be')) found.surplus++;
    if (violation.includes('the story of')) found.untold++;
    if (violation.includes('was not right when')) found.unfounded++;
  }
  return found;
}

const none = { lost: 0, surplus: 0, untold: 0, unfounded: 0 };
const some = expect.toSatisfy((count: number) => count > 0, 'some');

describe.each([
  {
    flaw: 'without strong reads',
    design: staleReads,
    // Histories are written on condition, and a request needs no memory: neither rests on strong reads.
    found: {
      query: none,
      'new terms': none,
      threshold: { lost: some, surplus: 0 },
      sequence: { lost: some, surplus: 0 },
      groups: { lost: some, surplus: 0 },
      'suppression of queries and thresholds': { lost: some, surplus: 0 },
      floods: { lost: some, surplus: 0 },
    },
  },
  {
    flaw: 'without idempotent puts',
    design: countedAgain,
    found: {
      threshold: { lost: 0, surplus: some },
      groups: { lost: 0, surplus: some },
      'suppression of queries and thresholds': { lost: 0, surplus: some },
    },
  },
  {
    flaw: 'with idempotent puts whose names are random',
    design: randomNames,
    // What is in a partial tells repeats as well; its name saves storage.
    found: { threshold: none, 'suppression of queries and thresholds': none },
  },
  {
    flaw: 'without memory of what alerts tell',
    design: forgottenStories,
    found: {
      'new terms': none,
      threshold: { lost: 0, surplus: 0, untold: some },
      sequence: { lost: 0, surplus: 0, untold: some },
      'suppression of queries and thresholds': { lost: 0, surplus: 0, untold: some },
    },
  },
  {
    flaw: 'without memory of which groups have what few have',
    design: forgottenRarities,
    found: { groups: { lost: some, surplus: 0 } },
  },
  {
    flaw: 'without memory of what ends or spoils a sequence',
    design: forgottenEnds,
    // Alerts are none the fewer, and each is of acts that follow one another: only what was stored tells.
    found: { sequence: { lost: 0, surplus: 0, untold: 0, unfounded: some } },
  },
  {
    flaw: 'with alerts that are recorded before they are published',
    design: recordThenPublish,
    found: {
      query: { lost: some, surplus: 0 },
      'new terms': { lost: some, surplus: 0 },
      'settling of new terms': { lost: some, surplus: 0 },
      threshold: { lost: some, surplus: 0 },
      'suppression of queries and thresholds': { lost: some, surplus: 0 },
      'suppression of new terms': { lost: some, surplus: 0 },
    },
  },
  {
    flaw: 'with histories that are written unconditionally',
    design: unconditionalWrites,
    found: {
      'new terms': { lost: some, surplus: 0 },
      'settling of new terms': { lost: some, surplus: 0 },
    },
  },
])('$flaw', ({ design, found }) => {
  it.each(Object.entries(found))('%s', async (name, expected) => {
    expect(await violations(name, design)).toMatchObject(expected);
  });
});
