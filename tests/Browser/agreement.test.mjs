// Four verifiers on the same documents: ours in a real browser, ours on the command line, ours in the service, and unmodified
// cert-verifier-js. Good, tampered, revoked, expired, not yet valid, reverted, wrong sender …: ours must say the same of every one of them,
// cert-verifier-js of at least 40. Where it accepts what ours refuse, the document is one of its known holes, and told.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDemo, repositoryRoot } from '../Interop/lib/demo.mjs';
import { run } from '../Interop/lib/run.mjs';
import { writeMutations } from '../Interop/mutations.mjs';
import { chromiumIsThere, chromiumPath, launch } from './lib/chromium.mjs';
import { api, issue } from './lib/issue.mjs';

const skip = !chromiumIsThere && `no Chromium at ${chromiumPath} (apt-get install chromium, or set CHROMIUM_PATH)`;
if (skip) console.log(`skipped: four verifiers on the same documents (${skip})`);

const AGREED = 40;
const cli = join(repositoryRoot, 'src/Standalone/bin/Release/net10.0/learncoin.dll');
const blockcerts = join(repositoryRoot, 'tests/Interop/verify-blockcerts.mjs');
const achievement = { name: 'Beekeeping I', description: 'Two summers with hives.', criteria: { narrative: 'Brought a colony through a winter.' } };
const byExit = (outcome) => ['valid', 'invalid', 'undetermined'][outcome.code] ?? `ended with ${outcome.code}: ${outcome.tail()}`;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

describe('four verifiers on the same documents', { skip }, () => {
  let demo, browser, page, origin, work, documents;

  /** Credentials whose state, not whose text, is what is wrong with them. */
  async function stateDocuments() {
    const dates = [
      { name: 'fresh', verdict: 'valid' },
      { name: 'revoked', verdict: 'invalid' },
      { name: 'expired', verdict: 'invalid', issuanceDate: '2020-01-01T00:00:00Z', expirationDate: '2021-01-01T00:00:00Z' },
      { name: 'not-yet-valid', verdict: 'invalid', issuanceDate: '2099-01-01T00:00:00Z' },
    ];
    const { credentials } = await issue(demo.summary, dates.map(({ issuanceDate, expirationDate }) => ({ name: 'Ada Lovelace', achievement, issuanceDate, expirationDate })));
    await api(demo.summary, `/credentials/${credentials[1].id}/revoke`, { method: 'POST', body: { reason: 'A test', reason_code: 'other' } });
    return Promise.all(dates.map(async ({ name, verdict }, n) => {
      const file = join(work, `${name}.json`);
      await writeFile(file, await (await fetch(`${credentials[n].verify_url}.json`)).text());
      return { name, file, verdict, part: 'state' };
    }));
  }

  before(async () => {
    assert.ok(existsSync(cli), 'no Release build of src/Standalone');
    demo = await openDemo();
    origin = new URL(demo.summary.api_url).origin;
    work = await mkdtemp(join(tmpdir(), 'learncoin-agreement-'));
    const manifest = await writeMutations(demo.dir, join(demo.dir, `${demo.summary.credential_ids[0]}.json`));
    documents = [
      ...demo.summary.credential_ids.map((id, n) => ({ name: `demo ${n}`, file: join(demo.dir, `${id}.json`), verdict: 'valid', part: 'good' })),
      // The service knows no other DID document than its own.
      ...manifest.filter((m) => !m.did_document).map((m) => ({ ...m, verdict: m.part === 'control' ? 'valid' : 'invalid' })),
      ...await stateDocuments(),
    ];
    browser = await launch();
    page = await browser.newPage();
    await page.goto(demo.summary.verify_urls[0]);
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
    if (work) await rm(work, { recursive: true, force: true });
  });

  const inBrowser = async (file) => page.evaluate(async ({ text, rpc }) => {
    const { verify } = await import('/assets/verifier.js');
    const report = await verify(text, { fetch: (url, init) => fetch(url, init), rpcUrls: [rpc], now: new Date(), origin: location.origin, chains: [{ chainId: 84532, confirmations: 1 }] });
    return report.verdict;
  }, { text: await readFile(file, 'utf8'), rpc: demo.summary.rpc_url });
  const onCommandLine = async (file) =>
    byExit(await run('dotnet', [cli, 'verify', file, '--did-document', join(demo.dir, 'did.json'), '--rpc', demo.summary.rpc_url]));
  const byBlockcerts = async (file) => byExit(await run(process.execPath, [blockcerts, demo.dir, file, '--live']));

  async function inService(file) {
    for (;;) {
      const response = await fetch(`${origin}/v1/credentials/verify`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: await readFile(file) });
      const { verdict, error } = await response.json();
      // What is not even JSON in the strict sense it does not judge, and does not accept.
      if (response.status !== 429) return verdict ?? (error?.code === 'invalid_json' ? 'invalid' : `answered ${response.status}`);
      await sleep(1000 * Number(response.headers.get('Retry-After') ?? 1));
    }
  }

  it('ours agree on all of them, cert-verifier-js on 40 at least', { timeout: 600_000 }, async () => {
    const judged = [];
    const waiting = [...documents];
    const services = Promise.all(documents.map(async (d) => [d, await inService(d.file)])).then((all) => new Map(all));
    await Promise.all([1, 2].map(async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        judged.push({ ...next, entry: next, browser: await inBrowser(next.file), cli: await onCommandLine(next.file), blockcerts: await byBlockcerts(next.file) });
      }
    }));
    const byService = await services;
    const ours = judged.map(({ name, verdict, browser: b, cli: c, entry }) => ({ name, verdict, browser: b, cli: c, service: byService.get(entry) }));
    assert.deepEqual(ours.filter((d) => d.browser !== d.verdict || d.cli !== d.verdict || d.service !== d.verdict), []);
    const others = judged.filter((d) => d.blockcerts !== d.verdict);
    console.log(`# ${ours.length} documents: browser, command line and service agree on ${ours.length}, cert-verifier-js on ${ours.length - others.length}; it differs on ${others.map((d) => `${d.name} (${d.blockcerts})`).join(', ')}`);
    assert.deepEqual(others.filter((d) => d.refused_by?.includes('blockcerts') || d.accepted_by?.includes('blockcerts')).map((d) => d.name), []);
    assert.ok(ours.length - others.length >= AGREED);
  });
});
