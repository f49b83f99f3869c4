// Every page in every state that a visitor, a tenant or an operator can see: no serious fault of accessibility (axe), light and dark, no text
// beside the window at 320 px, no complaint of the browser, all of it in reach of the Tab key with a focus that is seen, and less than 100 KB over
// the wire.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDemo, repositoryRoot } from '../Interop/lib/demo.mjs';
import { overflow, seriousFaults, walkByKeyboard, weigh } from './lib/audit.mjs';
import { chromiumIsThere, chromiumPath, launch, openPage } from './lib/chromium.mjs';
import { asOperator, asTenant, consoleUrl } from './lib/console.mjs';
import { api, issue } from './lib/issue.mjs';

const skip = !chromiumIsThere && `no Chromium at ${chromiumPath} (apt-get install chromium, or set CHROMIUM_PATH)`;
if (skip) console.log(`skipped: accessibility and weight of pages (${skip})`);

const LIMIT = 100 * 1024;
const WIDE = { width: 1280, height: 900 };
const FORMS = {
  light: (page) => page.emulateMedia({ colorScheme: 'light' }), dark: (page) => page.emulateMedia({ colorScheme: 'dark' }), narrow: (page) => page.setViewportSize({ width: 320, height: 700 }),
};
const achievement = {
  name: 'Introduction to Machine Learning', description: 'Completed the 12-week introductory course with distinction.', criteria: { narrative: 'Passing grade (≥ 70%) on the final project.' },
  alignment: [{ targetName: 'Machine learning', targetUrl: 'https://esco.example/skill', targetFramework: 'ESCO', targetCode: 'S1.4.0' }],
};

/** Site pages: name -> path. */
const site = {
  landing: '/', 'landing-es': '/?lang=es', pricing: '/pricing', 'pricing-fr': '/pricing?lang=fr', docs: '/docs', quickstart: '/docs/quickstart', verification: '/docs/concepts/verification',
  reference: '/docs/api', search: '/docs/search?q=webhook', 'search-nothing': '/docs/search?q=zzzzzz', verify: '/verify', 'verify-fr': '/verify?lang=fr', 'not-found': '/nowhere', login: '/console/login',
};
const ofTenant = {
  overview: '', batches: '/batches', credentials: '/credentials', upload: '/upload', keys: '/keys', webhooks: '/webhooks', settings: '/settings', 'erasure-requests': '/erasure-requests',
};
const ofOperator = { overview: '', tenants: '/tenants', anchors: '/anchors', audit: '/audit', health: '/health', erasures: '/erasures' };

describe('every page', { skip }, () => {
  let demo, browser, origin, credentials;
  const sessions = new Map();
  const artifacts = join(repositoryRoot, 'artifacts', 'browser', 'pages');

  before(async () => {
    demo = await openDemo({ credentials: 1 });
    origin = new URL(demo.summary.api_url).origin;
    const batch = await issue(demo.summary, [
      { name: 'Ada Lovelace', achievement },
      { name: 'Grace Hopper', achievement },
      { name: 'Alan Turing', achievement },
      { name: 'Rosalind Franklin', achievement },
      { name: 'Lise Meitner', achievement, issuanceDate: '2020-01-01T00:00:00Z', expirationDate: '2021-01-01T00:00:00Z' },
    ]);
    const [valid, revoked, erased, both, expired] = batch.credentials.map((c) => c.id);
    credentials = { valid, revoked, erased, both, expired, batch: batch.id };
    const revoke = (id) => api(demo.summary, `/credentials/${id}/revoke`, { method: 'POST', body: { reason: 'A mistake', reason_code: 'issuer_error' } });
    const erase = (id) => api(demo.summary, `/credentials/${id}/erase`, { method: 'POST', body: { requester: 'recipient', verified_at: new Date().toISOString() } });
    await revoke(revoked);
    await revoke(both);
    await erase(erased);
    await erase(both);
    await mkdir(artifacts, { recursive: true });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const allowed = () => [origin, new URL(demo.summary.rpc_url).origin];

  /** Signed in once for all pages: logins are limited. */
  async function sessionOf(signIn) {
    if (!sessions.has(signIn)) {
      const context = await browser.newContext();
      await signIn(await context.newPage(), demo.summary);
      sessions.set(signIn, await context.storageState());
      await context.close();
    }
    return sessions.get(signIn);
  }

  /** Looks at it wide and light, then dark, then 320 px wide. */
  async function audit(name, url, { signIn, expectedStatus = 200 } = {}) {
    const context = await browser.newContext({ viewport: WIDE, ...(signIn && { storageState: await sessionOf(signIn) }) });
    const { page, response, complaints } = await openPage(browser, url, { allowedOrigins: allowed(), context });
    assert.equal(response.status(), expectedStatus, url);
    assert.equal(await page.locator('h1').count(), 1, `${name}: one heading of the first level`);
    for (const [form, change] of Object.entries(FORMS)) {
      await change(page);
      assert.deepEqual(await seriousFaults(page), [], `${name}, ${form}`);
      assert.ok(await overflow(page) <= 0, `${name}, ${form}: ${await overflow(page)} px too wide`);
      await page.screenshot({ path: join(artifacts, `${name}-${form}.png`), fullPage: true });
    }
    await page.setViewportSize(WIDE);
    const { reached, missed, hidden } = await walkByKeyboard(page);
    assert.deepEqual({ missed, hidden }, { missed: [], hidden: [] }, `${name}: by the Tab key`);
    const { bytes, files } = await weigh(context, url);
    assert.ok(bytes < LIMIT, `${name} weighs ${bytes} bytes: ${files.map((file) => `${file.url} ${file.bytes}`).join(', ')}`);
    console.log(`# ${name}: ${(bytes / 1024).toFixed(1)} KB, ${reached} elements by the Tab key`);
    // Chromium tells every answer of 4xx as an error of the console.
    assert.deepEqual(complaints.filter((c) => expectedStatus === 200 || !c.includes(`status of ${expectedStatus}`)), [], name);
    await context.close();
  }

  for (const [name, path] of Object.entries(site)) {
    it(`of the site: ${name}`, () => audit(name, origin + path, { expectedStatus: name === 'not-found' ? 404 : 200 }));
  }
  for (const state of ['valid', 'revoked', 'erased', 'both', 'expired']) {
    it(`of a credential: ${state}`, () => audit(`credential-${state}`, `${origin}/c/${credentials[state]}`));
  }
  it('of a credential that there is none of', () => audit('credential-none', `${origin}/c/crd_00000000000000000000000000`, { expectedStatus: 404 }));
  for (const [name, path] of Object.entries(ofTenant)) {
    it(`of a tenant's console: ${name}`, () => audit(`tenant-${name}`, consoleUrl(demo.summary, path), { signIn: asTenant }));
  }
  it("of a tenant's console: a batch, a credential", async () => {
    await audit('tenant-batch', consoleUrl(demo.summary, `/batches/${credentials.batch}`), { signIn: asTenant });
    await audit('tenant-credential', consoleUrl(demo.summary, `/credentials/${credentials.valid}`), { signIn: asTenant });
    await audit('tenant-credential-revoked', consoleUrl(demo.summary, `/credentials/${credentials.revoked}`), { signIn: asTenant });
  });
  for (const [name, path] of Object.entries(ofOperator)) {
    it(`of the operators' console: ${name}`, () => audit(`operator-${name}`, consoleUrl(demo.summary, path), { signIn: asOperator }));
  }
});
