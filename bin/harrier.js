#!/usr/bin/env node
// Starts the command line under the Node that Harrier is tested with, whichever Node started this file: so it must run
// on Node 20 itself, and load nothing that is only there after a build.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const oldest = 24;

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** A clone runs from its sources, so nothing has to be built again after a change; a package has the built one. */
function entry() {
  const isClone = existsSync(at('src/cli/main.ts')) && !at('').includes('/node_modules/');
  if (!isClone) return built(at('build/harrier.js'));
  if (!existsSync(at('node_modules')))
    fail(`its dependencies are not installed; run \`npm ci\` in ${at('')}`);
  for (const parser of ['kql', 'eql', 'esql']) {
    if (
      existsSync(at(`src/compile/${parser}/${parser}.peggy`)) &&
      !existsSync(at(`build/${parser}-parser.js`))
    )
      fail(`build/${parser}-parser.js is not there; make it with \`npm run build:grammar\` in ${at('')}`);
  }
  return at('src/cli/main.ts');
}

/** What `npm pack` puts into the package. */
function built(path) {
  if (!existsSync(path))
    fail(`${path} is not there: the package was not made by \`npm pack\`, or it is damaged`);
  return path;
}

/** The Node of the package `node`. */
function pinnedNode() {
  const { resolve } = createRequire(import.meta.url);
  try {
    return resolve('node/bin/node');
  } catch {
    return fail(
      `Node ${oldest} or later is needed, this is ${process.version}, and the package \`node\` is not installed; ` +
        `run \`npm ci\` in ${at('')}, or start it with another Node`,
    );
  }
}

function fail(message) {
  process.stderr.write(`harrier: ${message}\n`);
  process.exit(1);
}

const main = entry();

if (Number.parseInt(process.versions.node, 10) >= oldest) await import(pathToFileURL(main).href);
else {
  const child = spawn(pinnedNode(), [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  child.on('error', ({ message }) => fail(`the pinned Node cannot be started: ${message}`));
  // Ctrl-C reaches both; whoever sends a signal to one process means the command.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('close', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
