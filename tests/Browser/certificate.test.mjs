// The page of a credential in every state, language, width and on paper, and its badge on somebody else's page. Screenshots go to artifacts/browser.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { openDemo, repositoryRoot } from '../Interop/lib/demo.mjs';
import { chromiumIsThere, chromiumPath, launch, openPage } from './lib/chromium.mjs';
import { api, issue } from './lib/issue.mjs';

const skip = !chromiumIsThere && `no Chromium at ${chromiumPath} (apt-get install chromium, or set CHROMIUM_PATH)`;
if (skip) console.log(`skipped: certificates in a browser (${skip})`);

const DAY_MS = 86_400_000;
const WIDTHS = { wide: 1280, phone: 375, narrow: 320 };
// A4 lying, less the margins of the sheet, in CSS pixels.
const SHEET = { width: 1047, height: 718 };
const NAME = 'Wilhelmina Oystercatcher';
const ACHIEVEMENT = {
  type: ['Achievement'],
  name: 'Introduction to Machine Learning',
  description: 'Completed the 12-week introductory course with distinction.',
  criteria: { id: 'https://school.example/criteria', narrative: 'Passing grade (≥ 70 %) on the final project,\nplus peer-reviewed code.' },
  alignment: [{ type: ['Alignment'], targetName: 'Machine learning', targetUrl: 'https://esco.example/S1.4.0', targetFramework: 'ESCO', targetCode: 'S1.4.0' }],
  image: { id: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', type: 'Image', caption: 'A medal' },
};
const TALL = `data:image/png;base64,${png(10, 1000).toString('base64')}`;
const LONG = { ...ACHIEVEMENT, name: 'Donaudampfschifffahrtsgesellschaftskapitänsprüfung '.repeat(8).trim(), description: 'All of it, and more. '.repeat(300) };

/** A grey picture of that size (PNG specification). */
function png(width, height) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * height, 127))), chunk('IEND', Buffer.alloc(0))]);
}

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
const luminance = `(color) => color.match(/[\\d.]+/g).slice(0, 3).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0)`;

/** Visible text with less than 4.5 against the ground it stands on. */
const unreadable = (page) => page.evaluate(`(() => {
  const luminance = ${luminance};
  const clear = (style) => /rgba\\(.*, 0\\)|transparent/.test(style.backgroundColor);
  const ground = (element) => { for (let e = element; e; e = e.parentElement) { const style = getComputedStyle(e); if (!clear(style)) return style.backgroundColor; } return getComputedStyle(document.documentElement).colorScheme.includes('dark') && matchMedia('(prefers-color-scheme: dark)').matches ? 'rgb(18, 18, 18)' : 'rgb(255, 255, 255)'; };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility({ visibilityProperty: true })) continue;
    const pair = [luminance(getComputedStyle(parent).color), luminance(ground(parent))].sort((a, b) => b - a);
    const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (contrast < 4.5) found.push(contrast.toFixed(2) + ': ' + text.data.trim().slice(0, 40));
  }
  return found;
})()`);

describe('the certificate', { skip }, () => {
  let demo, browser, states;
  const artifacts = join(repositoryRoot, 'artifacts', 'browser');
  const shot = (page, name) => page.screenshot({ path: join(artifacts, `certificate-${name}.png`), fullPage: true });
  const rpc = async (method, params) => (await fetch(demo.summary.rpc_url, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })).json();
  const open = (url, options) => openPage(browser, url, { allowedOrigins: [demo.summary.api_url, demo.summary.rpc_url].map((url) => new URL(url).origin), ...options });

  const issueOf = async (achievement, more = {}, name = NAME) => {
    const { id } = await api(demo.summary, '/batches', { method: 'POST', body: { credentials: [{
      recipient: { id: `urn:uuid:${randomUUID()}`, name, auto_claim: true }, achievement, issuanceDate: new Date(Date.now() - 60_000).toISOString(), ...more,
    }] } });
    return id;
  };
  const reached = async (batch, wanted) => {
    for (const end = Date.now() + 90_000; Date.now() < end; await new Promise((done) => setTimeout(done, 250))) {
      const { status, credentials } = await api(demo.summary, `/batches/${batch}`);
      if (status === wanted) return credentials[0].id;
    }
    throw new Error(`the batch did not become ${wanted}`);
  };
  const anchored = async (...args) => reached(await issueOf(...args), 'anchored');
  const post = (id, act, body) => api(demo.summary, `/credentials/${id}/${act}`, { method: 'POST', body });
  const revoke = (id, more) => post(id, 'revoke', { reason: 'r', reason_code: 'reissued', ...more });
  const erase = (id) => post(id, 'erase', { requester: 'recipient', verified_at: '2026-01-01T00:00:00Z' });
  const urlOf = (id) => `${new URL(demo.summary.api_url).origin}/c/${id}`;

  before(async () => {
    demo = await openDemo({ credentials: 1 });
    await mkdir(artifacts, { recursive: true });
    browser = await launch();
    const [plain, long, worst, revoked, erased, both, replacement, expired, early] = await Promise.all([
      anchored(ACHIEVEMENT), anchored(LONG, {}, 'Wolfeschlegelsteinhausenbergerdorff-Ångström Nguyễn'.repeat(3)),
      anchored({ ...LONG, image: { ...LONG.image, id: TALL } }, { expirationDate: new Date(Date.now() + DAY_MS).toISOString() }, 'Wolfeschlegelsteinhausenbergerdorff-Ångström Nguyễn '.repeat(4)),
      anchored(ACHIEVEMENT), anchored(ACHIEVEMENT), anchored(ACHIEVEMENT), anchored(ACHIEVEMENT),
      anchored(ACHIEVEMENT, { issuanceDate: '2024-04-23T12:00:00Z', expirationDate: '2025-04-23T12:00:00Z' }),
      anchored(ACHIEVEMENT, { issuanceDate: new Date(Date.now() + 400 * DAY_MS).toISOString() }),
    ]);
    await revoke(revoked, { replaced_by: replacement });
    await revoke(both);
    await erase(both);
    await erase(erased);
    await revoke(worst);
    states = { anchored: plain, long, worst, revoked, erased, both, replacement, expired, early };
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const SAYS = {
    anchored: ['Anchored', NAME, 'Machine learning', 'The criteria in full', 'Cryptographically verified by LearnCoin'],
    revoked: ['Revoked', 'no longer valid', 'A corrected credential was issued in its place.', 'See the credential that replaces it'],
    erased: ['Anchored', 'Redacted on recipient request'],
    both: ['Revoked', 'no longer valid', 'Redacted on recipient request'],
    replacement: ['Anchored', 'an earlier, revoked credential'],
    expired: ['Expired', 'This credential has expired.', '23 April 2025'],
    early: ['Not yet valid', 'This credential is not valid yet.'],
    long: ['Anchored'],
    worst: ['Revoked'],
  };

  it('says in every state what holds, without JavaScript, at every width, in the light and in the dark', async () => {
    for (const [state, texts] of Object.entries(SAYS)) {
      for (const [label, width] of Object.entries(WIDTHS)) {
        const { page, complaints, close } = await open(urlOf(states[state]), { viewport: { width, height: 900 }, javaScriptEnabled: false });
        for (const text of texts) assert.ok(await page.getByText(text).first().isVisible(), `${state}, ${label}: ${text}`);
        assert.ok(await fits(page) <= 0, `${state}, ${label}: too wide`);
        assert.deepEqual(complaints, [], `${state}, ${label}`);
        await shot(page, `${state}-${label}`);
        await close();
      }
    }
    for (const colorScheme of ['light', 'dark']) {
      for (const state of ['anchored', 'revoked', 'expired']) {
        const { page, close } = await open(urlOf(states[state]), { colorScheme });
        await page.getByText('Show the badge on a web page').click();
        assert.deepEqual(await unreadable(page), [], `${state}, ${colorScheme}`);
        await shot(page, `${state}-${colorScheme}`);
        await close();
      }
    }
  });

  it('is pending while the chain stands still', async () => {
    await rpc('evm_setIntervalMining', [0]);
    try {
      const id = await reached(await issueOf(ACHIEVEMENT), 'signed');
      const { page, complaints, close } = await open(urlOf(id), { viewport: { width: WIDTHS.phone, height: 900 } });
      await page.getByText(/^Pending$/).waitFor();
      await page.getByText('is signed and waits').waitFor();
      assert.equal(await page.getByText('Cryptographically verified').count(), 0);
      await shot(page, 'pending-phone');
      assert.deepEqual(complaints, []);
      await close();
    } finally {
      await rpc('evm_setIntervalMining', [2]);
    }
  });

  it('is one sheet of paper with its proof, whatever was typed, and no navigation', async () => {
    for (const state of ['anchored', 'revoked', 'erased', 'long', 'worst']) {
      for (const colorScheme of ['light', 'dark']) {
        const { page, close } = await open(urlOf(states[state]), { viewport: SHEET, colorScheme });
        await page.emulateMedia({ media: 'print', colorScheme });
        for (const gone of ['.site-header', '.site-footer', '.sharing', 'button', 'summary', '.checks']) {
          assert.equal(await page.locator(gone).locator('visible=true').count(), 0, `${state}: ${gone} is printed`);
        }
        assert.ok(await page.locator('.proof .qr').isVisible());
        assert.ok(await page.locator('.proof').getByText(urlOf(states[state])).isVisible());
        assert.match(await page.locator('.proof').innerText(), /0x[0-9a-f]{64}/);
        assert.deepEqual(await unreadable(page), [], `${state}, ${colorScheme}`);
        await page.screenshot({ path: join(artifacts, `certificate-print-${state}-${colorScheme}.png`), fullPage: true });
        for (const format of ['A4', 'Letter']) {
          const pdf = await page.pdf({ format, landscape: true, printBackground: true });
          assert.equal((pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length, 1, `${state}, ${format}: more than one sheet`);
          await writeFile(join(artifacts, `certificate-${state}-${format}.pdf`), pdf);
        }
        await close();
      }
    }
  });

  it('speaks Spanish and French, and remembers which', async () => {
    const context = await browser.newContext({ locale: 'en-GB' });
    for (const [language, texts] of Object.entries({ es: ['Anclada', 'ha obtenido', 'Transacción de anclaje'], fr: ['Ancré', 'a obtenu', 'Transaction d’ancrage'] })) {
      const page = await context.newPage();
      await page.goto(`${urlOf(states.anchored)}?lang=${language}`);
      await page.goto(urlOf(states.anchored));
      assert.equal(await page.locator('html').getAttribute('lang'), language);
      for (const text of texts) assert.ok(await page.getByText(text).first().isVisible(), text);
      await shot(page, language);
    }
    await context.close();
  });

  it('bears the tenant’s colour, also one that is hard to see', async () => {
    try {
      for (const color of ['#ffee00', '#7a0c2e', '#0b0f14', '#fefefe']) {
        await api(demo.summary, '/tenants/me', { method: 'PATCH', body: { brand_color: color } });
        for (const colorScheme of ['light', 'dark']) {
          const { page, complaints, close } = await open(urlOf(states.anchored), { colorScheme });
          assert.deepEqual(await unreadable(page), [], `${color}, ${colorScheme}`);
          assert.deepEqual(complaints, []);
          const [edge, paper] = await page.evaluate(`(() => { const luminance = ${luminance}; const style = getComputedStyle(document.querySelector('.certificate')); return [luminance(style.borderTopColor), luminance(style.backgroundColor)]; })()`);
          const contrast = (Math.max(edge, paper) + 0.05) / (Math.min(edge, paper) + 0.05);
          assert.ok(contrast >= 3, `${color}, ${colorScheme}: edge ${contrast}`);
          await shot(page, `brand-${color.slice(1)}-${colorScheme}`);
          await close();
        }
      }
    } finally {
      await api(demo.summary, '/tenants/me', { method: 'PATCH', body: { brand_color: null } });
    }
  });

  it('can be copied for a page of one’s own, where the badge is seen and nothing else comes with it', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const { page } = await open(urlOf(states.anchored), { context });
    await page.getByText('Show the badge on a web page').click();
    await page.getByRole('button', { name: 'Copy the code' }).click();
    await page.getByText('Copied.').waitFor();
    const code = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(code, await page.getByLabel('HTML to paste').inputValue());
    assert.ok(!code.includes('Oystercatcher') && !code.includes('script'));
    await context.close();

    const foreign = createServer((_, response) => response.setHeader('Content-Type', 'text/html; charset=utf-8').end(`<!doctype html><title>Mine</title>${Object.values(states).map((id) => `<p>${code.replaceAll(states.anchored, id)}</p>`).join('')}`));
    await new Promise((done) => foreign.listen(0, '127.0.0.1', done));
    try {
      const origin = `http://127.0.0.1:${foreign.address().port}`;
      const mine = await openPage(browser, origin, { allowedOrigins: [origin, new URL(demo.summary.api_url).origin] });
      assert.deepEqual(await mine.page.$$eval('img', (images) => images.map((image) => image.naturalWidth)), Object.values(states).map(() => 380));
      assert.deepEqual(mine.complaints.filter((text) => !text.includes('favicon')), []);
      await shot(mine.page, 'badges');
      await mine.close();
    } finally {
      foreign.close();
    }
  });
});
