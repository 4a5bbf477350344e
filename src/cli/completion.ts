/** `harrier completion`: what a shell completes after `harrier`. */
import { type Command, ExitCode, UsageError } from './command.ts';
import { parse } from './usage.ts';

const help = `harrier completion: what a shell completes after harrier

Usage: harrier completion SHELL

SHELL is bash, zsh or fish. Commands and their options are completed, and files.

Examples:
  echo 'source <(npx harrier completion bash)' >> ~/.bashrc
  echo 'source <(npx harrier completion zsh)' >> ~/.zshrc      # below compinit
  npx harrier completion fish > ~/.config/fish/completions/harrier.fish

Exit code: 0 printed, 2 wrong usage.
`;

/** @param commands all but this one: their options are those that their help names */
export function completion(commands: readonly Command[]): Command {
  const command: Command = { name: 'completion', summary: 'what a shell completes', help, run };
  const all = [...commands, command];
  async function run(args: readonly string[]): Promise<number> {
    const { positionals } = parse({ args: [...args], options: {}, allowPositionals: true });
    const [shell = '', ...others] = positionals;
    if (!Object.hasOwn(scripts, shell) || others.length > 0)
      throw new UsageError(`which shell? Give one of ${Object.keys(scripts).join(', ')}`);
    process.stdout.write(scripts[shell as keyof typeof scripts](all));
    return ExitCode.ran;
  }
  return command;
}

function optionsOf({ help }: Command): readonly string[] {
  const lines = help.split('\n').filter((line) => /^ {2}--/.test(line));
  return [
    ...new Set([
      ...lines.flatMap((line) => /^ {2}.*? {2}|^ {2}.*$/.exec(line)?.[0].match(/--[a-z-]+/g) ?? []),
      '--help',
    ]),
  ];
}

const scripts = { bash, zsh, fish } as const;

function bash(commands: readonly Command[]): string {
  const cases = commands.map((each) => `    ${each.name}) words='${optionsOf(each).join(' ')}' ;;`);
  return `# bash completion of harrier
_harrier() {
  local words current=\${COMP_WORDS[COMP_CWORD]}
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} --help --version' -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _harrier harrier
`;
}

/** zsh runs bash's, which it takes with \`bashcompinit\`. */
function zsh(commands: readonly Command[]): string {
  return `# zsh completion of harrier
autoload -U +X bashcompinit && bashcompinit
${bash(commands)}`;
}

function fish(commands: readonly Command[]): string {
  const quoted = (text: string) => `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
  return `# fish completion of harrier
${commands
  .map(
    ({ name, summary }) => `complete -c harrier -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
  )
  .join('\n')}
${commands
  .map((each) => {
    const options = optionsOf(each).map((option) => `-l ${option.slice(2)}`);
    return options
      .map((option) => `complete -c harrier -n '__fish_seen_subcommand_from ${each.name}' ${option}`)
      .join('\n');
  })
  .join('\n')}
`;
}
