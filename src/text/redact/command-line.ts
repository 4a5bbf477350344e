/** Secrets of the commands in a text, also of those in its quotes: `sh -c "mysql -px"`. */
import { programOf, type SecretStart, secretsOf } from './command.ts';
import { commandsOf, type ShellCommand, type Word } from './shell.ts';
import { readers } from './tools.ts';
import { isNamedSecret, isPlaceholder, redacted } from './values.ts';

/** Quotes within quotes that are looked into. */
const deepest = 4;

/** @returns the text with the secrets of its commands replaced */
export function redactCommandLine(text: string, depth = 0): string {
  if (!/\s/.test(text)) return text;
  const commands = commandsOf(text);
  let result = '';
  let copied = 0;
  commands.forEach((command, i) => {
    const cuts = cutsOf(command, commands[i + 1]);
    command.words.forEach((word, at) => {
      const written = text.slice(word.start, word.end);
      const cut = cuts[at] ?? assignedAt(written, word.value);
      const shown = cut === undefined ? quoted(written, depth) : hidden(written, word, cut);
      if (shown === written) return;
      result += text.slice(copied, word.start) + shown;
      copied = word.end;
    });
  });
  return copied === 0 ? text : result + text.slice(copied);
}

/** `PASS=a'b c'd`: where a value of several parts ends is known by the shell's splitting alone. */
function assignedAt(written: string, value: string): SecretStart {
  const name = /^[A-Za-z_]\w{0,127}(?==)/.exec(written)?.[0];
  if (name === undefined || /["']/.test(value) || !/["']/.test(written)) return undefined;
  if (/\\|["'][,)\]}:]/.test(written)) return undefined;
  return isNamedSecret(name, value.slice(name.length + 1)) ? name.length + 1 : undefined;
}

function cutsOf(command: ShellCommand, next: ShellCommand | undefined): readonly SecretStart[] {
  const words = command.words.map(({ value }) => value);
  const cuts = secretsOf(words);
  const isPiped = next?.operator.startsWith('|') === true && next.operator !== '||';
  const feeds = isPiped && /^(?:echo|printf)$/.test(programOf(words[0] ?? '')) && readsSecret(next);
  const reads = command.words.some(({ isInput }) => isInput) && readsSecret(command);
  if (!feeds && !reads) return cuts;
  return command.words.map(({ value, isInput }, i) => {
    const isFed = feeds && i > 0 && !value.startsWith('-') && !/^(?:%s|%b|\\[nrt]|:)+$/.test(value);
    return (isFed || (reads && isInput)) && !isPlaceholder(value) ? 0 : cuts[i];
  });
}

function readsSecret({ words }: ShellCommand): boolean {
  return words.some(({ value }) => {
    if (
      /^--?(?:password|pass|passphrase|token|secret|with-token)-?(?:stdin)?$/.test(value) &&
      /stdin|with-token/.test(value)
    )
      return true;
    const program = programOf(value);
    const by = Object.hasOwn(readers, program) ? readers[program] : undefined;
    return by !== undefined && (by.length === 0 || words.some((word) => by.includes(word.value)));
  });
}

/** A word in quotes may be a command line itself. */
function quoted(written: string, depth: number): string {
  if (depth >= deepest || !/["']/.test(written)) return written;
  return written.replace(/"[^"]*"|'[^']*'/g, (all) => {
    const quote = all[0] as string;
    return quote + redactCommandLine(all.slice(1, -1), depth + 1) + quote;
  });
}

/** @param cut an index in the word without its quotes */
function hidden(written: string, { value }: Word, cut: number): string {
  if (written === value) return written.slice(0, cut) + redacted;
  let at = 0;
  let open = '';
  for (let passed = 0; at < written.length && passed < cut; at++) {
    const character = written[at] as string;
    if (character === open) open = '';
    else if (open === '' && (character === '"' || character === "'")) open = character;
    else if (character !== '\\') passed++;
  }
  const quote = open === '' && /["']/.test(written[at] ?? '') ? written[at] : '';
  return written.slice(0, at) + quote + redacted + (quote || open);
}
