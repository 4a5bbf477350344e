/** The page of a replay, in a browser. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { harrier } from '../cli/harrier.ts';
import { exec, execRule, lines, rule, workspace } from '../cli/workspace.ts';
import { chromiumPath, expectReadable, lookAt, opening, schemes, widths } from './chromium.ts';

const chromium = chromiumPath();
const looks = schemes.flatMap((colorScheme) => widths.map((width) => ({ colorScheme, width })));

describe.skipIf(chromium === undefined)('the page of a replay', () => {
  const cwd = workspace({});
  const open = opening(chromium ?? '');
  const made = async (name: string, ...args: readonly string[]) => {
    const file = join(cwd, name);
    const { code, stderr } = await harrier(['replay', '--html', file, ...args], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr });
    return file;
  };

  describe('of the sample', () => {
    let file = '';
    beforeAll(async () => {
      file = await made('sample.html', '--sample');
    });

    it.each(looks)(
      'is laid out and readable, all opened: $colorScheme, $width pixels wide',
      async ({ colorScheme, width }) => {
        const { page, misdeeds } = await open(file, { colorScheme, width });
        await expectReadable(page);
        const picture = await lookAt(page, `replay-${colorScheme}-${width}`);
        expect(picture.lightness).toSatisfy((of: number) => (colorScheme === 'light' ? of > 0.9 : of < 0.2));
        expect(picture.ground).toBeLessThan(0.95);
        // The page, the cards, their lines, texts, and the bars of four severities.
        expect(picture.colours(400)).toBeGreaterThanOrEqual(7);
        await page.click('[data-act=open]');
        await page.locator('.alert').first().scrollIntoViewIfNeeded();
        await expectReadable(page);
        await lookAt(page, `replay-open-${colorScheme}-${width}`);
        expect(misdeeds).toEqual([]);
      },
    );

    it('shows what is chosen: any of a kind, and all kinds together', async () => {
      const { page, misdeeds } = await open(file);
      const shown = page.locator('.alert:visible');
      const all = await page.locator('.alert').count();
      const number = async (selector: string) =>
        Number(await page.locator(`${selector} .number`).first().textContent());
      const critical = await number('[data-value=critical]');
      const high = await number('[data-value=high]');
      expect(await shown.count()).toBe(all);
      await page.click('[data-value=critical]');
      expect(await shown.count()).toBe(critical);
      await page.click('[data-value=high]');
      expect(await shown.count()).toBe(critical + high);
      expect(await page.textContent('#status')).toBe(`${critical + high} of ${all} alerts: critical, high`);
      for (const severity of await shown.locator('summary .severity').allTextContents())
        expect(['critical', 'high']).toContain(severity);

      await page.click('button[data-filter=actor][data-value="0"]');
      const ofActor = await shown.count();
      expect(ofActor).toBeGreaterThan(0);
      expect(ofActor).toBeLessThan(critical + high);
      // A second click takes a choice back.
      await page.click('button[data-filter=actor][data-value="0"]');
      expect(await shown.count()).toBe(critical + high);
      await page.click('#all');
      expect(await shown.count()).toBe(all);
      expect(await page.locator('#all').isVisible()).toBe(false);
      expect(misdeeds).toEqual([]);
    });

    it.each(['incident', 'actor', 'rule', 'tactic', 'slot', 'notified'])(
      'has as many alerts of each choice as it says: %s',
      async (filter) => {
        const { page } = await open(file);
        for (const button of await page.locator(`button[data-filter=${filter}]`).all()) {
          await button.click();
          const label =
            (await button.getAttribute('aria-label')) ?? (await button.locator('.number').textContent());
          const said = /(\d+)(?: alerts?,|$)/.exec(label ?? '')?.[1];
          expect(await page.locator('.alert:visible').count()).toBe(Number(said));
          await button.click();
        }
      },
    );

    it('says so where nothing fits', async () => {
      const { page } = await open(file);
      await page.click('[data-value=critical]');
      await page.locator('button[data-filter=rule]').last().click();
      expect(await page.locator('.alert:visible').count()).toBe(0);
      expect(await page.locator('#none').isVisible()).toBe(true);
    });

    it('is used without a mouse', async () => {
      const { page } = await open(file);
      const focused = page.locator(':focus');
      await page.keyboard.press('Tab');
      expect(await focused.getAttribute('data-value')).toBe('critical');
      await page.keyboard.press('Space');
      expect(await focused.getAttribute('aria-pressed')).toBe('true');
      const critical = await page.locator('.alert:visible').count();
      expect(critical).toBeLessThan(await page.locator('.alert').count());
      await page.locator('.alert:visible summary').first().focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('.alert:visible dl').first().isVisible()).toBe(true);
      // Every choice can be reached.
      const buttons = await page.locator('button:visible').count();
      const reached = new Set<string>();
      await page.locator('button').first().focus();
      for (let i = 0; i < 2 * buttons + 10; i++) {
        reached.add(await page.evaluate('document.activeElement.outerHTML'));
        await page.keyboard.press('Tab');
      }
      expect([...reached].filter((each) => each.startsWith('<button')).length).toBe(buttons);
    });

    it('opens what a rule says from an alert', async () => {
      const { page } = await open(file);
      await page.locator('.alert summary').first().click();
      const name = await page.locator('.alert .rule').first().textContent();
      await page.locator('.alert a[href^="#rule-"]').first().click();
      const about = page.locator('.about[open]');
      expect(await about.count()).toBe(1);
      expect(await about.locator('summary').textContent()).toContain(name);
      expect(await about.locator('p').first().isVisible()).toBe(true);
    });

    it('shows everything where scripts do not run', async () => {
      const { page } = await open(file, { javaScriptEnabled: false });
      await page.locator('.alert summary').first().click();
      expect(await page.locator('.alert dl').first().isVisible()).toBe(true);
      expect(await page.locator('[data-act=open]').isVisible()).toBe(false);
    });

    it('is printed without what only a screen can do, in dark as in light', async () => {
      const { page } = await open(file, { colorScheme: 'dark', width: 800 });
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect((await lookAt(page, 'replay-print')).lightness).toBeGreaterThan(0.9);
      expect(await page.locator('[data-act=open]').isVisible()).toBe(false);
      await expectReadable(page);
    });
  });

  describe('of what an attacker wrote', () => {
    let hits = 0;
    const server = createServer((_, response) => {
      hits++;
      response.end();
    });
    afterAll(() => server.close());
    let file = '';
    let hostile: readonly string[] = [];

    beforeAll(async () => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      hostile = [
        `</script><script>fetch('${at}/script');alert(1)</script>`,
        `</style><style>@import '${at}/style';*{background:url(${at}/css)}</style>`,
        `</title></pre></bdi></dd><img src=${at}/image onerror=alert(1)>`,
        `"><svg onload=alert(1)><a href="${at}/link" autofocus onfocus=alert(1)>`,
        `' onmouseover='alert(1)' style='background:url(${at}/attribute)`,
        `<iframe src=${at}/frame></iframe><object data=${at}/object></object><link rel=stylesheet href=${at}/sheet>`,
        `<meta http-equiv=refresh content="0;url=${at}/refresh"><base href=${at}/>`,
        '<details open ontoggle=alert(1)>&lt;b&gt;&#60;script&#62;alert(1)&#60;/script&#62;',
        '<!--',
        '--><script>alert(1)</script>',
        '<![CDATA[',
        '$'.concat('{alert(1)}{{alert(1)}}'),
        'javascript:alert(1)',
        'a\u202Egnp.exe\u2066\u200b\u0000\u0007',
        `\u05d0\u05d1\u05d2 \u0627\u0628 ${'W'.repeat(400)}`,
        `Z${'\u0301'.repeat(300)}`,
      ];
      const events = hostile.map((text, i) =>
        exec(i, {
          user: {
            username: text,
            groups: [text],
            extra: { arn: [text], sessionName: [text], accessKeyId: [text] },
          },
          userAgent: text,
          sourceIPs: [text, '203.0.113.9'],
          requestURI: `/api/v1/namespaces/shop/pods/web-0/exec?command=${text}`,
          impersonatedUser: { username: text },
          objectRef: { resource: 'pods', namespace: text, name: text, apiVersion: 'v1', subresource: 'exec' },
          annotations: { 'authorization.k8s.io/decision': text },
          responseStatus: { code: 200, message: text },
        }),
      );
      const note = JSON.stringify(hostile[0]);
      const folder = workspace({
        'events.json': lines(...events),
        'exec.toml': execRule,
        'hostile.toml': rule({
          name: '</summary><script>alert(1)</script>',
          query: 'kubernetes.audit.objectRef.subresource:exec',
          more: `note = ${note}\nreferences = ["javascript:alert(1)", "https://example.com/\\"><script>alert(1)</script>"]\nfalse_positives = [${note}]\ntags = [${note}]\n`,
        }),
      });
      file = await made(
        'hostile.html',
        '--cluster',
        hostile[0] ?? '',
        '--rules',
        folder,
        join(folder, 'events.json'),
      );
    });

    it.each(looks)('does nothing and goes nowhere: $colorScheme, $width pixels wide', async (look) => {
      const { page, misdeeds } = await open(file, look);
      await page.click('[data-act=open]');
      for (const about of await page.locator('.about summary').all()) await about.click();
      await page.mouse.move(200, 200);
      await page.locator('button[data-filter=actor]').first().click();
      await page.click('#all');
      await expectReadable(page);
      await lookAt(page, `replay-hostile-${look.colorScheme}-${look.width}`);
      expect({ misdeeds, hits }).toEqual({ misdeeds: [], hits: 0 });
    });

    it('has no element and no attribute but those of the page', async () => {
      const { page } = await open(file);
      const found = (await page.evaluate(`({
        tags: [...new Set([...document.querySelectorAll('*')].map(({ tagName }) => tagName.toLowerCase()))].sort(),
        attributes: [...new Set([...document.querySelectorAll('*')].flatMap((each) => each.getAttributeNames()))].sort(),
        links: [...new Set([...document.links].map(({ protocol }) => protocol))].sort(),
        scripts: document.scripts.length,
      })`)) as { tags: string[]; attributes: string[]; links: string[]; scripts: number };
      expect(found.tags.join(' ')).toBe(
        'a bdi body button dd details div dl dt h1 h2 h3 head header html li main meta p pre rect script section small span strong style summary svg time title ul',
      );
      expect(found.attributes.filter((name) => !/^(?:aria|data)-[a-z]+$/.test(name)).join(' ')).toBe(
        'charset class content datetime height hidden href http-equiv id lang name preserveAspectRatio rel role title type viewBox width x y',
      );
      expect(found.links).toEqual(['file:', 'https:']);
      expect(found.scripts).toBe(1);
    });

    it('shows what was written, with what cannot be seen as escapes', async () => {
      const { page } = await open(file);
      const text = (await page.locator('body').textContent()) ?? '';
      expect(text).toContain("</script><script>fetch('http://127.0.0.1");
      expect(text).toContain('a\\u{202e}gnp.exe\\u{2066}\\u{200b}\\u{0}\\u{7}');
      expect(text).not.toMatch(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/u);
    });

    it('has a policy that would stop what came through', async () => {
      const { page, misdeeds } = await open(file);
      await page.evaluate(`(async () => {
        const body = document.body;
        body.insertAdjacentHTML('beforeend', '<img src="${'http://127.0.0.1:'}${(server.address() as AddressInfo).port}/x">');
        body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }));
        body.insertAdjacentHTML('beforeend', '<p id="styled" style="color: red" onclick="window.ran = true">x</p>');
        document.querySelector('#styled').click();
        await new Promise((resolve) => setTimeout(resolve, 100));
      })()`);
      expect(await page.evaluate('window.ran')).toBeUndefined();
      expect(misdeeds.filter((each) => each.startsWith('console')).length).toBeGreaterThanOrEqual(4);
      expect(hits).toBe(0);
    });
  });

  describe('of thousands of alerts', () => {
    it('opens, says how many are on it, and chooses among them', async () => {
      const severe = rule({ name: 'Severe', query: 'kubernetes.audit.objectRef.name:web-777' })
        .replace('medium', 'critical')
        .replace('47', '99');
      const events = Array.from({ length: 12_000 }, (_, i) =>
        exec(i, {
          user: { username: `user-${i % 300}` },
          objectRef: { resource: 'pods', namespace: 'shop', name: `web-${i % 1000}`, subresource: 'exec' },
          stageTimestamp: new Date(Date.UTC(2026, 2, 1) + i * 10_000).toISOString(),
        }),
      );
      const folder = workspace({
        'events.json': lines(...events),
        'rules/exec.toml': execRule,
        'rules/b.toml': severe,
      });
      const file = await made('many.html', '--rules', join(folder, 'rules'), join(folder, 'events.json'));
      const { page, misdeeds } = await open(file, { width: 400 });
      expect(await page.locator('.notice').textContent()).toMatch(
        /^5,000 of 12,012 alerts are on this page: the most severe/,
      );
      expect(await page.textContent('#status')).toBe('5,000 alerts, in the order of time');
      expect(await page.locator('button[data-filter=actor]').count()).toBe(100);
      expect(await page.textContent('[data-value=critical] .number')).toBe('12');
      await page.click('[data-value=critical]');
      expect(await page.locator('.alert:visible').count()).toBe(12);
      await page.click('#all');
      await lookAt(page, 'replay-many');
      await page.click('[data-act=open]');
      expect(await page.locator('.alert[open]').count()).toBe(5_000);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
      expect(misdeeds).toEqual([]);
    });
  });
});
