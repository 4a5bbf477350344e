/** A browser for tests: the Chromium that the machine has. */
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, expect } from 'vitest';

/** What Debian, Ubuntu and Google call it. */
const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Where it is; undefined where there is none, with the reason printed. */
export function chromiumPath(): string | undefined {
  const named = process.env.HARRIER_CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found =
    named ?? names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (found === undefined)
    console.warn(`skipped: no ${names.join(', ')} is on the PATH, and HARRIER_CHROMIUM says of none`);
  return found;
}

export const schemes = ['light', 'dark'] as const;
/** A telephone, and a desktop. */
export const widths = [400, 1400] as const;

export interface Look {
  readonly colorScheme?: (typeof schemes)[number];
  readonly width?: number;
  readonly javaScriptEnabled?: boolean;
}

/** A page, and all that it did which a page of ours must not do. */
export interface Opened {
  readonly page: Page;
  /** Addresses it asked for beside its own file, dialogs, errors and what its policy refused. */
  readonly misdeeds: string[];
}

/** Opens files, each in a tab of its own. Ends with the tests of the file. */
export function opening(executablePath: string): (file: string, look?: Look) => Promise<Opened> {
  let browser: Promise<Browser> | undefined;
  afterAll(async () => (await browser)?.close());
  return async (file, { colorScheme = 'light', width = 1400, javaScriptEnabled = true } = {}) => {
    browser ??= chromium.launch({ executablePath });
    const page = await (await browser).newPage({
      colorScheme,
      javaScriptEnabled,
      viewport: { width, height: 900 },
    });
    const misdeeds: string[] = [];
    const own = pathToFileURL(file).href;
    page.on('request', (request) => {
      if (request.url() !== own) misdeeds.push(`request ${request.url()}`);
    });
    page.on('dialog', (dialog) => {
      misdeeds.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => misdeeds.push(`console ${message.text()}`));
    page.on('pageerror', (error) => misdeeds.push(`error ${error.message}`));
    page.on('popup', () => misdeeds.push('popup'));
    await page.goto(own);
    return { page, misdeeds };
  };
}

/** How a page comes out: `name` says of what, `HARRIER_SCREENSHOTS` where the picture is kept. */
export async function lookAt(page: Page, name: string): Promise<Picture> {
  const folder = process.env.HARRIER_SCREENSHOTS;
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const png = await page.screenshot(folder === undefined ? {} : { path: join(folder, `${name}.png`) });
  return pictureOf(page, png);
}

export interface Picture {
  /** Share of the pixels that have the commonest colour, and how light that is: 0 to 1. */
  readonly ground: number;
  readonly lightness: number;
  /** How many colours there are of which at least so many pixels are. */
  colours(pixels: number): number;
}

/** The browser itself decodes the picture, in an empty tab. */
async function pictureOf(page: Page, png: Buffer): Promise<Picture> {
  const tab = await (page.context().browser() as Browser).newPage();
  const url = `data:image/png;base64,${png.toString('base64')}`;
  const counts = await tab.evaluate<Record<string, number>>(`(${countColours})('${url}')`);
  await tab.close();
  const sorted = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
  const [[colour, most] = ['0', 0]] = sorted;
  const all = sorted.reduce((sum, [, count]) => sum + count, 0);
  const value = Number(colour);
  return {
    ground: most / all,
    lightness: ((value >> 16) + ((value >> 8) & 255) + (value & 255)) / 765,
    colours: (pixels) => sorted.filter(([, count]) => count >= pixels).length,
  };
}

/** Runs in the browser, of which no types are known here. */
const countColours = `async (url) => {
  const image = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const { data } = canvas.getImageData(0, 0, image.width, image.height);
  const counts = {};
  for (let i = 0; i < data.length; i += 4) {
    const colour = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
    counts[colour] = (counts[colour] ?? 0) + 1;
  }
  return counts;
}`;

/** Nothing is wider than the screen, and every text can be told from what is behind it. */
export async function expectReadable(page: Page): Promise<void> {
  const found = await page.evaluate<{ wide: string[]; faint: string[] }>(unreadable);
  expect(found).toEqual({ wide: [], faint: [] });
}

/**
 * Contrast by WCAG 2.2, 1.4.3: 4.5 at least (https://www.w3.org/TR/WCAG22/#contrast-minimum). What is hidden, or scrolls
 * within its own frame, is left out of what is too wide.
 */
const unreadable = `(() => {
  const numbers = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, alpha = 1] = numbers(getComputedStyle(at).backgroundColor);
      if (alpha > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const wide = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
  const faint = new Set();
  for (const element of document.querySelectorAll('body *')) {
    if (element.closest('svg') || element.checkVisibility() === false) continue;
    const { left, right } = element.getBoundingClientRect();
    if (left < -1 || right > innerWidth + 1) wide.push(element.outerHTML.slice(0, 100));
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    if (!hasText) continue;
    const [a, b] = [luminance(numbers(getComputedStyle(element).color)), luminance(behind(element))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) faint.add(element.tagName + '.' + element.className + ' ' + contrast.toFixed(2));
  }
  return { wide, faint: [...faint] };
})()`;
