/** The page of coverage, in a browser. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { harrier } from '../cli/harrier.ts';
import { workspace } from '../cli/workspace.ts';
import { chromiumPath, expectReadable, lookAt, opening, schemes, widths } from './chromium.ts';

const chromium = chromiumPath();

describe.skipIf(chromium === undefined)('the page of coverage', () => {
  const cwd = workspace({});
  const file = join(cwd, 'coverage.html');
  const open = opening(chromium ?? '');

  beforeAll(async () => {
    expect(await harrier(['coverage', '--html', file], { cwd })).toMatchObject({ code: 0 });
  });

  it.each(schemes.flatMap((colorScheme) => widths.map((width) => ({ colorScheme, width }))))(
    'is laid out and readable: $colorScheme, $width pixels wide',
    async ({ colorScheme, width }) => {
      const { page, misdeeds } = await open(file, { colorScheme, width });
      await expectReadable(page);
      const picture = await lookAt(page, `coverage-${colorScheme}-${width}`);
      expect(picture.lightness).toSatisfy((of: number) => (colorScheme === 'light' ? of > 0.9 : of < 0.2));
      expect(picture.ground).toBeLessThan(0.95);
      // The page, the cards, their lines, texts, and at least three shades.
      expect(picture.colours(400)).toBeGreaterThanOrEqual(6);
      expect(misdeeds).toEqual([]);
    },
  );

  it('opens a technique to its rules, by a click and by the keyboard', async () => {
    const { page } = await open(file);
    const technique = page.locator('.technique').first();
    const rules = technique.locator('li');
    expect(await rules.first().isVisible()).toBe(false);
    await technique.locator('summary').click();
    expect(await rules.first().isVisible()).toBe(true);
    expect(await rules.count()).toBe(Number(await technique.locator('.number').textContent()));
    await page.keyboard.press('Enter');
    expect(await rules.first().isVisible()).toBe(false);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await page.locator('.technique').nth(1).locator('li').first().isVisible()).toBe(true);
  });
});
