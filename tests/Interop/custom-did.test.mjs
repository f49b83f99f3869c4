// A credential under a DID of the tenant's own: unmodified cert-verifier-js and @digitalbazaar/vc and our own verifier
// accept it, with the DID document from the tenant's web server; so they do the credentials that the same tenant issued
// under the shared DID before and after.
// LEARNCOIN_DEMO_DIR and LEARNCOIN_CLI: see interop.test.mjs. The demo makes a tenant of the plan 'institution' for this.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openDemo, repositoryRoot } from './lib/demo.mjs';
import { profileUrlOf } from './lib/folder.mjs';
import { run } from './lib/run.mjs';

const ANCHOR_TIMEOUT_MS = 90_000;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const demo = await openDemo();
const { summary } = demo;
const work = await mkdtemp(join(tmpdir(), 'learncoin-custom-did-'));
let published; // what the school's web server has
const school = createServer((request, response) => {
  const found = published && request.url === '/badges/did.json';
  response.writeHead(found ? 200 : 404, { 'Content-Type': 'application/did+json' }).end(found ? JSON.stringify(published) : '');
});
await new Promise((resolve) => school.listen(0, '127.0.0.1', resolve));
const did = `did:web:localhost%3A${school.address().port}:badges`;
after(async () => {
  school.close();
  await rm(work, { recursive: true, force: true });
  await demo.stop();
});

async function api(method, path, body) {
  const response = await fetch(`${summary.api_url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${summary.institution_api_key}`, ...(body && { 'Content-Type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path} answered ${response.status}: ${text.slice(0, 600)}`);
  return { status: response.status, json: JSON.parse(text) };
}

async function getJson(url) {
  const response = await fetch(url);
  assert.ok(response.ok, `GET ${url} answered ${response.status}`);
  return response.json();
}

/** Issues one credential and lays out a folder as `scripts/demo` does, with the documents of its issuer. */
async function issue(name) {
  const { json: { id } } = await api('POST', '/batches', { credentials: [{
    recipient: { id: `urn:uuid:${randomUUID()}`, name: 'Ada Lovelace', auto_claim: true },
    achievement: { name: `Issued ${name}`, description: 'Twelve weeks.', criteria: { narrative: 'Passed.' } },
    issuanceDate: new Date().toISOString(),
  }] });
  const end = Date.now() + ANCHOR_TIMEOUT_MS;
  let batch = (await api('GET', `/batches/${id}`)).json;
  for (; batch.status !== 'anchored'; batch = (await api('GET', `/batches/${id}`)).json) {
    assert.ok(Date.now() < end && batch.status !== 'failed', `batch ${id} is ${batch.status}`);
    await sleep(500);
  }
  const { json: { signed_credential: document } } = await api('GET', `/credentials/${batch.credentials[0].id}`);
  return { name, document, dir: join(work, name) };
}

/** After the last change of any DID: what a verifier gets today. */
async function layOut({ document, dir }) {
  await mkdir(dir);
  const save = (name, value) => writeFile(join(dir, name), JSON.stringify(value, null, 2));
  const didDocument = document.issuer.id === did
    ? await getJson(`http://localhost:${school.address().port}/badges/did.json`)
    : await getJson(summary.did_url);
  await save('credential.json', document);
  await save('did.json', didDocument);
  await save('issuer-profile.json', await getJson(profileUrlOf(didDocument)));
  await save('status-list.json', await getJson(document.credentialStatus.statusListCredential));
  await save('summary.json', { rpc_url: summary.rpc_url, api_url: summary.api_url });
}

function ourCommand() {
  if (process.env.LEARNCOIN_CLI !== undefined) return process.env.LEARNCOIN_CLI.split(/\s+/).filter(Boolean);
  const built = join(repositoryRoot, 'src', 'Standalone', 'bin', 'Release', 'net10.0', 'learncoin.dll');
  assert.ok(existsSync(built), 'no Release build of src/Standalone, and LEARNCOIN_CLI is not set');
  return ['dotnet', built];
}

const command = ourCommand();
if (command.length === 0) console.log('skipped: learncoin verify (LEARNCOIN_CLI is empty)');
const script = (name) => fileURLToPath(new URL(`./verify-${name}.mjs`, import.meta.url));
const verifiers = {
  vc: (dir) => run(process.execPath, [script('vc'), dir, join(dir, 'credential.json')]),
  blockcerts: (dir) => run(process.execPath, [script('blockcerts'), dir, join(dir, 'credential.json')]),
  // Everything from the web: the DID document from the school's server, the status list from the service.
  ...(command.length > 0 && { learncoin: (dir) => run(command[0], [...command.slice(1), 'verify', join(dir, 'credential.json'), '--rpc', summary.rpc_url]) }),
};

const issued = {};
before(async () => {
  issued.before = await issue('before');
  const pending = await api('PUT', '/tenants/me/did', { did });
  assert.deepEqual([pending.status, pending.json.status], [202, 'pending']);
  // As a school would: exactly what the answer says, where it says.
  assert.equal(pending.json.required.document_url, `http://localhost:${school.address().port}/badges/did.json`);
  published = pending.json.required.document;
  const active = await api('PUT', '/tenants/me/did', { did });
  assert.deepEqual([active.status, active.json.status], [200, 'active'], active.json.problem);
  issued.own = await issue('own');
  await api('DELETE', '/tenants/me/did');
  issued.after = await issue('after');
  for (const one of Object.values(issued)) await layOut(one);
});

describe('a credential under a DID of the tenant\'s own', () => {
  it('bears it as issuer, in both proofs and in its status list', async () => {
    const { document } = issued.own;
    assert.equal(document.issuer.id, did);
    for (const proof of document.proof) assert.equal(proof.verificationMethod.split('#')[0], did);
    assert.equal((await getJson(document.credentialStatus.statusListCredential)).issuer, did);
    for (const name of ['before', 'after']) assert.equal(issued[name].document.issuer.id, summary.did);
  });
  for (const name of ['own', 'before', 'after']) {
    for (const [verifier, verify] of Object.entries(verifiers)) {
      it(`${name}: accepted by ${verifier}`, async () => {
        const outcome = await verify(issued[name].dir);
        assert.equal(outcome.code, 0, outcome.tail());
        if (verifier !== 'learncoin') assert.deepEqual(JSON.parse(outcome.stdout).unexpected_fetches ?? [], []);
      });
    }
  }
});
