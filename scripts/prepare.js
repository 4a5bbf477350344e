// npm runs it after `npm ci`, and where `npx harrier` links a clone whose dependencies are not installed yet. If it failed
// there, npx would keep half a link, and not work from then on, not even after `npm ci`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

if (existsSync(fileURLToPath(new URL('../node_modules/peggy', import.meta.url)))) {
  // On Windows npm is a batch file.
  const { status } = spawnSync('npm run --silent build:grammar', { stdio: 'inherit', shell: true });
  process.exitCode = status ?? 1;
}
