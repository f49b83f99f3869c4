// Key rotation and compromise, judged by others: what stands in docs/concepts/verification.md is what this found.
// Needs a demo that still runs (see interop.test.mjs); makes a tenant of its own there.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openDemo, repositoryRoot } from './lib/demo.mjs';
import { run } from './lib/run.mjs';
import { OwnTenant } from './lib/service.mjs';

const forger = join(repositoryRoot, 'tests/EndToEnd/bin/Release/net10.0/LearnCoin.EndToEnd.dll');
const skip = !existsSync(forger) && 'tests/EndToEnd is not built (dotnet build LearnCoin.sln -c Release)';
if (skip) console.log(`skipped: rotation and compromise (${skip})`);

const demo = await openDemo();
const work = await mkdtemp(join(tmpdir(), 'learncoin-rotation-'));
after(async () => {
  await rm(work, { recursive: true, force: true });
  await demo.stop();
});
const { dir, summary } = demo;
const tenant = new OwnTenant(summary, work);

const keyOf = async (file) => JSON.parse(await readFile(file, 'utf8')).proof[0].verificationMethod.split('#')[1];

async function byOthers(name, file) {
  const outcome = await run(process.execPath, [fileURLToPath(new URL(`./verify-${name}.mjs`, import.meta.url)), dir, file, '--live']);
  return { ...outcome, result: JSON.parse(outcome.stdout) };
}

/** -> outcome with the report as `learncoin verify` prints it; the DID document is the one that the service shows now. */
async function byOurs(file) {
  const didFile = join(work, 'did.json');
  const response = await fetch(summary.did_url);
  await writeFile(didFile, await response.text());
  return tenant.cli('verify', file, '--did-document', didFile, '--rpc', summary.rpc_url);
}

async function assertAcceptedByAll(file) {
  for (const name of ['vc', 'blockcerts']) {
    const outcome = await byOthers(name, file);
    assert.equal(outcome.code, 0, `${name} did not accept: ${outcome.tail()}`);
  }
  const ours = await byOurs(file);
  assert.equal(ours.code, 0, `learncoin verify did not accept: ${ours.tail()}`);
}

// The forger signs with the tenant's own key, which it reads from the store: one on this machine.
const noForger = process.env.Storage__Provider === 'emulator' && 'the forger reads a SQLite store, this one is in an emulator';

describe('keys that change', { skip, concurrency: 1 }, () => {
  let before, after_, forged, compromised;

  it('credentials from before and after a rotation pass cert-verifier-js, @digitalbazaar/vc and ours', async () => {
    await tenant.create(`Rotating School ${'abcdefgh'[Date.now() % 8]}${Date.now().toString(32).replace(/[^a-z]/g, 'q')}`);
    before = await tenant.issue('before');
    const { signing_key: made } = await tenant.told('keys', 'rotate-signing', '--tenant', tenant.id);
    after_ = await tenant.issue('after');
    assert.notEqual(await keyOf(before), made);
    assert.equal(await keyOf(after_), made);
    await assertAcceptedByAll(before);
    await assertAcceptedByAll(after_);
  });

  it('a forgery by the key that signs is found by nobody but through the anchor, while the theft is unknown', { skip: noForger }, async () => {
    forged = join(work, 'forged.json');
    const { cwd, env } = summary.cli;
    const outcome = await run('dotnet', [forger, 'forge', tenant.id, after_, forged], { cwd, env: { ...process.env, ...env } });
    assert.equal(outcome.code, 0, outcome.tail());
    assert.equal((await byOthers('vc', forged)).code, 0, 'the forgery must be well signed, or the next test shows nothing');
    assert.equal((await byOurs(forged)).code, 1);
  });

  it('after the compromise ours passes what was anchored before, with a note', async () => {
    await new Promise((resolve) => setTimeout(resolve, 2_000)); // the anchor's block has a second of its own
    compromised = await tenant.told('keys', 'compromise', '--tenant', tenant.id, '--since', new Date().toISOString());
    assert.equal(compromised.compromised_key, await keyOf(after_));
    assert.equal(compromised.affected_credentials, 0);
    const ours = await byOurs(after_);
    assert.equal(ours.code, 0, ours.tail());
    assert.match(ours.stdout, /anchored before/);
    // The key before it has nothing to do with the theft.
    await assertAcceptedByAll(before);
  });

  it('the forgery by the old key fails ours and, since the key left assertionMethod, @digitalbazaar/vc', { skip: noForger }, async () => {
    const ours = await byOurs(forged);
    assert.equal(ours.code, 1, ours.tail());
    const theirs = await byOthers('vc', forged);
    assert.equal(theirs.code, 1, theirs.tail());
    // Without an anchor at all: nothing but the key speaks against it.
    const bare = JSON.parse(await readFile(forged, 'utf8'));
    bare.proof.pop();
    const bareFile = join(work, 'bare.json');
    await writeFile(bareFile, JSON.stringify(bare));
    const judged = await byOurs(bareFile);
    assert.equal(judged.code, 1, judged.tail());
    assert.equal((await byOthers('vc', bareFile)).code, 1);
  });

  it('what the others say of what was anchored before is as docs/concepts/verification.md tells', async () => {
    const blockcerts = await byOthers('blockcerts', after_);
    const vc = await byOthers('vc', after_);
    console.log(`cert-verifier-js on a credential from before the compromise: ${blockcerts.code === 0 ? 'accepted' : 'refused'} (${blockcerts.result.message})`);
    console.log(`@digitalbazaar/vc on the same: ${vc.code === 0 ? 'accepted' : 'refused'} (${vc.result.message})`);
    assert.equal(vc.code, 1, 'it knows no time of anchoring');
    assert.equal(blockcerts.code, 1, 'docs/concepts/verification.md says that it refuses');
  });

  it('credentials by the new key pass all three', async () => {
    const next = await tenant.issue('next');
    assert.equal(await keyOf(next), compromised.signing_key);
    await assertAcceptedByAll(next);
  });
});
