// A revocation, as others see it: unmodified cert-verifier-js and @digitalbazaar/vc, and our own verifier, must refuse a
// credential within 60 s of its revocation, with everything fetched from the running service, and go on accepting the
// others of the batch; the npm libraries must read the bit in both forms of the list.
// LEARNCOIN_DEMO_DIR and LEARNCOIN_CLI: see interop.test.mjs.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { decodeList as decodeBitstring } from '@digitalbazaar/vc-bitstring-status-list';
import { decodeList as decodeStatusList2021 } from '@digitalbazaar/vc-status-list';
import { openDemo, repositoryRoot } from './lib/demo.mjs';
import { documentLoaderFor } from './lib/document-loader.mjs';
import { openFolder } from './lib/folder.mjs';
import { run } from './lib/run.mjs';

const SHOWS_WITHIN_MS = 60_000;
const ANCHOR_TIMEOUT_MS = 90_000;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const demo = await openDemo();
const { dir, summary } = demo;
const work = await mkdtemp(join(tmpdir(), 'learncoin-revocation-'));
after(async () => {
  await rm(work, { recursive: true, force: true });
  await demo.stop();
});

async function api(path, body) {
  const response = await fetch(`${summary.api_url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      Authorization: `Bearer ${summary.api_key}`,
      ...(body && { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${path} answered ${response.status}: ${text.slice(0, 600)}`);
  return JSON.parse(text);
}

/** Issues a batch and writes its signed documents. -> {batch, credentials: [{id, file, document}]} */
async function issue(count) {
  const credentials = Array.from({ length: count }, () => ({
    recipient: { id: `urn:uuid:${randomUUID()}`, name: 'Ada Lovelace', auto_claim: true },
    achievement: { name: 'Introduction to Machine Lerning', description: 'With a slip of the pen.', criteria: { narrative: 'Passed.' } },
    issuanceDate: new Date().toISOString(),
  }));
  const { id } = await api('/batches', { credentials });
  const end = Date.now() + ANCHOR_TIMEOUT_MS;
  let batch = await api(`/batches/${id}`);
  for (; batch.status !== 'anchored'; batch = await api(`/batches/${id}`)) {
    assert.ok(Date.now() < end && batch.status !== 'failed', `batch ${id} is ${batch.status}`);
    await sleep(1_000); // the whole minute's calls are limited
  }
  return {
    batch: id,
    credentials: await Promise.all(batch.credentials.map(async (credential) => {
      const { signed_credential: document } = await api(`/credentials/${credential.id}`);
      const file = join(work, `${credential.id}.json`);
      await writeFile(file, JSON.stringify(document, null, 2));
      return { id: credential.id, file, document };
    })),
  };
}

function ourCommand() {
  if (process.env.LEARNCOIN_CLI !== undefined) return process.env.LEARNCOIN_CLI.split(/\s+/).filter(Boolean);
  const built = join(repositoryRoot, 'src', 'Standalone', 'bin', 'Release', 'net10.0', 'learncoin.dll');
  assert.ok(existsSync(built), 'no Release build of src/Standalone, and LEARNCOIN_CLI is not set');
  return ['dotnet', built];
}

const command = ourCommand();
const script = (name) => fileURLToPath(new URL(`./verify-${name}.mjs`, import.meta.url));
const verifiers = {
  vc: (file) => run(process.execPath, [script('vc'), dir, file, '--live']),
  blockcerts: (file) => run(process.execPath, [script('blockcerts'), dir, file, '--live']),
  ...(command.length > 0 && {
    learncoin: (file) => run(command[0], [...command.slice(1), 'verify', file, '--did-document', join(dir, 'did.json'), '--rpc', summary.rpc_url]),
  }),
};
if (command.length === 0) console.log('skipped: learncoin verify (LEARNCOIN_CLI is empty)');

async function assertAll(credential, code) {
  for (const [name, verify] of Object.entries(verifiers)) {
    const outcome = await verify(credential.file);
    assert.equal(outcome.code, code, `${name} on ${credential.id}: ${outcome.tail()}`);
    // Refused for this and for nothing else.
    if (code === 1) assert.match(`${outcome.stdout}${outcome.stderr}`, /revoked/i, `${name} does not say why`);
  }
}

const entryOf = (credential) => credential.document.credentialStatus;

async function readList(credential, format = '') {
  const response = await fetch(`${entryOf(credential).statusListCredential}${format}`);
  assert.ok(response.ok, `the list answered ${response.status}`);
  return response.json();
}

const forms = {
  StatusList2021: { format: '', decode: decodeStatusList2021 },
  BitstringStatusList: { format: '?format=bitstring', decode: decodeBitstring },
};

async function bit(form, credential) {
  const { format, decode } = forms[form];
  const { credentialSubject } = await readList(credential, format);
  assert.equal(credentialSubject.type, form);
  return (await decode(credentialSubject)).getStatus(Number(entryOf(credential).statusListIndex));
}

describe('a revocation is seen by everybody', () => {
  let batch;
  let credentials;
  before(async () => { ({ batch, credentials } = await issue(3)); });

  it('before it, all are accepted', async () => {
    for (const credential of credentials) await assertAll(credential, 0);
  });

  it('within 60 s of it the one is refused and the others are not', async () => {
    const [wrong, right, other] = credentials;
    // Whoever has just read the list may keep it; the clock runs from the answer.
    await readList(wrong);
    await api(`/credentials/${wrong.id}/revoke`, { reason: 'Superseded after grading correction.', reason_code: 'reissued', replaced_by: right.id });
    const revokedAt = Date.now();
    while (!(await bit('StatusList2021', wrong))) {
      assert.ok(Date.now() - revokedAt < SHOWS_WITHIN_MS, 'the list does not show the revocation');
      await sleep(500);
    }
    await assertAll(wrong, 1);
    assert.ok(Date.now() - revokedAt < SHOWS_WITHIN_MS, 'too late');
    await assertAll(right, 0);
    await assertAll(other, 0);
  });

  for (const [form, { format }] of Object.entries(forms)) {
    it(`the ${form} library reads exactly this bit of the batch, and the list verifies`, async () => {
      assert.deepEqual(await Promise.all(credentials.map((credential) => bit(form, credential))), [true, false, false]);
      const list = await readList(credentials[0], format);
      const result = await vc.verifyCredential({
        credential: list,
        suite: new DataIntegrityProof({ cryptosuite }),
        documentLoader: documentLoaderFor(await openFolder(dir, { live: true })),
      });
      assert.equal(result.verified, true, JSON.stringify(result.error?.errors?.map(String)));
      assert.equal(list.id, `${entryOf(credentials[0]).statusListCredential}${format}`);
    });
  }

  it('the page says so', async () => {
    const page = await (await fetch(`${new URL(summary.api_url).origin}/c/${credentials[0].id}`)).text();
    assert.match(page, /no longer valid/);
    assert.match(page, new RegExp(`/c/${credentials[1].id}`));
    assert.doesNotMatch(page, /Cryptographically verified|grading correction/);
  });

  it('after a revocation of the whole batch all are refused', async () => {
    const answer = await api(`/batches/${batch}/revoke`, { reason: 'All of them.', reason_code: 'issuer_error' });
    assert.deepEqual(answer, { id: batch, revoked: 2, already_revoked: 1 });
    for (const credential of credentials) await assertAll(credential, 1);
  });
});
