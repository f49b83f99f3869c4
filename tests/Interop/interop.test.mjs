// What LearnCoin issues, judged by others: unmodified cert-verifier-js, @digitalbazaar/vc and the OB 3.0 schema must
// accept every credential of a demo and refuse what was changed; our own verifier must refuse every change.
//   LEARNCOIN_DEMO_DIR  folder of a demo that still runs; without it `scripts/demo` is started and stopped here
//   LEARNCOIN_CLI       command of our verifier; without it the Release build; empty: its tests are skipped
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openDemo, repositoryRoot } from './lib/demo.mjs';
import { run } from './lib/run.mjs';
import { writeMutations } from './mutations.mjs';
import { findSchema, validateFiles } from './verify-schema.mjs';

const PARALLEL = 2;
const UNREACHABLE_RPC = 'http://127.0.0.1:1';
// Every one that the bar names; the manifest has more.
const NAMED_BY_THE_BAR = ['name', 'validFrom', 'validUntil', 'issuer-id', 'issuer-name', 'subject-id', 'achievement-id',
  'achievement-name', 'achievement-description', 'achievement-criteria', 'status-index', 'credential-id', 'type',
  'context-entry-removed', 'eddsa-proofValue', 'merkle-proofValue', 'path-entry', 'root', 'transaction-id', 'sender',
  'calldata', 'chain'];

const demo = await openDemo();
const { dir, summary } = demo;
after(() => demo.stop());
const fileOf = (id) => join(dir, `${id}.json`);
const manifest = await writeMutations(dir, fileOf(summary.credential_ids[0])).catch(async (error) => {
  await demo.stop();
  throw error;
});

function ourCommand() {
  if (process.env.LEARNCOIN_CLI !== undefined) return process.env.LEARNCOIN_CLI.split(/\s+/).filter(Boolean);
  const built = join(repositoryRoot, 'src', 'Standalone', 'bin', 'Release', 'net10.0', 'learncoin.dll');
  assert.ok(existsSync(built), 'no Release build of src/Standalone, and LEARNCOIN_CLI is not set');
  return ['dotnet', built];
}

const command = ourCommand();
const skipOurs = command.length === 0 && 'LEARNCOIN_CLI is empty';
if (skipOurs) console.log(`skipped: learncoin verify (${skipOurs})`);

const script = (name) => fileURLToPath(new URL(`./verify-${name}.mjs`, import.meta.url));

/** name -> (file, options) -> {code, tail(), result?}; exit code 0 accepted, 1 refused, 2 could not check. */
const verifiers = {
  learncoin: (file, { didDocument = join(dir, 'did.json'), rpc = summary.rpc_url } = {}) =>
    run(command[0], [...command.slice(1), 'verify', file, '--did-document', didDocument, '--rpc', rpc]),
  vc: (file, options) => runScript('vc', file, options),
  blockcerts: (file, options) => runScript('blockcerts', file, options),
};

async function runScript(name, file, { didDocument, live } = {}) {
  const outcome = await run(process.execPath,
    [script(name), dir, file, ...(didDocument ? ['--did-document', didDocument] : []), ...(live ? ['--live'] : [])]);
  try {
    return { ...outcome, result: JSON.parse(outcome.stdout) };
  } catch {
    return outcome;
  }
}

function assertAccepted(outcome, verifier) {
  assert.equal(outcome.code, 0, `${verifier} did not accept: ${outcome.tail()}`);
  assert.deepEqual(outcome.result?.unexpected_fetches ?? [], [], 'it needed something that was not given to it');
}

describe('every issued credential is accepted', { concurrency: PARALLEL }, () => {
  for (const id of summary.credential_ids) {
    for (const [name, verify] of Object.entries(verifiers)) {
      it(`${id} by ${name}`, { skip: name === 'learncoin' && skipOurs }, async () => {
        assertAccepted(await verify(fileOf(id)), name);
      });
    }
  }
  it('by the Open Badges 3.0 JSON schema', async (t) => {
    if (!(await findSchema())) return t.skip('the schema is absent (set LEARNCOIN_VECTORS)');
    const { files } = await validateFiles(summary.credential_ids.map(fileOf));
    assert.equal(files.length, summary.credential_ids.length);
    assert.deepEqual(files.filter((f) => !f.ok), []);
  });
  for (const name of ['vc', 'blockcerts']) {
    it(`with the issuer's documents fetched from the running service, by ${name}`, async () => {
      assertAccepted(await verifiers[name](fileOf(summary.credential_ids[0]), { live: true }), name);
    });
  }
});

describe('a changed credential is refused', { concurrency: PARALLEL }, () => {
  it('the mutations cover all that the bar names', () => {
    const names = manifest.filter((m) => m.refused_by.includes('learncoin')).map((m) => m.name);
    assert.deepEqual(NAMED_BY_THE_BAR.filter((n) => !names.includes(n)), []);
  });
  for (const entry of manifest) {
    for (const name of [...entry.refused_by, ...entry.accepted_by]) {
      const accept = entry.accepted_by.includes(name);
      it(`${entry.part}: ${entry.name} ${accept ? 'still passes' : 'is refused'} by ${name}`, { skip: name === 'learncoin' && skipOurs }, async () => {
        const outcome = await verifiers[name](entry.file, { didDocument: entry.did_document });
        if (accept) assertAccepted(outcome, name);
        else assert.equal(outcome.code, 1, `${name} ended with ${outcome.code}: ${outcome.tail()}`);
      });
    }
  }
});

describe('what cannot be checked is not called invalid', () => {
  it('an unreachable RPC gives exit code 2', { skip: skipOurs }, async () => {
    const outcome = await verifiers.learncoin(fileOf(summary.credential_ids[0]), { rpc: UNREACHABLE_RPC });
    assert.equal(outcome.code, 2, outcome.tail());
  });
  it('an unreachable RPC does not hide a broken signature', { skip: skipOurs }, async () => {
    const forged = manifest.find((m) => m.name === 'achievement-name');
    const outcome = await verifiers.learncoin(forged.file, { rpc: UNREACHABLE_RPC });
    assert.equal(outcome.code, 1, outcome.tail());
  });
});
