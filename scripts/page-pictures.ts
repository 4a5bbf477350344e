/** Makes docs/replay-page.png, the page of the sample's replay. It needs Chromium: `node scripts/page-pictures.ts [CHROMIUM]`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [, , executablePath = '/usr/bin/chromium'] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
const file = join(folder, 'replay.html');
const { status } = spawnSync(
  process.execPath,
  ['src/cli/main.ts', 'replay', '--sample', '--severity', 'medium', '--html', file],
  { stdio: 'ignore' },
);
if (status !== 0) throw new Error(`the replay ended with ${status}`);
const browser = await chromium.launch({ executablePath });
const page = await browser.newPage({ colorScheme: 'light', viewport: { width: 1000, height: 830 } });
await page.goto(pathToFileURL(file).href);
await page.click('button[data-filter=incident]');
await page.locator('.alert:visible summary').first().click();
await page.mouse.move(0, 0);
await page.screenshot({ path: 'docs/replay-page.png' });
await browser.close();
rmSync(folder, { recursive: true });
