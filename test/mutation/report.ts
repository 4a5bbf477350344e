/** docs/mutation.md: the score of each room, from Stryker's reports. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Room, rooms } from './rooms.mjs';

/** https://github.com/stryker-mutator/mutation-testing-elements/tree/master/packages/report-schema */
interface Report {
  /** The settings it was made with. */
  readonly config?: { readonly mutate?: readonly string[] };
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @returns the page, as it was written to docs/mutation.md */
export function writeReport(): string {
  const page = pageOf(Object.entries(rooms).map(rowOf));
  writeFileSync(`${root}docs/mutation.md`, page);
  return page;
}

function rowOf([name, { mutate }]: [string, Room]): string {
  const room = `| ${name} | ${mutate.map((glob) => `\`${glob}\``).join(', ')}`;
  const file = `${root}build/mutation/${name}.json`;
  if (!existsSync(file)) return `${room} | not run | | | | | | |`;
  const { files, config } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const all = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...of: readonly string[]) => all.filter((status) => of.includes(status)).length;
  const killed = count('Killed', 'Timeout');
  const survived = count('Survived');
  const unreached = count('NoCoverage');
  const mutants = killed + survived + unreached;
  const lines = linesOf(config?.mutate ?? []);
  const score = scoreOf(killed / mutants, lines === 'all' ? undefined : mutants);
  return `${room} | ${lines} | ${mutants} | ${killed} | ${survived} | ${unreached} | ${score} | ${statSync(file).mtime.toISOString().slice(0, 10)} |`;
}

/** @param sample how many mutants it is of, if there are others; then with the bounds of a 95 % confidence interval */
function scoreOf(share: number, sample: number | undefined): string {
  const score = (100 * share).toFixed(1);
  if (sample === undefined) return `${score} %`;
  return `${score} % ± ${(196 * Math.sqrt((share * (1 - share)) / sample)).toFixed(0)}`;
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

| room | files | lines | mutants | killed | survived | reached by no test | score | on |
| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |
${rows.join('\n')}

Where it says \`all\`, every line was mutated. \`one in 20\` is a sample: one line in twenty of each file, whatever is on it, in the first file from line 1 on, in the next from line 2 on. Nothing is known of the other lines. In 19 cases of 20 their score lies within the number behind ± of the sample's; a little further away, in truth, since the changes of one line often live or die together. A score was measured before tests were written for its survivors, or on other lines: lines that were mended tell nothing of the rest. The last column is the day of the run; what changed since is not in it.

What runs when a module is loaded, such as tables and regular expressions that are constants, is not mutated: every test reaches it, so each such mutant would run all of them. Redaction is full of both, so its tests go through the rows of its tables one by one (\`test/text/redact/\`).

Some survivors are no mistake that anybody could see: a shortcut past work that finds nothing, a bound that is looked at twice. No score reaches 100 %.

\`npm run mutation -- publish\` tests one room, \`--every 20\` takes a sample, \`--offset 7\` one of other lines, and \`--concurrency 1\` leaves the other processors alone. This page is written after each run, from the last report of each room. \`test/mutation/rooms.mjs\` has the rooms, and the tests that are run for each: those that are fast enough to run once for a mutant. Properties are tried ten times. What only a slower test or a rarer example notices survives here, though it fails \`npm test\`.

Stryker prints each survivor; \`build/mutation/\` keeps its reports.
`;
}
