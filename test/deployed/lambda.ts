/** Functions as they run when deployed: from their zip, in a process of their own, with the template's environment. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import type { Packaged } from '../infra/packaged.ts';

export interface InvocationError {
  readonly errorType: string;
  readonly errorMessage: string;
}

export interface Answer {
  readonly answer: unknown;
  readonly memory: NodeJS.MemoryUsage;
  /** The most that has been resident since the process started, bytes. */
  readonly peak: number;
  /** Microseconds. */
  readonly cpu: NodeJS.CpuUsage;
  /** Milliseconds. */
  readonly took: number;
}

export type Result = Answer | { readonly error: InvocationError };

export interface Invocation {
  /** Milliseconds; the process is then killed. By default the template's. */
  readonly timeout?: number;
  /** How many times faster than real time passes for the function: what remains of it, and its waits. */
  readonly haste?: number;
  /**
   * How often the function finds all of its time left when it asks; then it finds nothing left. So where it stops does
   * not depend on the machine. Without it the time that remains is what `haste` makes of it.
   */
  readonly looks?: number;
  /** How far the function's clock is ahead of ours, milliseconds. */
  readonly ahead?: number;
  /** Collect garbage before the memory is looked at. */
  readonly collect?: boolean;
}

export interface Lambda {
  /** What a runtime client is started with. */
  readonly launch: {
    /** The folder of the unpacked zip. */
    readonly task: string;
    readonly handler: string;
    readonly environment: Readonly<Record<string, string>>;
  };
  /** One invocation, in the process of the one before unless that is gone. */
  invoke(event: unknown, invocation?: Invocation): Promise<Result>;
  /** What was logged since the last call, a line each. */
  lines(): readonly Record<string, unknown>[];
  /** Ends the process; the next invocation is a cold start. */
  stop(): Promise<void>;
}

/** What the template's references stand for: by logical id, or by `AWS::…`. */
export type Values = Readonly<Record<string, string>>;

interface FunctionProperties {
  readonly Handler: string;
  readonly Environment: { readonly Variables: Readonly<Record<string, string | { readonly Ref: string }>> };
  readonly Code: { readonly S3Key: string };
  readonly Timeout: number;
  readonly MemorySize: number;
}

/**
 * @param logicalId of the function in the template
 * @param more environment beside the template's: what Lambda sets, and where the tests' peers are
 */
export async function lambda(
  { folder, template }: Packaged,
  logicalId: string,
  values: Values,
  more: Readonly<Record<string, string>>,
): Promise<Lambda> {
  const resource = template.Resources[logicalId];
  if (resource === undefined) throw new Error(`no function ${logicalId} in the template`);
  const { Handler, Environment, Code, Timeout, MemorySize } =
    resource.Properties as unknown as FunctionProperties;
  const task = await unzip(join(folder, Code.S3Key.split('/').at(-1) ?? ''));
  const environment = Object.fromEntries(
    Object.entries(Environment.Variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : (values[value.Ref] ?? `no value of ${value.Ref}`),
    ]),
  );
  const [, file = '', name = ''] = /^(.+)\.(\w+)$/.exec(Handler) ?? [];
  const arguments_ = [join(task, `${file}.cjs`), name];
  const env = { ...environment, ...more, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize) };
  const launch = { task, handler: Handler, environment: env };
  return { launch, ...hosted(arguments_, env, Timeout * 1000, flagsFor(MemorySize)) };
}

/** As Lambda's runtime gives them to Node, by the function's memory in MB. */
function flagsFor(memory: number): readonly string[] {
  const share = (percent: number) => Math.floor((memory * percent) / 100);
  return ['--expose-gc', `--max-semi-space-size=${share(5)}`, `--max-old-space-size=${share(90)}`];
}

async function unzip(zip: string): Promise<string> {
  const task = zip.replace(/\.zip$/, '');
  for (const [name, content] of Object.entries(unzipSync(await readFile(zip)))) {
    await mkdir(dirname(join(task, name)), { recursive: true });
    await writeFile(join(task, name), content);
  }
  return task;
}

function hosted(
  arguments_: readonly string[],
  env: Record<string, string>,
  timeout: number,
  flags: readonly string[],
): Omit<Lambda, 'launch'> {
  const host = fileURLToPath(new URL('host.cjs', import.meta.url));
  let child: ChildProcess | undefined;
  let output = '';

  async function start(): Promise<ChildProcess> {
    const started = fork(host, arguments_, {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [...flags],
    });
    started.stdout?.on('data', (chunk) => (output += chunk));
    // Errors of the log are here; before the function has started, there is nothing else.
    let errors = '';
    started.stderr?.on('data', (chunk) => {
      errors += chunk;
      output += chunk;
    });
    const [first] = await Promise.race([once(started, 'message'), once(started, 'exit')]);
    if (typeof first !== 'object' || first === null) throw new Error(`the function did not start: ${errors}`);
    return started;
  }

  async function stop(): Promise<void> {
    if (child === undefined) return;
    const ending = child;
    child = undefined;
    if (ending.exitCode === null && ending.signalCode === null) {
      ending.kill('SIGKILL');
      await once(ending, 'exit');
    }
  }

  return {
    async invoke(event, { timeout: limit = timeout, haste = 1, looks, ahead = 0, collect = false } = {}) {
      child ??= await start();
      child.send({ event, timeout: limit, haste, looks, ahead, collect });
      const answered = new AbortController();
      let timer: NodeJS.Timeout | undefined;
      const result = await Promise.race([
        once(child, 'message', answered).then(([message]) => message as Result),
        once(child, 'exit', answered).then(() => ({
          error: { errorType: 'Runtime.ExitError', errorMessage: 'the process ended' },
        })),
        new Promise<undefined>((resolve) => {
          timer = setTimeout(resolve, limit, undefined);
        }),
      ]).finally(() => {
        answered.abort();
        clearTimeout(timer);
      });
      if (result === undefined || ('error' in result && result.error.errorType === 'Runtime.ExitError'))
        await stop();
      return (
        result ?? {
          error: { errorType: 'Sandbox.Timedout', errorMessage: `Task timed out after ${limit} ms` },
        }
      );
    },
    lines() {
      const lines = output.split('\n').filter((line) => line !== '');
      output = '';
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    stop,
  };
}
