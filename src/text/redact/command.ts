/** Which words of a command are secrets: by the name of a flag, by the tool, and by their look behind `-p`. */
import { namesSecret } from './names.ts';
import { type Tool, tools } from './tools.ts';
import { isNamedSecret, isPlaceholder, looksRandom, redacted } from './values.ts';

/** Where in a word the secret begins: 0 for all of it. */
export type SecretStart = number | undefined;

interface ToolEntry {
  readonly after: ReadonlySet<string> | undefined;
  readonly flags: readonly string[];
  readonly joined: readonly string[];
  readonly pairs: readonly string[];
  readonly assigned: boolean;
  readonly switches: string;
  readonly argument: Tool['argument'];
}

const listed = (text: string | undefined): readonly string[] => (text === undefined ? [] : text.split(' '));

const entries = new Map<string, readonly ToolEntry[]>();
for (const tool of tools) {
  const entry: ToolEntry = {
    after: tool.after === undefined ? undefined : new Set(listed(tool.after)),
    flags: listed(tool.flags),
    joined: listed(tool.joined),
    pairs: listed(tool.pairs),
    assigned: tool.assigned === true,
    switches: tool.switches ?? '',
    argument: tool.argument,
  };
  for (const program of listed(tool.programs)) entries.set(program, [...(entries.get(program) ?? []), entry]);
}

/** A tool that a word of the command has named, and how far its words are read. */
interface Active {
  readonly entry: ToolEntry;
  begun: boolean;
  count: number;
  last: number;
}

/** Tools that one command is read for at once: the last ones named. */
const mostActive = 8;

/** @returns the program that a word names: `/usr/bin/mysql` and `mysql.exe` are `mysql` */
export function programOf(word: string): string {
  return word.length > 256 ? '' : word.slice(word.lastIndexOf('/') + 1).replace(/\.exe$/, '');
}

/**
 * @param words of one command, without quotes
 * @returns for each word where in it a secret begins
 */
export function secretsOf(words: readonly string[]): readonly SecretStart[] {
  const cuts: SecretStart[] = words.map((word, i) => byName(words, word, i));
  let active: Active[] = [];
  words.forEach((word, i) => {
    for (const tool of active) read(tool, words, i, cuts);
    const named = entries.get(programOf(word));
    if (named === undefined) return;
    const begun = named.map((entry) => ({ entry, begun: entry.after === undefined, count: 0, last: -1 }));
    active = [...active.filter(({ entry }) => !named.includes(entry)), ...begun].slice(-mostActive);
  });
  for (const { entry, last } of active) if (entry.argument === 'last') hide(cuts, last, words, pairStart);
  return cuts;
}

const flag = /^--?[A-Za-z][\w.-]{1,127}$/;

/** In a list of a name and a value. */
const header = /^(?:(?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]{0,64}(?:token|key|secret))$/i;

/** Flags that are a password's to many tools, and something else to many others. */
const ambiguous = /^(?:-[pPawk]|--?key)$/;

function byName(words: readonly string[], word: string, i: number): SecretStart {
  const literal = /^(?:--from-literal=)?[^=]{1,253}=/.exec(word)?.[0];
  const before = words[i - 1];
  if (literal?.startsWith('--from-literal=') || (before === '--from-literal' && literal !== undefined))
    return literal.length;
  const option = /^--?([A-Za-z][\w.-]{1,127})=/.exec(word);
  if (option !== null && isNamedSecret(option[1] as string, word.slice(option[0].length)))
    return option[0].length;
  if (before === undefined || (word.startsWith('-') && !word.startsWith('----'))) return undefined;
  if (header.test(before)) return isPlaceholder(word) ? undefined : 0;
  if (flag.test(before))
    return isNamedSecret(before.replace(/^--?/, ''), word) ? 0 : randomBehind(before, word);
  if (isSet(words, i) && namesSecret(before) && isNamedSecret(before, word)) return 0;
  return randomBehind(before, word);
}

/** `kubectl set image deploy/token-issuer app=x`: what stands there is a resource and not a setting. */
const ofResource = /^(?:env|image|resources|sa|selector|serviceaccount|subject)$/;

/** `config set NAME x`, `setx NAME x`, a Dockerfile's `ENV NAME x`; not `name=x`, which says itself what it is. */
function isSet(words: readonly string[], i: number): boolean {
  const [first = '', second = '', before = ''] = [words[i - 3], words[i - 2], words[i - 1]];
  if (
    /^=|^[A-Za-z_][\w.-]*=[^=]/.test(words[i] as string) ||
    ofResource.test(second) ||
    before.startsWith('-')
  )
    return false;
  return /^(?:setx?|config|setenv|put)$/i.test(second) || second === 'ENV' || /^(?:set|config)$/i.test(first);
}

function randomBehind(before: string, word: string): SecretStart {
  return ambiguous.test(before) && looksRandom(word) ? 0 : undefined;
}

function read(tool: Active, words: readonly string[], i: number, cuts: SecretStart[]): void {
  const { entry } = tool;
  const word = words[i] as string;
  if (!tool.begun) {
    tool.begun = entry.after?.has(word) === true;
    return;
  }
  const before = words[i - 1] ?? '';
  if (!word.startsWith('-') || word === '-') {
    tool.count++;
    tool.last = i;
    if (entry.argument === tool.count && !/^[\w-]{1,64}=/.test(word)) hide(cuts, i, words, pairStart);
    const assigned = entry.assigned ? /^[^=]{1,253}=/.exec(word)?.[0] : undefined;
    if (assigned !== undefined) hide(cuts, i, words, () => assigned.length);
    if (isFlag(before, entry.flags, entry.switches)) hide(cuts, i, words, secretStart);
    if (isFlag(before, entry.pairs, entry.switches)) hide(cuts, i, words, nameEnd);
  }
  for (const name of [...entry.flags, ...entry.joined]) {
    const start = joinedAt(word, name, entry.switches);
    if (start !== undefined) hide(cuts, i, words, (value) => start + secretStart(value.slice(start)));
  }
  for (const name of entry.pairs) {
    const start = joinedAt(word, name, entry.switches);
    if (start !== undefined) hide(cuts, i, words, (value) => start + nameEnd(value.slice(start)));
  }
}

function isFlag(word: string, flags: readonly string[], switches: string): boolean {
  return flags.some((name) => name === word || (cluster(word, name, switches) ?? -1) === word.length);
}

/** @returns where the value begins that a flag's word has in it */
function joinedAt(word: string, name: string, switches: string): SecretStart {
  if (word.startsWith(`${name}=`)) return name.length + 1;
  if (/^[/>]/.test(name)) return word.startsWith(name) ? name.length : undefined;
  const start =
    name.length > 2
      ? name === '-hp' && word.startsWith(name)
        ? 3
        : undefined
      : cluster(word, name, switches);
  return start === undefined || start === word.length ? undefined : start;
}

/** @returns behind the letter of a short flag, be it alone or behind others: 4 of `-sSu` and of `-sSua:b` */
function cluster(word: string, name: string, switches: string): SecretStart {
  if (name.length !== 2 || word[0] !== '-' || word[1] === '-') return undefined;
  for (let at = 1; at < word.length; at++) {
    if (word[at] === name[1]) return at + 1;
    if (!switches.includes(word[at] as string)) return undefined;
  }
  return undefined;
}

function hide(
  cuts: SecretStart[],
  i: number,
  words: readonly string[],
  startOf: (word: string) => number,
): void {
  const word = words[i];
  if (word === undefined) return;
  const start = startOf(word);
  if (Number.isNaN(start) || isPlaceholder(word.slice(start)) || word.endsWith(redacted)) return;
  cuts[i] = Math.min(cuts[i] ?? start, start);
}

/** `pass:x` is openssl's; it names other sources in the same place. */
function secretStart(value: string): number {
  if (/^(?:env|file|fd):|^stdin$/.test(value)) return Number.NaN;
  return value.startsWith('pass:') ? 5 : 0;
}

/** @returns behind the name of `user:x`; NaN where there is no secret, as in the `1000:1000` of a user's and group's ids */
function nameEnd(value: string): number {
  const at = value.search(/[:%,]/);
  return at === -1 || /^\d{0,10}:\d{0,10}$/.test(value) ? Number.NaN : at + 1;
}

/** An argument is the secret, or `user/x@host` (Oracle's, impacket's), `user:x`. */
function pairStart(value: string): number {
  const host = value.indexOf('@');
  const at = value.search(/[:/]/);
  return at !== -1 && host > at ? at + 1 : 0;
}
