/** docs/mutation.md: the score of each room, from Stryker's reports. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rooms } from './rooms.mjs';

/** https://github.com/stryker-mutator/mutation-testing-elements/tree/master/packages/report-schema */
interface Report {
  /** The settings it was made with. */
  readonly config?: { readonly mutate?: readonly string[] };
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @returns the page, as it was written to docs/mutation.md */
export function writeReport(): string {
  const page = pageOf(Object.keys(rooms).map(rowOf));
  writeFileSync(`${root}docs/mutation.md`, page);
  return page;
}

function rowOf(name: string): string {
  const file = `${root}build/mutation/${name}.json`;
  if (!existsSync(file)) return `| ${name} | not run | | | | | |`;
  const { files, config } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const all = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...of: readonly string[]) => all.filter((status) => of.includes(status)).length;
  const killed = count('Killed', 'Timeout');
  const survived = count('Survived');
  const unreached = count('NoCoverage');
  const mutants = killed + survived + unreached;
  return `| ${name} | ${linesOf(config?.mutate ?? [])} | ${mutants} | ${killed} | ${survived} | ${unreached} | ${((100 * killed) / mutants).toFixed(1)} % |`;
}

/** Which lines were mutated: a sample names single ones, `src/decode/batch.ts:1-1`. */
function linesOf(mutate: readonly string[]): string {
  const [first, second] = mutate.map((each) => /^(.*):(\d+)-\d+$/.exec(each));
  if (first === null || first === undefined) return 'all';
  const every = second?.[1] === first[1] ? Number(second?.[2]) - Number(first[2]) : undefined;
  return every === undefined ? 'some' : `one in ${every}`;
}

function pageOf(rows: readonly string[]): string {
  return `# Mutation testing

\`npm run mutation\` changes the code in one place at a time with [Stryker](https://stryker-mutator.io), and runs the tests that reach the place. A change that a test notices is killed. One that no test notices survives: it is either no change at all, or a rule of behaviour that no test holds. The rooms are those in which a mistake loses an event or an alert, or lets a secret out.

| room | lines | mutants | killed | survived | reached by no test | score |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}

\`npm run mutation -- publish\` tests one room, and \`--every 12\` one line in twelve: a sample, whose score is the rougher the fewer mutants it has. This page is written after each run. \`test/mutation/rooms.mjs\` has the rooms, and the tests that are run for each: those that are fast enough to run once for a mutant. Properties are tried ten times. What only a slower test or a rarer example notices survives here, though it fails \`npm test\`.

Stryker prints each survivor; \`build/mutation/\` keeps its reports.
`;
}
