// More than 200 hostile texts in every field that a tenant or a recipient fills, and every page that shows them: nothing runs, the policy has
// nothing to forbid, nobody else is asked for anything. What the API refuses is no text of a page; how many that are is told.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { openDemo } from '../Interop/lib/demo.mjs';
import { run } from '../Interop/lib/run.mjs';
import { chromiumIsThere, chromiumPath, launch } from './lib/chromium.mjs';
import { asOperator, asTenant, consoleUrl } from './lib/console.mjs';
import { payloads } from './lib/payloads.mjs';

const skip = !chromiumIsThere && `no Chromium at ${chromiumPath} (apt-get install chromium, or set CHROMIUM_PATH)`;
if (skip) console.log(`skipped: hostile texts in a browser (${skip})`);

const TABS = 3;
const text = (n) => payloads[n % payloads.length];
// Names take no control characters.
const line = (n) => text(n).replace(/[\p{Cc}\p{Zl}\p{Cf}]/gu, ' ');

/** One credential with another hostile text in each field. */
const credentialWith = (n) => ({
  recipient: { id: `urn:uuid:${randomUUID()}`, name: line(n), auto_claim: true },
  achievement: {
    name: line(n + 31), description: text(n + 62), criteria: { narrative: text(n + 93) },
    alignment: [{ targetName: text(n + 124), targetUrl: 'https://esco.example/skill', targetFramework: 'CUSTOM', targetCode: text(n + 155) }],
    tag: [text(n + 17)],
  },
  evidence: [{ type: ['Evidence'], name: text(n + 186), narrative: text(n + 5), description: text(n + 6), genre: text(n + 7) }],
  external_id: `${n}${text(n + 44)}`.replace(/[^!-~]/g, '/'),
  tenant_metadata: { note: text(n + 77) },
  issuanceDate: new Date().toISOString(),
});

describe('hostile texts', { skip }, () => {
  let demo, browser, context, origin, key, tenant, batch;
  const faults = [];

  const call = async (path, body, method = body ? 'POST' : 'GET') => {
    const response = await fetch(`${origin}/v1${path}`, {
      method, headers: { Authorization: `Bearer ${key}`, ...(body && { 'Content-Type': 'application/json' }) }, body: body && JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const command = async (...args) => {
    const { command: [first, ...rest], cwd, env } = demo.summary.cli;
    return run(first, [...rest, ...args], { cwd, env: { ...process.env, ...env } });
  };

  /** A tenant whose name itself is hostile: the first payload that the operator's command takes. */
  async function hostileTenant() {
    for (const name of payloads) {
      const outcome = await command('tenants', 'create', '--name', `${name}`, '--plan', 'industry');
      if (outcome.code === 0) return JSON.parse(outcome.stdout);
    }
    throw new Error('no hostile name was taken');
  }

  /** All that the API takes of the credentials, in one batch that is anchored. */
  async function issueAll() {
    let credentials = payloads.map((_, n) => credentialWith(n));
    const asked = credentials.length;
    for (let refused = 1; refused > 0;) {
      const { status, body } = await call('/batches?dry_run=true', { credentials });
      const bad = new Set((status < 300 ? body.details ?? [] : body.error?.details ?? []).map((fault) => Number(/^\/credentials\/(\d+)/.exec(fault.pointer)?.[1])));
      refused = bad.size;
      if (status >= 400 && (refused === 0 || bad.has(NaN))) throw new Error(`dry run answered ${status}: ${JSON.stringify(body).slice(0, 500)}`);
      credentials = credentials.filter((_, n) => !bad.has(n));
    }
    console.log(`# ${payloads.length} hostile texts; the API refused ${asked - credentials.length} of ${asked} credentials made of them`);
    assert.ok(credentials.length >= 200);
    const { status, body } = await call('/batches', { credentials });
    assert.equal(status, 202, JSON.stringify(body).slice(0, 500));
    for (const end = Date.now() + 90_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 500))) {
      const found = (await call(`/batches/${body.id}`)).body;
      if (found.status === 'anchored') return found;
    }
    throw new Error('the batch was not anchored in time');
  }

  before(async () => {
    demo = await openDemo({ credentials: 1 });
    origin = new URL(demo.summary.api_url).origin;
    tenant = await hostileTenant();
    key = JSON.parse((await command('keys', 'create', '--tenant', tenant.id, '--environment', 'test', '--name', payloads[1])).stdout).api_key;
    for (const [n, payload] of payloads.entries()) {
      if (n % 20 === 0) await call('/webhooks', { url: `http://127.0.0.1:9/${n}`, events: ['batch.finalized'], description: payload });
    }
    batch = await issueAll();
    const [first] = batch.credentials;
    await call(`/credentials/${first.id}/revoke`, { reason: payloads[0], reason_code: 'other' });
    browser = await launch();
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    await context.exposeFunction('reportViolation', (what) => faults.push(what));
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (e) => window.reportViolation(`${location.pathname}: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
    });
    const allowed = [origin, new URL(demo.summary.rpc_url).origin];
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (!allowed.includes(url.origin)) faults.push(`foreign or odd request: ${request.url()}`);
    });
    context.on('page', (page) => page.on('dialog', (dialog) => { faults.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); }));
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  /** Opens each address, touches what can be touched, and looks whether anything ran. */
  async function visit(urls, settle = 'load') {
    const waiting = [...urls];
    await Promise.all(Array.from({ length: TABS }, async () => {
      const page = await context.newPage();
      for (let url = waiting.shift(); url; url = waiting.shift()) {
        const response = await page.goto(url, { waitUntil: settle });
        assert.ok(response.status() < 400, `${url} answered ${response.status()}`);
        await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; }));
        const ran = await Promise.all(page.frames().map((frame) => frame.evaluate(() => window.executed ?? null).catch(() => null)));
        if (ran.some((value) => value !== null)) faults.push(`executed on ${url}`);
        const scripts = await page.evaluate(() => document.querySelectorAll('script:not([src]):not([type="application/ld+json"]), [onload], [onerror], [style]').length);
        if (scripts > 0) faults.push(`${scripts} inline scripts, handlers or styles on ${url}`);
      }
      await page.close();
    }));
    assert.deepEqual(faults.splice(0), []);
  }

  it('would run where they were not taken for text', { timeout: 60_000 }, async () => {
    const bare = await browser.newPage();
    const inert = [];
    for (const payload of payloads) {
      await bare.setContent(`<!DOCTYPE html><p>${payload}`, { waitUntil: 'commit' });
      const ran = await bare.waitForFunction(() => window.executed, undefined, { timeout: 150, polling: 10 }).then(() => true, () => false);
      if (!ran) inert.push(payload);
      await bare.evaluate(() => { delete window.executed; });
    }
    await bare.close();
    console.log(`# ${payloads.length - inert.length} of ${payloads.length} run by themselves when put into a page as markup`);
    assert.ok(payloads.length - inert.length >= 60);
  });

  it('do nothing on the page of each credential', { timeout: 300_000 }, async () => {
    // Verifying all of them would take minutes; the next test does it with some.
    await context.route('**/assets/verifier.worker.js*', (route) => route.abort());
    await visit(batch.credentials.map((c) => c.verify_url));
    await context.unroute('**/assets/verifier.worker.js*');
  });

  it('do nothing once the page has verified them', { timeout: 120_000 }, () => visit(batch.credentials.slice(0, 12).map((c) => `${c.verify_url}?lang=fr`), 'networkidle'));

  it('do nothing in badges and embeds', { timeout: 120_000 }, async () => {
    await visit(batch.credentials.map((c) => `${c.verify_url}/badge.svg`));
    for (const { verify_url: url } of batch.credentials.slice(0, 40)) {
      const embed = await (await fetch(`${origin}/oembed?url=${encodeURIComponent(url)}`)).json();
      const page = await context.newPage();
      await page.goto(`${origin}/pricing`);
      // As a foreign page would do with it, where no policy of ours holds: only what the page's own policy lets run is missing here.
      const kinds = await page.evaluate((html) => [...new DOMParser().parseFromString(html, 'text/html').body.querySelectorAll('*')].map((e) => [e.localName, ...e.getAttributeNames()].join(' ')), embed.html);
      assert.ok(kinds.every((kind) => /^(a|img)( (href|src|alt|width|height|rel|target|title))*$/.test(kind)), kinds.join('; '));
      await page.close();
    }
    assert.deepEqual(faults.splice(0), []);
  });

  it('do nothing on /verify, where a document of anyone is shown', { timeout: 120_000 }, async () => {
    const page = await context.newPage();
    for (const { verify_url: url } of batch.credentials.slice(0, 12)) {
      await page.goto(`${origin}/verify`);
      await page.locator('input[type="file"]').setInputFiles({ name: 'credential.json', mimeType: 'application/json', buffer: Buffer.from(await (await fetch(`${url}.json`)).text()) });
      await page.locator('[data-outcome]').first().waitFor({ timeout: 20_000 });
      assert.equal(await page.evaluate(() => window.executed ?? null), null);
    }
    await page.close();
    assert.deepEqual(faults.splice(0), []);
  });

  it('do nothing in the console of their tenant', { timeout: 120_000 }, async () => {
    const page = await context.newPage();
    await asTenant(page, demo.summary, key);
    await page.close();
    const [revoked, other] = batch.credentials;
    const webhooks = (await call('/webhooks')).body.data ?? [];
    await visit(['', '/batches', `/batches/${batch.id}`, '/credentials', `/credentials/${revoked.id}`, `/credentials/${other.id}`, '/keys', '/settings', '/erasure-requests',
      '/webhooks', ...webhooks.slice(0, 4).map((w) => `/webhooks/${w.id}`), `/credentials?external_id=${encodeURIComponent(payloads[2])}`].map((path) => consoleUrl(demo.summary, path)));
  });

  it('do nothing in the preview of an upload', { timeout: 120_000 }, async () => {
    const page = await context.newPage();
    const quoted = (value) => `"${value.replaceAll('"', '""')}"`;
    const rows = payloads.map((_, n) => [text(n), text(n + 31), text(n + 62), text(n + 93), n % 9 === 0 ? text(n) : '2026-01-01T00:00:00Z'].map(quoted).join(','));
    await page.goto(consoleUrl(demo.summary, '/upload'));
    await page.locator('input[type="file"]').setInputFiles({ name: 'batch.csv', mimeType: 'text/csv', buffer: Buffer.from(['name,achievement name,description,criteria,issuance date', ...rows].join('\r\n')) });
    await page.locator('form:has(input[type="file"]) button[type="submit"]').click();
    await page.locator('table').first().waitFor();
    assert.equal(await page.evaluate(() => window.executed ?? null), null);
    await page.close();
    assert.deepEqual(faults.splice(0), []);
  });

  it('do nothing in the console of the operators', { timeout: 120_000 }, async () => {
    const operators = await browser.newContext();
    const mine = context;
    const page = await operators.newPage();
    await asOperator(page, demo.summary);
    const cookies = await operators.cookies();
    await operators.close();
    await mine.clearCookies();
    await mine.addCookies(cookies);
    await visit(['', '/tenants', `/tenants/${tenant.id}`, '/anchors', '/audit', '/health', '/erasures'].map((path) => consoleUrl(demo.summary, path)));
  });
});
