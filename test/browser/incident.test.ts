/** The page of an incident, in a browser. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { incidentPage } from '../../src/cli/html/incident.ts';
import { workspace } from '../cli/workspace.ts';
import { cases } from '../incident/telling/cases.ts';
import { chromiumPath, expectReadable, lookAt, opening, schemes, widths } from './chromium.ts';

const chromium = chromiumPath();

describe.skipIf(chromium === undefined)('the page of an incident', () => {
  const named = ['first-news', 'severity-rose', 'digest', 'hostile'] as const;
  const cwd = workspace(
    Object.fromEntries(
      named.flatMap((name) => {
        const news = cases[name];
        return news === undefined ? [] : [[`${name}.html`, incidentPage(news)]];
      }),
    ),
  );
  const open = opening(chromium ?? '');

  it.each(
    named.flatMap((name) =>
      schemes.flatMap((colorScheme) => widths.map((width) => ({ name, colorScheme, width }))),
    ),
  )('is readable and does nothing: $name, $colorScheme, $width pixels wide', async (look) => {
    const { name, colorScheme, width } = look;
    const { page, misdeeds } = await open(join(cwd, `${name}.html`), look);
    for (const details of await page.locator('details > summary').all()) await details.click();
    await expectReadable(page);
    const picture = await lookAt(page, `incident-${name}-${colorScheme}-${width}`);
    expect(picture.lightness).toSatisfy((of: number) => (colorScheme === 'light' ? of > 0.9 : of < 0.3));
    expect(misdeeds).toEqual([]);
  });
});
