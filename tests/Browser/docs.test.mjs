// The documentation, the start page and the price list as a reader sees them, and the quickstart as a reader follows it: its commands are taken
// from the page and run. LEARNCOIN_DEMO_DIR names a running demo, else one is started. Screenshots go to artifacts/browser/docs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDemo, repositoryRoot } from '../Interop/lib/demo.mjs';
import { chromiumIsThere, chromiumPath, launch, openPage } from './lib/chromium.mjs';

const skip = !chromiumIsThere && `no Chromium at ${chromiumPath} (apt-get install chromium, or set CHROMIUM_PATH)`;
if (skip) console.log(`skipped: the documentation in a browser (${skip})`);

const ANCHOR_TIMEOUT_MS = 60_000;

describe('the documentation', { skip }, () => {
  let demo, browser, origin, paths;
  const artifacts = join(repositoryRoot, 'artifacts', 'browser', 'docs');

  before(async () => {
    demo = await openDemo({ credentials: 1 });
    origin = new URL(demo.summary.api_url).origin;
    browser = await launch();
    await mkdir(artifacts, { recursive: true });
    const { page, close } = await open('/docs');
    paths = ['/', '/pricing', '/docs', ...await page.locator('#docs-contents a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))];
    await close();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const open = (path, options) => openPage(browser, origin + path, { allowedOrigins: [origin], ...options });

  it('fits a phone, a tablet and wide windows, light and dark, without a complaint of the browser', async () => {
    assert.ok(paths.length > 20, `${paths.length} pages`);
    const forms = {
      phone: { viewport: { width: 375, height: 800 } }, tablet: { viewport: { width: 768, height: 1000 } }, small: { viewport: { width: 1160, height: 800 } },
      wide: { viewport: { width: 1360, height: 900 } }, dark: { viewport: { width: 1360, height: 900 }, colorScheme: 'dark' },
    };
    for (const path of paths) {
      for (const [form, settings] of Object.entries(forms)) {
        const { page, response, complaints, close } = await open(path, settings);
        assert.equal(response.status(), 200, path);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth) <= 0, `${path} is too wide: ${form}`);
        assert.deepEqual(complaints, [], `${path}, ${form}`);
        await page.screenshot({ path: join(artifacts, `${path.replace(/\W+/g, '_')}-${form}.png`) });
        await close();
      }
    }
  });

  it('is searched without a script, by the keyboard, and a result leads to its place', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${origin}/docs/quickstart`);
    await page.getByRole('searchbox').fill('rate_limited');
    await page.getByRole('searchbox').press('Enter');
    await page.waitForURL(/\/docs\/search\?q=rate_limited$/);
    assert.equal(await page.getByRole('searchbox').inputValue(), 'rate_limited');
    await page.locator('.docs-results a').first().click();
    await page.waitForURL(/\/docs\/api\/errors#rate_limited$/);
    assert.match(await page.locator('tr:target').innerText(), /429/);
    await context.close();
  });

  it('names each cell of a table on a phone, and is a table still', async () => {
    const { page, close } = await open('/docs/api/errors', { viewport: { width: 375, height: 800 } });
    const row = page.getByRole('row').filter({ hasText: 'rate_limited' }).first();
    assert.equal(await row.getByRole('cell').count(), 4);
    assert.equal(await row.getByRole('cell').nth(2).evaluate((cell) => getComputedStyle(cell, '::before').content), '"cause"');
    await close();
  });

  it('has a quickstart whose commands do what it says', async () => {
    const { page, close } = await open('/docs/quickstart');
    const commands = await page.locator('pre code[class^="language-"]').evaluateAll((codes) => codes.map((code) => ({ language: code.className.slice('language-'.length), text: code.textContent })));
    await close();
    const [start, variables, me, issue, read] = commands.filter(({ language }) => language !== 'json').map(({ text }) => text);
    assert.match(start, /^scripts\/demo --out demo\n$/);
    const folder = await mkdtemp(join(tmpdir(), 'learncoin-quickstart-'));
    try {
      await mkdir(join(folder, 'demo'));
      await writeFile(join(folder, 'demo', 'summary.json'), JSON.stringify(demo.summary));
      const run = (...lines) => JSON.parse(execFileSync('bash', ['-ec', [variables, ...lines].join('\n')], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] }));
      assert.equal(run(me).name, 'Example University');
      const accepted = run(issue);
      assert.deepEqual([accepted.status, accepted.credentials_count, accepted.environment], ['pending', 1, 'test']);
      assert.deepEqual(run(issue), accepted); // sent again, as the page says
      let batch;
      for (const end = Date.now() + ANCHOR_TIMEOUT_MS; batch?.status !== 'anchored' && Date.now() < end; await new Promise((done) => setTimeout(done, 500))) {
        batch = run(`BATCH=${accepted.id}`, read);
      }
      assert.equal(batch.status, 'anchored');
      const answer = await fetch(batch.credentials[0].verify_url);
      assert.match(await answer.text(), /Ada Lovelace/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
