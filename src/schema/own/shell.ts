/**
 * What can be said of a shell's command line without being a shell: into which programs text is piped. Quotes are
 * taken away, not understood, and nothing is expanded: a name that only the shell puts together is not seen.
 */

/** Programs that run the program which is named behind their options. */
const wrappers: ReadonlySet<string> = new Set([
  'sudo',
  'env',
  'exec',
  'command',
  'builtin',
  'nohup',
  'time',
  'nice',
  'stdbuf',
  'busybox',
]);

/**
 * @returns the names, without their folders, of the programs behind each `|` or `|&` of a command line, in its order.
 * Behind `sudo`, `env` and the like it is the program that they run; the value of an option may be among the names.
 * Takes time linear in the text
 */
export function pipedInto(line: string): readonly string[] {
  const found: string[] = [];
  for (let at = line.indexOf('|'); at !== -1; at = line.indexOf('|', at + 1)) {
    // Of `||` nothing is piped: what is behind it runs by itself.
    if (line[at + 1] === '|') at += 1;
    else addPrograms(line, line[at + 1] === '&' ? at + 2 : at + 1, found);
  }
  return found;
}

/** The next word; none is left where a shell would end the command. */
const nextWord = /[ \t\r\n({]*([^ \t\r\n;&|(){}<>`]+)/y;
const isAssignment = /^[A-Za-z_][A-Za-z0-9_]*=/;

function addPrograms(line: string, from: number, found: string[]): void {
  let mayBeValue = false;
  nextWord.lastIndex = from;
  for (let match = nextWord.exec(line); match !== null; match = nextWord.exec(line)) {
    const word = (match[1] as string).replaceAll(/["'\\]/g, '');
    const name = word.slice(word.lastIndexOf('/') + 1);
    if (word.startsWith('-')) {
      mayBeValue = true;
    } else if (name !== '' && !isAssignment.test(word) && !wrappers.has(name)) {
      found.push(name);
      if (!mayBeValue) return;
      mayBeValue = false;
    }
  }
}
