// Claiming as a recipient does: by the link of the mail, by its code without JavaScript, and what the page then offers. Screenshots go to
// artifacts/browser.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDemo, repositoryRoot } from '../Interop/lib/demo.mjs';
import { chromiumIsThere, chromiumPath, launch, openPage } from './lib/chromium.mjs';
import { api, issue } from './lib/issue.mjs';
import { claimLink, mailFolder } from './lib/mail.mjs';

const skip = !chromiumIsThere && `no Chromium at ${chromiumPath} (apt-get install chromium, or set CHROMIUM_PATH)`;
if (skip) console.log(`skipped: claims in a browser (${skip})`);

const ACHIEVEMENT = { name: 'Introduction to Machine Learning', description: 'Completed the 12-week course.', criteria: { narrative: 'Passing grade.' } };
const PHONE = { width: 375, height: 812 };
const WAIT = { state: 'visible', timeout: 20_000 };

describe('a claim', { skip }, () => {
  let demo, browser, folder;
  const artifacts = join(repositoryRoot, 'artifacts', 'browser');
  const shot = (page, name) => page.screenshot({ path: join(artifacts, `${name}.png`), fullPage: true });

  before(async () => {
    demo = await openDemo({ credentials: 1 });
    folder = mailFolder(demo.summary);
    await mkdir(artifacts, { recursive: true });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const open = (url, options) => openPage(browser, url, { allowedOrigins: [demo.summary.api_url, demo.summary.rpc_url].map((url) => new URL(url).origin), ...options });
  const linkTo = async (name = 'Ada Lovelace', achievement = ACHIEVEMENT) => {
    const email = `${randomUUID()}@students.example`;
    const batch = await issue(demo.summary, [{ name, email, achievement }]);
    return { id: batch.credentials[0].id, link: await claimLink(folder, email) };
  };
  const fits = async (page) => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth) <= 0, 'too wide');
  const stateOf = async (id) => (await api(demo.summary, `/credentials/${id}`)).claim_state;

  it('is made once by the link, whose secret no request and no address shows', async (t) => {
    if (!folder) return t.skip('the demo writes no mails');
    const { id, link } = await linkTo();
    const secret = link.split('#claim=')[1];
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const { page, complaints } = await open('about:blank', { context });
    const asked = [];
    page.on('request', (request) => asked.push(`${request.method()} ${request.url()} ${JSON.stringify(request.headers())}`));
    await page.goto(link, { waitUntil: 'networkidle' });
    assert.equal(new URL(page.url()).hash, '');
    const button = page.getByRole('button', { name: 'Claim', exact: true });
    await button.waitFor(WAIT);
    assert.equal(await stateOf(id), 'pending', 'opening the page must not claim: mail scanners do that');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'claim-title');
    await shot(page, 'claim-offer');
    await button.press('Enter');
    await page.getByRole('heading', { name: 'Your credential' }).waitFor(WAIT);
    assert.equal(await stateOf(id), 'claimed');
    assert.deepEqual(asked.filter((line) => line.includes(secret)), []);
    assert.ok(!(await page.evaluate(() => JSON.stringify(history.state) + location.href + document.documentElement.outerHTML)).includes(secret));
    await shot(page, 'claim-recipient');
    await page.getByRole('button', { name: 'Copy the link' }).waitFor(WAIT);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the signed document' }).click();
    assert.equal((await download).suggestedFilename(), `${id}.json`);
    const linkedIn = new URL(await page.getByRole('link', { name: 'Add to LinkedIn' }).getAttribute('href'));
    assert.deepEqual(['name', 'certId', 'organizationName'].map((name) => linkedIn.searchParams.get(name)), [ACHIEVEMENT.name, id, 'Example University']);
    assert.deepEqual(complaints.filter((text) => !text.includes('ERR_ABORTED')), []);
    await context.close();

    const again = await open(link);
    await again.page.getByRole('button', { name: 'Claim', exact: true }).click();
    await again.page.getByText('claimed before').waitFor(WAIT);
    await shot(again.page, 'claim-used');
    assert.equal(await again.page.getByRole('button', { name: 'Claim', exact: true }).count(), 0);
    await again.close();
  });

  it('says that it is claimed when the answer to the first try was lost', async (t) => {
    if (!folder) return t.skip('the demo writes no mails');
    const { id, link } = await linkTo();
    const { page, close } = await open('about:blank');
    let lost = false;
    await page.route('**/v1/claims', async (route) => {
      if (lost) return route.continue();
      lost = true;
      await route.fetch();
      return route.abort();
    });
    await page.goto(link, { waitUntil: 'networkidle' });
    const button = page.getByRole('button', { name: 'Claim', exact: true });
    await button.click();
    await page.getByText('did not reach the service').waitFor(WAIT);
    assert.equal(await stateOf(id), 'claimed');
    await button.click();
    await page.getByText('This credential is claimed already').waitFor(WAIT);
    assert.equal(await button.count(), 0);
    await close();
  });

  it('works on a phone, asks for erasure, and is forgotten when the recipient signs out', async (t) => {
    if (!folder) return t.skip('the demo writes no mails');
    const { id, link } = await linkTo('Wolfeschlegelsteinhausenbergerdorff-Ångström Nguyễn', { ...ACHIEVEMENT, name: 'A'.repeat(80) });
    const { page, complaints, close } = await open(link, { viewport: PHONE });
    await fits(page);
    await shot(page, 'claim-offer-phone');
    await page.getByRole('button', { name: 'Claim', exact: true }).click();
    await page.getByRole('heading', { name: 'Your credential' }).waitFor(WAIT);
    await fits(page);
    await shot(page, 'claim-recipient-phone');
    await page.getByRole('button', { name: 'Ask for the erasure of my data' }).click();
    await page.getByText('You asked for the erasure').waitFor(WAIT);
    const requests = await api(demo.summary, '/erasure-requests?limit=100');
    assert.ok(requests.data.some((request) => request.credential_id === id));
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Your credential' }).waitFor({ state: 'detached' });
    assert.deepEqual(complaints, []);
    await close();
  });

  it('needs no JavaScript: a field takes the code of the mail', async (t) => {
    if (!folder) return t.skip('the demo writes no mails');
    const { id, link } = await linkTo();
    const { page, complaints, close } = await open(link.split('#')[0], { viewport: PHONE, javaScriptEnabled: false });
    await page.getByText('Have a code from your e-mail?').click();
    await page.getByLabel('Code from the e-mail').fill('mistyped');
    await page.getByRole('button', { name: 'Claim with the code' }).click();
    await page.getByRole('alert').waitFor(WAIT);
    assert.equal(await page.getByLabel('Code from the e-mail').getAttribute('aria-invalid'), 'true');
    await shot(page, 'claim-code-phone');
    await page.getByLabel('Code from the e-mail').fill(` ${link.split('#claim=')[1]} `);
    await page.getByRole('button', { name: 'Claim with the code' }).click();
    await page.getByRole('heading', { name: 'Your credential' }).waitFor(WAIT);
    await fits(page);
    assert.equal(await stateOf(id), 'claimed');
    assert.deepEqual(complaints.filter((text) => !text.includes('404')), []);
    await close();
  });

  it('runs nothing that a tenant typed, in the recipient’s part either', async (t) => {
    if (!folder) return t.skip('the demo writes no mails');
    const hostile = '"><script>window.executed=1</script><svg onload="window.executed=1">';
    const { link } = await linkTo(hostile, { name: hostile, description: hostile, criteria: { narrative: hostile } });
    const { page, complaints, close } = await open(link);
    await page.getByRole('button', { name: 'Claim', exact: true }).click();
    await page.getByRole('heading', { name: 'Your credential' }).waitFor(WAIT);
    assert.equal(await page.evaluate(() => window.executed), undefined);
    assert.equal(await page.locator('svg[onload], script:not([src])').count(), 0);
    assert.equal(new URL(await page.getByRole('link', { name: 'Add to LinkedIn' }).getAttribute('href')).searchParams.get('name'), hostile);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('is over when the credential is erased', async (t) => {
    if (!folder) return t.skip('the demo writes no mails');
    const { id, link } = await linkTo();
    await api(demo.summary, `/credentials/${id}/erase`, { method: 'POST', body: { requester: 'recipient', verified_at: '2026-01-01T00:00:00Z' } });
    const { page, close } = await open(link);
    await page.getByRole('button', { name: 'Claim', exact: true }).click();
    await page.getByText('There is no such claim').waitFor(WAIT);
    await close();
  });
});
