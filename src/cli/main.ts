#!/usr/bin/env node
/** `harrier`: the command line. One file a command; this one only finds it. */
import { readFileSync } from 'node:fs';
import { suggest } from '../compile/suggest.ts';
import { withoutPretenuring } from '../pretenuring.ts';
import { packagePath } from '../project/package-root.ts';
import { visible } from '../text/visible.ts';
import { baseline } from './baseline.ts';
import { build } from './build.ts';
import { type Command, ExitCode, UsageError } from './command.ts';
import { completion } from './completion.ts';
import { coverage } from './coverage.ts';
import { deploy } from './deploy.ts';
import { doctor } from './doctor.ts';
import { explain } from './explain.ts';
import { importRules } from './import.ts';
import { incidents } from './incidents.ts';
import { init } from './init.ts';
import { lint } from './lint.ts';
import { list } from './list.ts';
import { create } from './new.ts';
import { pack } from './package.ts';
import { query } from './query.ts';
import { remove } from './remove.ts';
import { replay } from './replay.ts';
import { resend } from './resend.ts';
import { show } from './show.ts';
import { test } from './test.ts';
import { tell, troubleOf, watchOutput } from './trouble.ts';
import { tune } from './tune.ts';

const described: readonly Command[] = [
  replay,
  query,
  explain,
  list,
  show,
  incidents,
  coverage,
  init,
  create,
  importRules,
  lint,
  test,
  tune,
  build,
  pack,
  deploy,
  doctor,
  remove,
  baseline,
  resend,
];

const commands: readonly Command[] = [...described, completion(described)];

const help = `harrier: detection for Kubernetes control planes

Usage: harrier COMMAND [OPTION…]

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`).join('\n')}

Run \`harrier COMMAND --help\` for a command's options, and \`harrier --version\` for the version.
`;

function version(): string {
  return (JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as { version: string }).version;
}

async function main(args: readonly string[]): Promise<number> {
  const [first, ...others] = args;
  // `harrier help replay` is what people try, too.
  const isHelp = first === 'help' && others.length > 0;
  const [name, ...rest] = isHelp ? [...others, '--help'] : args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const stream = name === undefined ? process.stderr : process.stdout;
    stream.write(help);
    return name === undefined ? ExitCode.usage : ExitCode.ran;
  }
  if (name === '--version' || name === '-V' || name === 'version') {
    process.stdout.write(`harrier ${version()} (Node ${process.versions.node})\n`);
    return ExitCode.ran;
  }
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    const names = commands.map((each) => each.name);
    const meant = suggest(name, names);
    const hint = meant === undefined ? `there are: ${names.join(', ')}` : `did you mean \`${meant}\`?`;
    process.stderr.write(`harrier: no command \`${visible(name)}\`; ${hint}\n`);
    return ExitCode.usage;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(command.help);
    return ExitCode.ran;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble !== undefined) {
      tell(`harrier ${name}`, trouble);
      return ExitCode.unusable;
    }
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(
      `harrier ${name}: ${error.message}\nRun \`harrier ${name} --help\` for its options.\n`,
    );
    return ExitCode.usage;
  }
}

withoutPretenuring();
watchOutput('harrier');
process.exitCode = await main(process.argv.slice(2));
