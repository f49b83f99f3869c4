// Webhooks in the console, as a tenant does it: an endpoint to a server of ours, a test, what came, sending again; without JavaScript too,
// by the keyboard, in three languages. Screenshots go to artifacts/browser.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDemo, repositoryRoot } from '../Interop/lib/demo.mjs';
import { openReceiver } from '../Interop/lib/receiver.mjs';
import { overflow, seriousFaults } from './lib/audit.mjs';
import { chromiumIsThere, chromiumPath, launch, openPage } from './lib/chromium.mjs';
import { asOperator, asTenant, consoleUrl } from './lib/console.mjs';
import { api, issue } from './lib/issue.mjs';

const skip = !chromiumIsThere && `no Chromium at ${chromiumPath} (apt-get install chromium, or set CHROMIUM_PATH)`;
if (skip) console.log(`skipped: webhooks in the console (${skip})`);

const PHONE = { width: 375, height: 812 };
const WIDE = { width: 1280, height: 900 };
const WAIT_MS = 30_000;
const ACHIEVEMENT = { name: 'Introduction to Machine Learning', description: 'Completed the 12-week course.', criteria: { narrative: 'Passing grade.' } };

describe('webhooks in the console', { skip }, () => {
  let demo, browser, receiver;
  const artifacts = join(repositoryRoot, 'artifacts', 'browser');

  before(async () => {
    demo = await openDemo({ credentials: 1 });
    receiver = await openReceiver();
    await mkdir(artifacts, { recursive: true });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    receiver?.stop();
    await demo?.stop();
  });

  const open = (options) => openPage(browser, 'about:blank', { allowedOrigins: [new URL(demo.summary.api_url).origin], viewport: WIDE, ...options });
  const look = async (page, name) => {
    assert.deepEqual(await seriousFaults(page), [], `${name}: axe`);
    assert.ok(await overflow(page) <= 0, `${name}: wider than its window`);
    await page.screenshot({ path: join(artifacts, `console-${name}.png`), fullPage: true });
  };
  const until = async (page, fits) => {
    for (const end = Date.now() + WAIT_MS; Date.now() < end; await new Promise((done) => { setTimeout(done, 300); })) {
      if (await fits()) return;
      await page.reload();
    }
    assert.fail('the page did not come to show it');
  };

  it('are registered, tried, seen and sent again, without JavaScript', async () => {
    const { page, complaints, close } = await open({ javaScriptEnabled: false });
    await asTenant(page, demo.summary);
    await page.goto(consoleUrl(demo.summary, '/webhooks'));
    await page.getByLabel('Address').fill(`${receiver.origin}/hook`);
    await page.getByLabel('Description').fill('"><script>window.executed=1</script>');
    await page.getByRole('button', { name: 'Add the endpoint' }).click();
    await page.getByText('Choose one or more events.').waitFor();
    await page.getByLabel('batch.anchored').check();
    await page.getByLabel('credential.revoked').check();
    await page.getByRole('button', { name: 'Add the endpoint' }).click();
    await page.getByRole('heading', { name: 'The endpoint is added' }).waitFor();
    const secret = await page.getByLabel('Signing secret').inputValue();
    assert.match(secret, /^whsec_/);
    await page.getByRole('link', { name: 'To the endpoint' }).click();
    assert.ok(!(await page.content()).includes(secret));

    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('The test was delivered.').waitFor();
    await page.getByText('thank you').waitFor();
    const came = await receiver.until(({ event }) => event.type === 'webhook.test', 'the test');
    const [time, ...signatures] = came.headers['x-learncoin-signature'].split(',');
    assert.ok(signatures.includes(`v1=${createHmac('sha256', secret).update(`${time.slice(2)}.`).update(came.body).digest('hex')}`));

    receiver.state.status = 503;
    const batch = await issue(demo.summary, [{ name: 'Ada Lovelace', achievement: ACHIEVEMENT }]);
    await receiver.until(({ event }) => event.type === 'batch.anchored' && event.data.id === batch.id, 'the event');
    await page.getByRole('link', { name: 'The endpoint and its deliveries' }).click();
    const row = page.getByRole('row').filter({ hasText: 'batch.anchored' }).filter({ hasText: '503' });
    await until(page, async () => await row.count() > 0);
    await row.getByRole('link').first().click();
    await page.getByText('Attempt 1', { exact: false }).first().waitFor();
    receiver.state.status = 200;
    await page.getByRole('button', { name: 'Send now' }).click();
    await until(page, async () => await page.getByRole('heading', { level: 1 }).getByText('Delivered').count() > 0);
    assert.equal(receiver.deliveries.at(-1).event.data.id, batch.id);
    assert.deepEqual(complaints.filter((text) => !text.includes('422')), []);
    await close();
  });

  it('are readable wide and on a phone, by day and by night, in three languages', async () => {
    for (const [name, settings] of [['wide', {}], ['phone-dark', { viewport: PHONE, colorScheme: 'dark' }]]) {
      const { page, complaints, close } = await open(settings);
      await asTenant(page, demo.summary);
      await page.goto(consoleUrl(demo.summary, '/webhooks'));
      await look(page, `webhooks-${name}`);
      await page.getByRole('region').getByRole('link').first().click();
      await look(page, `webhook-${name}`);
      await page.getByRole('link', { name: 'webhook.test' }).first().click();
      await look(page, `delivery-${name}`);
      for (const language of ['es', 'fr']) {
        await page.goto(consoleUrl(demo.summary, `/webhooks?lang=${language}`));
        assert.equal(await page.locator('html').getAttribute('lang'), language);
        await look(page, `webhooks-${name}-${language}`);
      }
      assert.equal(await page.evaluate(() => window.executed), undefined);
      assert.deepEqual(complaints, []);
      await close();
    }
  });

  it('are deleted by the keyboard alone, after a question', async () => {
    const { page, close } = await open();
    await asTenant(page, demo.summary);
    await page.goto(consoleUrl(demo.summary, '/webhooks'));
    await page.getByRole('region').getByRole('link').first().press('Enter');
    await page.getByRole('link', { name: 'Delete' }).press('Enter');
    await page.getByRole('heading', { name: 'Delete this endpoint?' }).waitFor();
    await look(page, 'webhook-delete');
    await page.getByRole('button', { name: 'Delete the endpoint' }).press('Enter');
    await page.getByText('is deleted').waitFor();
    assert.equal((await api(demo.summary, '/webhooks')).data.length, 0);
    await close();
  });

  it('and the operators’ pages: each passes axe and fits, wide and on a phone', async () => {
    for (const [name, settings] of [['wide', {}], ['wide-dark', { colorScheme: 'dark' }], ['phone', { viewport: PHONE }]]) {
      const { page, complaints, close } = await open(settings);
      await asOperator(page, demo.summary);
      for (const path of ['', '/tenants', '/anchors', '/audit', '/erasures', '/health']) {
        await page.goto(consoleUrl(demo.summary, path));
        await look(page, `operator${path.replace('/', '-')}-${name}`);
      }
      await page.goto(consoleUrl(demo.summary, '/tenants'));
      await page.getByRole('link', { name: 'Example University' }).click();
      await page.getByText('As a table').first().click();
      await look(page, `operator-tenant-${name}`);
      await page.getByRole('link', { name: 'Its changes' }).click();
      await page.getByText('The chain is whole').waitFor();
      await look(page, `operator-chain-${name}`);
      await page.goto(consoleUrl(demo.summary, '/anchors'));
      await page.locator('table').nth(1).getByRole('link').first().click();
      await look(page, `operator-anchor-${name}`);
      assert.deepEqual(complaints, []);
      await close();
    }
  });
});
