import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verify } from './lib/bundle.mjs';
import { account, did, didUrl, index, issue, listUrl, methods, now, optionsOf, rpcUrl } from './lib/world.mjs';
import { hash } from './lib/node.mjs';

const issued = await issue();
const bytes = (document) => new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document));

test('a good credential passes all six checks in their order', async () => {
  const report = await verify(bytes(issued.credential), await optionsOf(issued));
  assert.deepEqual(report.checks.map((c) => [c.check, c.outcome, c.reason.code]),
    ['schema', 'signature', 'issuer', 'anchor', 'status', 'dates'].map((name) => [name, 'passed', 'ok']));
  assert.equal(report.verdict, 'valid');
});

test('evidence names leaf, path, root, transaction, block, confirmations, signer and keys', async () => {
  const report = await verify(JSON.stringify(issued.credential), await optionsOf(issued));
  const [, signature, issuer, anchor, status, dates] = report.checks.map((c) => c.evidence);
  assert.equal(signature.proofs.length, 2);
  assert.deepEqual(issuer, { did, issuerName: 'Example University (test)', verificationMethod: methods.tenant });
  const { leaf, root, path, ...rest } = anchor;
  assert.match(leaf, /^[0-9a-f]{64}$/);
  assert.equal(`0x${root}`, issued.chain.transactions[hash('a')].input);
  assert.deepEqual(path, [{ side: 'left', hash: '07'.repeat(32) }]);
  assert.deepEqual(rest, {
    chainId: 84532, transaction: hash('a'), sender: account, signer: account, verificationMethod: methods.anchor,
    blockNumber: 100, blockHash: hash('b'), blockTime: '2026-05-01T10:00:04.000Z', confirmations: 6, confirmationsNeeded: 1,
  });
  assert.deepEqual(status, { statusList: listUrl, statusListIndex: index });
  assert.deepEqual(dates, { validFrom: '2026-05-01T09:00:00Z', validUntil: '2030-01-01T00:00:00Z', checkedAt: now.toISOString() });
});

test('nothing is asked for but the DID document, the status list and the chain', async () => {
  const options = await optionsOf(issued);
  await verify(bytes(issued.credential), options);
  assert.deepEqual([...new Set(options.fetch.asked)].sort(), [didUrl, listUrl, rpcUrl].sort());
});

test('requests carry no cookie, no referrer and follow no redirect', async () => {
  const options = await optionsOf(issued);
  const seen = [];
  await verify(bytes(issued.credential), { ...options, fetch: (url, init) => { seen.push(init); return options.fetch(url, init); } });
  assert.ok(seen.length >= 7);
  for (const init of seen) {
    assert.deepEqual([init.credentials, init.referrerPolicy, init.redirect, init.signal instanceof AbortSignal], ['omit', 'no-referrer', 'error', true]);
  }
});

test('a signed credential without an anchor is undetermined, nothing said against it', async () => {
  const { credential } = await issue({ anchored: false });
  const report = await verify(bytes(credential), await optionsOf({ chains: {} }));
  assert.deepEqual(report.checks.map((c) => c.outcome), ['passed', 'passed', 'passed', 'unknown', 'passed', 'passed']);
  assert.equal(report.checks[3].reason.code, 'not_anchored');
  assert.equal(report.verdict, 'undetermined');
});
