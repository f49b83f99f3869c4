// Documents that others accepted, and known answers, from shared/vectors (LEARNCOIN_VECTORS, or a sibling of a folder above).
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { verify } from './lib/bundle.mjs';
import { fetchOf } from './lib/node.mjs';

function findVectors() {
  if (process.env.LEARNCOIN_VECTORS) return process.env.LEARNCOIN_VECTORS;
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    const found = join(folder, 'shared', 'vectors');
    if (existsSync(found)) return found;
  }
  return undefined;
}

const vectors = findVectors();
const folder = vectors === undefined ? undefined : join(vectors, 'learncoin');
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const vectorTest = (name, run) => test(name, async (t) => {
  if (folder === undefined || !existsSync(folder)) {
    t.diagnostic('skipped: there is no shared/vectors beside this checkout, and LEARNCOIN_VECTORS is not set');
    return;
  }
  await run();
});

const did = 'did:web:issuer.example';
const didUrl = 'https://issuer.example/.well-known/did.json';
const verifyWith = (document, didDocument) => verify(JSON.stringify(document), {
  fetch: fetchOf({ [didUrl]: didDocument }, {}), rpcUrls: [], now: new Date('2026-12-01T00:00:00Z'),
});

vectorTest('known answers: signature, leaf and path of each credential', async () => {
  const { credentials, keys, proofValues } = read('blockcerts-vectors.json');
  assert.ok(credentials.length >= 3);
  for (const [i, { unsecured, eddsa, leaf }] of credentials.entries()) {
    const document = { ...unsecured, proof: [eddsa.proof, {
      id: 'urn:uuid:bbbbbbbb-0000-4000-8000-000000000001', type: 'DataIntegrityProof', cryptosuite: 'merkle-proof-2019', created: eddsa.proof.created,
      proofPurpose: 'assertionMethod', verificationMethod: `${did}#anchor`, previousProof: eddsa.proof.id, proofValue: proofValues['eth:sepolia'][i].proofValue,
    }] };
    const method = { id: eddsa.proof.verificationMethod, type: 'JsonWebKey', controller: did, publicKeyJwk: keys.ed25519Jwk };
    const report = await verifyWith(document, { id: did, verificationMethod: [method], assertionMethod: [method.id] });
    const [schema, signature, , anchor] = report.checks;
    assert.deepEqual([schema.outcome, signature.outcome, anchor.evidence.leaf], ['passed', 'passed', leaf.sha256], JSON.stringify(report.checks));
    // Leaf and path are good: it is the vectors' single entry, which names no chain of Base, that ends the check.
    assert.equal(anchor.reason.code, 'anchor_entries_invalid');
  }
});

vectorTest('the accepted credential is well-formed and signed; signed with a secp256k1 key it is not', async () => {
  const report = await verifyWith(read('credential.json'), read('did.json'));
  assert.deepEqual(report.checks.slice(0, 2).map((check) => check.outcome), ['passed', 'passed'], JSON.stringify(report.checks));
  const other = await verifyWith(read('credential-secp256k1-signature.json'), read('did.json'));
  assert.notEqual(other.checks[1].outcome, 'passed');
});
