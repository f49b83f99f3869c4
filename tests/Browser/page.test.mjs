// The verification page /c/{id} as a visitor sees it: all that step 7 of the walkthrough lists, and nothing executed
// that a tenant or a recipient typed. LEARNCOIN_DEMO_DIR names a running demo, else one is started; CHROMIUM_PATH the
// browser. Screenshots go to artifacts/browser.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDemo, repositoryRoot } from '../Interop/lib/demo.mjs';
import { chromiumIsThere, chromiumPath, launch, openPage } from './lib/chromium.mjs';
import { issue, tenantOf } from './lib/issue.mjs';

const skip = !chromiumIsThere && `no Chromium at ${chromiumPath} (apt-get install chromium, or set CHROMIUM_PATH)`;
if (skip) console.log(`skipped: the verification page in a browser (${skip})`);

const ATTRIBUTION = 'Cryptographically verified by LearnCoin · Powered by Blockcerts';
const WAIT = { state: 'visible', timeout: 20_000 };
const PLAIN = {
  name: 'Zoë Nguyễn-O’Neill',
  achievement: {
    name: 'Introduction to Machine Learning',
    description: 'Completed the 12-week introductory course with distinction.',
    criteria: { narrative: 'Passing grade (≥ 70%) on the final project.' },
  },
};
const HOSTILE = {
  name: '"><svg onload="window.executed=1"> Bobby',
  achievement: {
    name: '<script>window.executed=1</script><img src=x onerror="window.executed=1"> & Robotics',
    description: "</p><iframe srcdoc='<script>parent.executed=1</script>'></iframe>{{7*7}} <a href='javascript:window.executed=1'>more</a>",
    criteria: { narrative: '<style>*{display:none}</style> <b onmouseover=window.executed=1>pass</b>' },
  },
};

const visible = (page, text) => page.getByText(text, { exact: false }).first().waitFor(WAIT);

/** Whether text or background of the element is a green: the green part leads clearly. */
const isGreen = (element) => {
  const style = getComputedStyle(element);
  return [style.color, style.backgroundColor, style.borderTopColor].some((value) => {
    const [r, g, b, alpha = 1] = (value.match(/[\d.]+/g) ?? []).map(Number);
    return alpha > 0 && g > r + 20 && g > b + 20;
  });
};

describe('the verification page', { skip }, () => {
  let demo, browser, tenant, batch, plainUrl, hostileUrl;
  const artifacts = join(repositoryRoot, 'artifacts', 'browser');

  before(async () => {
    demo = await openDemo({ credentials: 1 });
    tenant = await tenantOf(demo.summary);
    batch = await issue(demo.summary, [PLAIN, HOSTILE]);
    [plainUrl, hostileUrl] = batch.credentials.map((c) => c.verify_url);
    await mkdir(artifacts, { recursive: true });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const open = (url, options) => openPage(browser, url, {
    allowedOrigins: [demo.summary.api_url, demo.summary.rpc_url].map((u) => new URL(u).origin), ...options,
  });

  it('shows tenant, recipient, achievement, test banner and attribution', async () => {
    const { page, response, complaints, close } = await open(plainUrl);
    assert.equal(response.status(), 200);
    for (const text of [tenant.name, PLAIN.name, PLAIN.achievement.name, PLAIN.achievement.description, ATTRIBUTION]) {
      await visible(page, text);
    }
    await visible(page, /test credential/i);
    await page.screenshot({ path: join(artifacts, 'credential-page.png'), fullPage: true });
    assert.deepEqual(complaints, []);
    await close();
  });

  it('has a green badge that says Anchored', async () => {
    const { page, close } = await open(plainUrl);
    const badge = page.getByText(/^\W*Anchored\W*$/).first();
    await badge.waitFor(WAIT);
    assert.ok(await badge.evaluate(isGreen), 'the badge is not green');
    await close();
  });

  it('links the anchor transaction to the block explorer', async () => {
    const { page, close } = await open(plainUrl);
    const { hash } = batch.anchor_transaction;
    const link = page.locator(`a[href="https://sepolia.basescan.org/tx/${hash}"]`).first();
    await link.waitFor(WAIT);
    const text = (await link.innerText()).trim();
    assert.ok(text.startsWith(hash.slice(0, 8)), `the link says ${text}`);
    await close();
  });

  it('shows hostile text as text and runs none of it', async () => {
    const { page, complaints, close } = await open(hostileUrl);
    for (const text of [HOSTILE.name, HOSTILE.achievement.name, HOSTILE.achievement.description]) await visible(page, text);
    assert.equal(await page.evaluate(() => window.executed), undefined, 'text of a tenant was executed');
    assert.equal(await page.locator('svg[onload], img[src="x"], iframe, [onmouseover], [onerror], a[href^="javascript:"]').count(), 0);
    await page.screenshot({ path: join(artifacts, 'credential-page-hostile.png'), fullPage: true });
    assert.deepEqual(complaints, []);
    await close();
  });

  it('fits a phone without scrolling sideways', async () => {
    for (const [url, name] of [[plainUrl, 'phone'], [hostileUrl, 'phone-hostile']]) {
      const { page, close } = await open(url, { viewport: { width: 390, height: 844 } });
      await visible(page, ATTRIBUTION);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      await page.screenshot({ path: join(artifacts, `credential-page-${name}.png`), fullPage: true });
      assert.ok(overflow <= 0, `${name}: ${overflow} px too wide`);
      await close();
    }
  });

  it('says which language it is in and what it is about', async () => {
    const { page, close } = await open(plainUrl);
    assert.match(await page.locator('html').getAttribute('lang') ?? '', /^[a-z]{2}/);
    assert.match(await page.title(), /Introduction to Machine Learning/);
    await close();
  });
});
