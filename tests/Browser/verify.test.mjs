// Verification in the visitor's own browser: the page of a credential and /verify, on a running demo (LEARNCOIN_DEMO_DIR, else one is started).
// Screenshots go to artifacts/browser.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDemo, repositoryRoot } from '../Interop/lib/demo.mjs';
import { chromiumIsThere, chromiumPath, launch, openPage } from './lib/chromium.mjs';
import { api, issue } from './lib/issue.mjs';

const skip = !chromiumIsThere && `no Chromium at ${chromiumPath} (apt-get install chromium, or set CHROMIUM_PATH)`;
if (skip) console.log(`skipped: verification in a browser (${skip})`);

const WAIT_MS = 30_000;
const PHONE = { width: 375, height: 812 };
const NAMES = ['schema', 'signature', 'issuer', 'anchor', 'status', 'dates'];
const ALL_PASSED = NAMES.map((name) => [name, 'passed']);
const ATTRIBUTION = 'Cryptographically verified by LearnCoin · Powered by Blockcerts';
const person = (name = 'Ada Lovelace') => ({
  name, achievement: { name: 'Introduction to Machine Learning', description: 'Completed the course.', criteria: { narrative: 'Passing grade.' } },
});

describe('verification in the browser', { skip }, () => {
  let demo, browser, work, credential, document;
  const artifacts = join(repositoryRoot, 'artifacts', 'browser');
  const origins = () => [demo.summary.api_url, demo.summary.rpc_url].map((url) => new URL(url).origin);
  const shot = (page, name) => page.screenshot({ path: join(artifacts, `${name}.png`), fullPage: true });

  before(async () => {
    demo = await openDemo({ credentials: 1 });
    [credential] = (await issue(demo.summary, [person()])).credentials;
    document = await (await fetch(`${credential.verify_url}.json`)).json();
    work = await mkdtemp(join(tmpdir(), 'learncoin-verify-'));
    await mkdir(artifacts, { recursive: true });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
    if (work) await rm(work, { recursive: true, force: true });
  });

  /** Opens a page of the service and keeps every request, of its workers too. */
  async function open(path, { prepare, ...options } = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const asked = [];
    context.on('request', (request) => asked.push({ method: request.method(), url: request.url(), body: request.postData() }));
    await prepare?.(context);
    const opened = await openPage(browser, new URL(path, origins()[0]).href, { allowedOrigins: origins(), context });
    return { ...opened, asked };
  }

  const outcomes = (page) => page.locator('[data-check]').evaluateAll((items) => items.map((item) => [item.dataset.check, item.dataset.outcome]));
  /** Waits until the browser has made the checks itself. */
  const checked = async (page) => {
    await page.waitForFunction(() => /own browser/.test(document.querySelector('[data-by]')?.textContent ?? ''), undefined, { timeout: WAIT_MS });
    return outcomes(page);
  };
  const reasonOf = (page, name) => page.locator(`[data-check="${name}"]`).getAttribute('data-reason');
  const isRpc = ({ url }) => new URL(url).origin === origins()[1];

  /** Nothing but GETs of documents and of files, and questions to the chain. */
  function assertNothingWasSent(asked) {
    assert.deepEqual(asked.filter((request) => !isRpc(request) && (request.method !== 'GET' || request.body !== null)), []);
    for (const { body } of asked.filter(isRpc)) {
      const { method } = JSON.parse(body ?? '{"method":"OPTIONS"}');
      assert.match(method, /^(?:eth_chainId|eth_getTransactionByHash|eth_getTransactionReceipt|eth_getBlockByNumber|OPTIONS)$/);
    }
  }

  it('passes each of the six checks of a good credential, with its evidence, and asks the chain itself', async () => {
    const { page, complaints, asked, close } = await open(credential.verify_url);
    assert.deepEqual(await checked(page), ALL_PASSED);
    assert.match(await page.locator('[data-verdict]').innerText(), /All six checks passed/);
    assert.equal(await page.locator('[data-verdict]').getAttribute('aria-live'), 'polite');
    assert.ok(asked.some(isRpc) && asked.some(({ url }) => url.endsWith('/.well-known/did.json')) && asked.some(({ url }) => url.includes('/status/')));
    const anchor = page.locator('[data-check="anchor"]');
    await anchor.locator('summary').press('Enter');
    const facts = await anchor.locator('dl').innerText();
    for (const word of ['Leaf', 'Path', 'Root', 'Transaction', 'Block', 'Confirmations', 'Sender', 'Account of the anchor key']) assert.ok(facts.includes(word), word);
    assert.match(await anchor.locator('dl a').getAttribute('href'), /^https:\/\/sepolia\.basescan\.org\/tx\/0x[0-9a-f]{64}$/);
    assert.ok(await page.getByText(ATTRIBUTION).isVisible());
    await shot(page, 'checks-passed');
    assertNothingWasSent(asked);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('turns from pending to anchored without a reload, keeps what is being typed, and then checks', async () => {
    const body = { credentials: [{ ...person('Grace Hopper'), recipient: { id: `urn:uuid:${randomUUID()}`, name: 'Grace Hopper', email: 'grace@students.example' } }] };
    delete body.credentials[0].name;
    body.credentials[0].issuanceDate = new Date().toISOString();
    const { id } = await api(demo.summary, '/batches', { method: 'POST', body });
    const [{ verify_url: url }] = (await api(demo.summary, `/batches/${id}`)).credentials;
    const { page, complaints, close } = await open(url);
    await page.locator('[data-waiting]').waitFor({ timeout: WAIT_MS });
    assert.match(await page.locator('[data-waiting]').innerText(), /will show it by itself/);
    await shot(page, 'checks-pending');
    await page.evaluate(() => { window.isSamePage = true; });
    const code = page.locator('#claim-code');
    await code.locator('summary').click();
    await code.locator('input').fill('typed while waiting');
    await page.locator('[data-waiting]').waitFor({ state: 'detached', timeout: 90_000 });
    assert.deepEqual(await checked(page), ALL_PASSED);
    assert.match(await page.getByText(/^\W*Anchored\W*$/).first().innerText(), /Anchored/);
    assert.ok(await page.getByRole('status').getByText('The credential is anchored now.').count() > 0, 'it is not announced');
    assert.equal(await page.evaluate(() => window.isSamePage), true, 'the page was loaded anew');
    assert.equal(await code.locator('input').inputValue(), 'typed while waiting');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'code');
    await shot(page, 'checks-anchored');
    assert.deepEqual(complaints, []);
    await close();
  });

  it('says "could not be checked", and never "invalid", when the chain cannot be reached', async () => {
    const { page, asked, close } = await open(credential.verify_url, { prepare: (context) => context.route(`${origins()[1]}/**`, (route) => route.abort()) });
    const found = await checked(page);
    assert.deepEqual(found, ALL_PASSED.map(([name, outcome]) => [name, name === 'anchor' ? 'unknown' : outcome]));
    assert.equal(await reasonOf(page, 'anchor'), 'rpc_unavailable');
    assert.match(await page.locator('[data-check="anchor"]').innerText(), /could not be checked[\s\S]*endpoint could not be reached/);
    assert.match(await page.locator('[data-verdict]').innerText(), /Nothing speaks against the credential/);
    assert.ok(await page.getByText(ATTRIBUTION).isVisible());
    assert.doesNotMatch(await page.locator('#checks').innerText(), /invalid|did not pass|failed/i);
    await shot(page, 'checks-without-chain');
    assert.ok(asked.some(isRpc));
    await page.context().unroute(`${origins()[1]}/**`);
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.locator('[data-check="anchor"][data-outcome="passed"]').waitFor({ timeout: WAIT_MS });
    await close();
  });

  it('checks a credential under a DID of the tenant\'s own, whose document it has from this service, with both verifiers', async () => {
    let published;
    const school = createServer((request, response) => {
      const isThere = published && request.url === '/badges/did.json';
      response.writeHead(isThere ? 200 : 404, { 'Content-Type': 'application/did+json' }).end(isThere ? JSON.stringify(published) : '');
    });
    await new Promise((resolve) => { school.listen(0, '127.0.0.1', resolve); });
    try {
      const institution = { ...demo.summary, api_key: demo.summary.institution_api_key };
      const did = `did:web:localhost%3A${school.address().port}:badges`;
      published = (await api(institution, '/tenants/me/did', { method: 'PUT', body: { did } })).required.document;
      assert.equal((await api(institution, '/tenants/me/did', { method: 'PUT', body: { did } })).status, 'active');
      const [own] = (await issue(institution, [person()])).credentials;
      await api(institution, '/tenants/me/did', { method: 'DELETE' });
      const { page, complaints, asked, close } = await open(own.verify_url);
      assert.deepEqual(await checked(page), ALL_PASSED);
      const summaryOf = page.locator('[data-check="issuer"] details');
      await summaryOf.locator('summary').click();
      assert.ok((await summaryOf.innerText()).includes(did));
      await page.getByRole('button', { name: 'Ask Blockcerts’ verifier' }).click();
      await page.getByText('Blockcerts’ verifier accepts the credential.').waitFor({ timeout: 60_000 });
      assert.ok(asked.some(({ url }) => url.includes('/issuer/did-documents/')));
      assert.deepEqual(complaints, []);
      await close();
    } finally {
      school.close();
    }
  });

  it('finds the revocation in the list, and takes the attribution away', async () => {
    const [revoked] = (await issue(demo.summary, [person()])).credentials;
    // What was open when it was revoked does not say so before it looks again.
    const { page, close } = await open(revoked.verify_url);
    assert.deepEqual(await checked(page), ALL_PASSED);
    await api(demo.summary, `/credentials/${revoked.id}/revoke`, { method: 'POST', body: { reason: 'a test', reason_code: 'other' } });
    for (const end = Date.now() + 60_000; Date.now() < end && (await reasonOf(page, 'status')) !== 'revoked'; await page.waitForTimeout(2_000)) {
      await page.getByRole('button', { name: 'Check again' }).click();
      await page.waitForTimeout(1_000);
    }
    assert.deepEqual(await outcomes(page), ALL_PASSED.map(([name, outcome]) => [name, name === 'status' ? 'failed' : outcome]));
    assert.match(await page.locator('[data-verdict]').innerText(), /did not pass: Revocation/);
    assert.equal(await page.getByText(ATTRIBUTION).isVisible(), false);
    await close();
    const fresh = await open(revoked.verify_url, { viewport: PHONE });
    await checked(fresh.page);
    assert.equal(await reasonOf(fresh.page, 'status'), 'revoked');
    await shot(fresh.page, 'checks-revoked-phone');
    assert.deepEqual(fresh.complaints, []);
    await fresh.close();
  });

  it('shows what the service found where there are no scripts', async () => {
    const { page, close } = await open(credential.verify_url, { javaScriptEnabled: false });
    assert.deepEqual(await page.locator('[data-check]').count(), 6);
    await page.getByText('Found by this service').waitFor();
    await page.getByText('All six checks passed').waitFor();
    assert.equal(await page.getByRole('button', { name: /Blockcerts|again/ }).count(), 0);
    await close();
  });

  it('speaks the visitor\'s language', async () => {
    const { page, complaints, close } = await open('/verify', { locale: 'es-ES', viewport: PHONE });
    await page.getByLabel('Id o dirección de la credencial').fill(credential.id);
    await page.getByRole('button', { name: 'Comprobar', exact: true }).click();
    await page.getByText('Las seis comprobaciones son correctas').waitFor({ timeout: WAIT_MS });
    await page.getByText('La credencial no está revocada.').waitFor();
    await page.getByText('Lo que dice el documento').waitFor();
    await shot(page, 'verify-spanish-phone');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'too wide');
    assert.deepEqual(complaints, []);
    await close();
  });

  it('shows what Blockcerts\' own verifier says, when asked, in a worker that compiles nothing', async () => {
    const { page, complaints, asked, close } = await open(credential.verify_url);
    await checked(page);
    assert.equal(asked.some(({ url }) => url.includes('blockcerts')), false, 'it is loaded before anyone asks');
    await page.getByRole('button', { name: 'Ask Blockcerts’ verifier' }).click();
    await page.getByText('Blockcerts’ verifier accepts the credential.').waitFor({ timeout: 60_000 });
    await page.getByText('Its steps').click();
    assert.ok(await page.locator('[data-steps] li').count() > 10);
    assert.doesNotMatch(await page.locator('[data-steps]').innerText(), /failed/);
    await shot(page, 'checks-blockcerts');
    assertNothingWasSent(asked.map((request) => isRpc(request) ? { ...request, body: null } : request));
    assert.deepEqual(complaints, []);
    await close();
  });

  it('lets Blockcerts\' verifier refuse a tampered one, and calls it unfinished when the chain cannot be reached', async () => {
    const { page, close } = await open('/verify');
    const text = JSON.stringify({ ...document, name: 'Another achievement' });
    await page.getByLabel('Or paste its text').fill(text);
    await page.getByRole('button', { name: 'Check the text' }).click();
    await checked(page);
    await page.getByRole('button', { name: 'Ask Blockcerts’ verifier' }).click();
    await page.getByText(/Blockcerts’ verifier refuses the credential: \S/).waitFor({ timeout: 60_000 });
    await page.context().route(`${origins()[1]}/**`, (route) => route.abort());
    await page.getByLabel('Or paste its text').fill(JSON.stringify(document));
    await page.getByRole('button', { name: 'Check the text' }).click();
    await page.locator('[data-check="anchor"][data-outcome="unknown"]').waitFor({ timeout: WAIT_MS });
    await page.getByRole('button', { name: 'Ask Blockcerts’ verifier' }).click();
    await page.getByText('take this for neither').waitFor({ timeout: 60_000 });
    await close();
  });

  describe('/verify', () => {
    const tampered = [
      ['the achievement’s name', (doc) => { doc.credentialSubject.achievement.name = 'Doctor of everything'; }, 'signature', 'signature_invalid'],
      ['a member added', (doc) => { doc.honours = 'summa cum laude'; }, 'schema', 'member_unknown'],
      ['a later end', (doc) => { doc.validUntil = '2099-01-01T00:00:00Z'; }, 'signature', 'signature_invalid'],
      ['another issuer’s name', (doc) => { doc.issuer.name = 'Harvard University'; }, 'issuer', 'tenant_name_wrong'],
      ['the Merkle proof cut', (doc) => { doc.proof.at(-1).proofValue = doc.proof.at(-1).proofValue.slice(0, -4); }, 'anchor', 'merkle_proof_malformed'],
      ['another list’s entry', (doc) => { doc.credentialStatus.statusListIndex = 'x'; }, 'status', 'status_entry_wrong'],
      ['an end long ago', (doc) => { doc.validUntil = '2001-01-01T00:00:00Z'; }, 'dates', 'dates_wrong'],
    ];

    /** Drops a file as a mouse does. */
    const drop = async (page, name, text) => {
      const transfer = await page.evaluateHandle(([fileName, content]) => {
        const data = new DataTransfer();
        data.items.add(new File([content], fileName, { type: 'application/json' }));
        return data;
      }, [name, text]);
      await page.dispatchEvent('[data-drop]', 'drop', { dataTransfer: transfer });
    };

    it('checks a dropped file, all in the browser, and shows what it says', async () => {
      const { page, complaints, asked, close } = await open('/verify');
      await shot(page, 'verify');
      await drop(page, 'credential.json', JSON.stringify(document, null, 2));
      assert.deepEqual(await checked(page), ALL_PASSED);
      const facts = await page.locator('[data-facts]').innerText();
      for (const text of [person().achievement.name, document.issuer.id, document.id]) assert.ok(facts.includes(text), text);
      assert.equal(await page.evaluate(() => document.activeElement.id), 'facts-title');
      await shot(page, 'verify-passed');
      assertNothingWasSent(asked);
      // Nor is the document asked for: what is checked is what was dropped.
      assert.deepEqual(asked.filter(({ url }) => url.includes('/c/')), []);
      assert.deepEqual(complaints, []);
      await close();
    });

    it('says "failed" at the right check of a file that was tampered with', async () => {
      const { page, complaints, asked, close } = await open('/verify');
      for (const [what, change, check, reason] of tampered) {
        const changed = structuredClone(document);
        change(changed);
        await drop(page, 'tampered.json', JSON.stringify(changed));
        await page.locator(`[data-check="${check}"][data-outcome="failed"][data-reason="${reason}"]`).waitFor({ timeout: WAIT_MS }).catch(async () => {
          assert.fail(`${what}: expected ${check} ${reason}, found ${JSON.stringify(await outcomes(page))} ${await page.locator('[data-fault]').innerText()}`);
        });
        assert.match(await page.locator('[data-verdict]').innerText(), /did not pass/, what);
      }
      await drop(page, 'tampered.json', JSON.stringify({ ...document, name: 'Another' }));
      await page.waitForTimeout(500);
      await checked(page);
      await shot(page, 'verify-tampered');
      assertNothingWasSent(asked);
      assert.deepEqual(complaints, []);
      await close();
    });

    it('works with the keyboard alone: an address, then a file', async () => {
      const { page, complaints, close } = await open('/verify');
      await page.getByLabel('Id or address of the credential').focus();
      await page.keyboard.type(credential.verify_url);
      await page.keyboard.press('Enter');
      assert.deepEqual(await checked(page), ALL_PASSED);
      const file = join(work, 'credential.json');
      await writeFile(file, JSON.stringify(document));
      const input = page.getByLabel('File with the signed document');
      await input.focus();
      const chooser = page.waitForEvent('filechooser');
      await page.waitForTimeout(500); // until the browser hands choosers to the test
      await page.keyboard.press('Space');
      await (await chooser).setFiles(file);
      await page.waitForTimeout(300);
      assert.deepEqual(await checked(page), ALL_PASSED);
      assert.deepEqual(complaints, []);
      await close();
    });

    it('says clearly what is no credential, too large, unknown or foreign, and shows no checks with it', async () => {
      const { page, close } = await open('/verify');
      const fault = page.locator('[data-fault]');
      const expect = async (pattern) => {
        await page.waitForFunction((source) => new RegExp(source).test(document.querySelector('[data-fault]').textContent), pattern.source, { timeout: WAIT_MS });
        assert.equal(await page.locator('[data-result]').isVisible(), false);
      };
      await drop(page, 'a.txt', 'hello');
      await expect(/not JSON/);
      await drop(page, 'a.json', '{"name": "x"}');
      await expect(/not a credential/);
      await drop(page, 'a.json', JSON.stringify({ ...document, more: 'x'.repeat(1_100_000) }));
      await expect(/larger than 1 MB/);
      await page.getByRole('button', { name: 'Check the text' }).click();
      await expect(/nothing to check/);
      for (const [reference, pattern] of [['https://elsewhere.example/c/crd_01HXYZABCDEFGHJKMNPQRSTVWX', /neither the id/], ['crd_01HXYZABCDEFGHJKMNPQRSTVWX', /no signed credential/]]) {
        await page.getByLabel('Id or address of the credential').fill(reference);
        await page.getByRole('button', { name: 'Check', exact: true }).click();
        await expect(pattern);
      }
      await shot(page, 'verify-fault');
      assert.equal(await fault.getAttribute('role'), 'alert');
      await drop(page, 'good.json', JSON.stringify(document));
      assert.deepEqual(await checked(page), ALL_PASSED);
      assert.equal(await fault.innerText(), '');
      await close();
    });

    it('shows hostile text of a document as text', async () => {
      const { page, complaints, close } = await open('/verify');
      const hostile = '"><img src=x onerror="window.executed=1"><script>window.executed=1</script>';
      const changed = structuredClone(document);
      Object.assign(changed, { id: hostile, validUntil: hostile, issuer: { ...changed.issuer, name: hostile, id: `did:web:${hostile}` } });
      changed.credentialSubject.achievement.name = hostile;
      changed.credentialStatus.statusListCredential = 'javascript:window.executed=1';
      for (const proof of changed.proof) proof.verificationMethod = hostile;
      await drop(page, 'hostile.json', JSON.stringify(changed));
      await checked(page);
      assert.equal(await page.evaluate(() => window.executed), undefined);
      assert.equal(await page.locator('[data-result] img, [data-result] script, a[href^="javascript:"]').count(), 0);
      assert.ok((await page.locator('[data-facts]').innerText()).includes(hostile));
      // The document of that DID is not there.
      assert.deepEqual(complaints.filter((text) => !/404|did-documents/.test(text)), []);
      await close();
    });

    it('leads to the credential\'s page without scripts', async () => {
      const { page, close } = await open('/verify', { javaScriptEnabled: false });
      assert.equal(await page.getByLabel('File with the signed document').isVisible(), false);
      assert.match(await page.locator('noscript p').innerText(), /this page needs JavaScript/);
      await page.getByLabel('Id or address of the credential').fill(credential.verify_url);
      await page.getByRole('button', { name: 'Check', exact: true }).click();
      await page.waitForURL(`**/c/${credential.id}`);
      assert.equal(await page.locator('[data-check]').count(), 6);
      await close();
    });
  });
});
