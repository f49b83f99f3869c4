// The claim mail as a mail program with a browser's engine shows it: the samples of `learncoin mail preview`, wide, narrow and dark. Screenshots
// go to artifacts/browser.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../Interop/lib/demo.mjs';
import { chromiumIsThere, chromiumPath, launch, openPage } from './lib/chromium.mjs';

const skip = !chromiumIsThere && `no Chromium at ${chromiumPath} (apt-get install chromium, or set CHROMIUM_PATH)`;
if (skip) console.log(`skipped: the claim mail in a browser (${skip})`);

const LINK = 'https://learncoin.example/c/crd_01JZZZZZZZZZZZZZZZZZZZZZZZ#claim=UHJldmlldyBvZiBhIG1haWwsIG5vdCBhIGNvZGUgYXQgYWxs';
const WIDTHS = { wide: 1024, narrow: 375 };

/** Texts of the page whose contrast to what is behind them is under 4.5 (WCAG 2.2, 1.4.3). */
const unreadable = () => {
  const parse = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (!text.data.trim() || !text.parentElement.getClientRects().length) continue;
    const pair = [luminance(parse(getComputedStyle(text.parentElement).color)), luminance(ground(text.parentElement))].sort((a, b) => b - a);
    const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (contrast < 4.5) found.push(`${contrast.toFixed(2)}: ${text.data.trim().slice(0, 40)}`);
  }
  return found;
};

describe('the claim mail', { skip }, () => {
  let browser, folder, names;
  const artifacts = join(repositoryRoot, 'artifacts', 'browser');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'learncoin-mail-'));
    execFileSync(join(repositoryRoot, 'src/Standalone/bin/Release/net10.0/learncoin'), ['mail', 'preview', '--out', folder]);
    names = (await readdir(folder)).filter((name) => name.endsWith('.html')).map((name) => name.slice(0, -'.html'.length));
    await mkdir(artifacts, { recursive: true });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  const each = async (check) => {
    assert.ok(names.length >= 6);
    for (const name of names) {
      for (const [label, width] of Object.entries(WIDTHS)) {
        const opened = await openPage(browser, pathToFileURL(join(folder, `${name}.html`)).href, { allowedOrigins: [], viewport: { width, height: 800 } });
        try {
          await check({ ...opened, name, label, width });
          assert.deepEqual(opened.complaints, [], `${name}, ${label}`);
        } finally {
          await opened.close();
        }
      }
    }
  };

  it('fits the width of a phone and of a desk, without a request to anybody', () => each(async ({ page, name, label, width }) => {
    await page.screenshot({ path: join(artifacts, `mail-${name}-${label}.png`), fullPage: true });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${name}, ${label}: wider than the window`);
  }));

  it('has one button, which leads to the claim, and shows the code', () => each(async ({ page }) => {
    const button = page.getByRole('link', { name: 'Claim your credential' });
    assert.equal(await button.getAttribute('href'), LINK);
    await page.getByText(LINK.split('=')[1], { exact: true }).waitFor({ state: 'visible' });
    await page.getByText('31 January 2030').first().waitFor({ state: 'attached' });
    const box = await button.boundingBox();
    assert.ok(box.height >= 44, 'the button is as high as a thumb needs it');
  }));

  it('can be read in the light and in the dark', () => each(async ({ page, name, label }) => {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await page.evaluate(unreadable), [], `${name}, ${label}, ${colorScheme}`);
      if (colorScheme === 'dark') await page.screenshot({ path: join(artifacts, `mail-${name}-${label}-dark.png`), fullPage: true });
    }
  }));

  it('says in plain text what it says in HTML', async () => {
    for (const name of names) {
      const text = await readFile(join(folder, `${name}.txt`), 'utf8');
      assert.ok(text.includes(LINK), name);
      assert.ok(!/<[a-z/]/i.test(text), name);
    }
  });
});
