import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verify } from './lib/bundle.mjs';
import { expectEnd, outcomes } from './lib/expect.mjs';
import { hash } from './lib/node.mjs';
import { didDocument, didUrl, issue, methods, optionsOf, rpcUrl, withMethod, withoutAssertion } from './lib/world.mjs';

const issued = await issue();
const altered = (change) => {
  const chain = structuredClone(issued.chain);
  change(chain);
  return { chain };
};
const tx = (change) => altered((chain) => change(chain.transactions[hash('a')]));
const receipt = (change) => altered((chain) => change(chain.receipts[hash('a')]));
const answering = (make) => ({ chains: { [rpcUrl]: make } });
const reply = (request, members) => Response.json({ jsonrpc: '2.0', id: request.id, ...members });
/** The good chain, but this method answers otherwise. */
const method = (name, result) => answering((request) => {
  const good = { eth_chainId: '0x14a34', eth_getTransactionByHash: issued.chain.transactions[hash('a')], eth_getTransactionReceipt: issued.chain.receipts[hash('a')] };
  return reply(request, { result: request.method === name ? result : good[request.method] });
});

const onChain = [
  ['the transaction is not on the chain', altered((c) => { c.transactions = {}; }), 'failed', 'transaction_not_found'],
  ['the calldata is another root', tx((t) => { t.input = hash('d'); }), 'failed', 'calldata_mismatch'],
  ['the calldata is longer than the root', tx((t) => { t.input += '00'; }), 'failed', 'calldata_mismatch'],
  ['a contract other than the register got the timestamp call', tx((t) => { t.input = `0x4d003070${t.input.slice(2)}`; }), 'failed', 'calldata_mismatch'],
  ['another account sent it', tx((t) => { t.from = `0x${'12'.repeat(20)}`; }), 'failed', 'sender_unknown'],
  ['the transaction was reverted', receipt((r) => { r.status = '0x0'; }), 'failed', 'transaction_reverted'],
  ['the block is not part of the chain', altered((c) => { c.blocks[100].hash = hash('e'); }), 'failed', 'block_not_canonical'],
  ['the transaction is in no block', altered((c) => { c.receipts = {}; }), 'unknown', 'transaction_pending'],
  ['the endpoint does not know the block of its own receipt', altered((c) => { delete c.blocks[100]; }), 'unknown', 'rpc_inconsistent'],
  ['the endpoint answers with another block', altered((c) => { c.blocks[100].number = 99; }), 'unknown', 'rpc_inconsistent'],
  ['the endpoint gives another transaction\'s receipt', receipt((r) => { r.transactionHash = hash('f'); }), 'unknown', 'rpc_inconsistent'],
  ['the endpoint gives another transaction', tx((t) => { t.hash = hash('f'); }), 'unknown', 'rpc_inconsistent'],
  ['the endpoint serves another chain', altered((c) => { c.chainId = 1; }), 'unknown', 'rpc_of_another_chain'],
  ['the endpoint lags behind the block', altered((c) => { c.latest = 98; c.blocks[98] = { ...c.blocks[100], number: 98 }; }), 'unknown', 'confirmations_missing'],
];
for (const [name, given, outcome, code] of onChain) {
  test(`anchor: ${name}: ${outcome}`, async () => { await expectEnd(issued.credential, given, ['anchor', outcome, code]); });
}

const unreachable = [
  ['refuses the connection', () => { throw new TypeError('fetch failed'); }],
  ['answers 503', () => new Response('', { status: 503 })],
  ['answers 429', () => new Response('{}', { status: 429 })],
  ['answers HTML', () => new Response('<html>')],
  ['answers an array', () => Response.json([])],
  ['answers null', () => Response.json(null)],
  ['answers an error', (r) => reply(r, { error: { code: -32000, message: 'limit' } })],
  ['answers another request', (r) => Response.json({ jsonrpc: '2.0', id: r.id + 1, result: '0x14a34' })],
  ['answers no result', (r) => reply(r, {})],
  ['answers more than is read', (r) => reply(r, { result: '0'.repeat(5 * 1024 * 1024) })],
];
for (const [name, make] of unreachable) {
  test(`anchor: an endpoint that ${name} is unknown`, async () => {
    const report = await expectEnd(issued.credential, answering(make), ['anchor', 'unknown', 'rpc_unavailable']);
    assert.equal(report.verdict, 'undetermined');
  });
}

test('anchor: an endpoint that never answers is unknown after the time limit', async () => {
  const given = { ...answering(() => new Promise(() => {})), timeoutMs: 50 };
  await expectEnd(issued.credential, given, ['anchor', 'unknown', 'rpc_unavailable']);
});

for (const [name, given] of [
  ['a chain id that is no quantity', method('eth_chainId', 84532)],
  ['a transaction that is text', method('eth_getTransactionByHash', 'yes')],
  ['a transaction without a sender', method('eth_getTransactionByHash', { ...issued.chain.transactions[hash('a')], from: null })],
  ['calldata of odd length', method('eth_getTransactionByHash', { ...issued.chain.transactions[hash('a')], input: '0x123' })],
  ['a receipt without a status', method('eth_getTransactionReceipt', { ...issued.chain.receipts[hash('a')], status: undefined })],
  ['a block number beyond all blocks', method('eth_getTransactionReceipt', { ...issued.chain.receipts[hash('a')], blockNumber: `0x${'f'.repeat(40)}` })],
]) {
  test(`anchor: ${name} is nonsense, and unknown`, async () => { await expectEnd(issued.credential, given, ['anchor', 'unknown', 'rpc_unavailable']); });
}

test('anchor: no endpoint at all is unknown', async () => {
  await expectEnd(issued.credential, { chains: {} }, ['anchor', 'unknown', 'rpc_missing']);
});

test('anchor: the register of attestations may have got the root instead', async () => {
  const given = tx((t) => { t.input = `0x4d003070${t.input.slice(2)}`; t.to = '0x4200000000000000000000000000000000000021'; });
  await expectEnd(issued.credential, given, ['anchor', 'passed', 'ok']);
});

test('anchor: the second endpoint is asked when the first is down, of another chain, or does not have the transaction in a block', async () => {
  const other = 'https://second.example/';
  for (const first of [() => { throw new TypeError('down'); }, { ...issued.chain, chainId: 1 }, { ...issued.chain, receipts: {} }]) {
    await expectEnd(issued.credential, { chains: { [rpcUrl]: first, [other]: issued.chain } }, ['anchor', 'passed', 'ok']);
  }
});

test('anchor: endpoints that contradict each other leave it unknown, and a failure is not undone by one that is silent', async () => {
  const other = 'https://second.example/';
  const missing = { ...issued.chain, transactions: {} };
  await expectEnd(issued.credential, { chains: { [rpcUrl]: missing, [other]: issued.chain } }, ['anchor', 'unknown', 'rpc_inconsistent']);
  await expectEnd(issued.credential, { chains: { [rpcUrl]: missing, [other]: () => Response.json(1) } }, ['anchor', 'failed', 'transaction_not_found']);
});

test('anchor: Base needs three confirmations, and says unknown until then', async () => {
  const live = await issue({ mainnet: true });
  const at = (latest) => ({ chain: { ...live.chain, latest, blocks: { ...live.chain.blocks, [latest]: { ...live.chain.blocks[105], number: latest } } } });
  await expectEnd(live.credential, at(101), ['anchor', 'unknown', 'confirmations_missing']);
  await expectEnd(live.credential, at(102), ['anchor', 'passed', 'ok']);
});

test('anchor: a chain that is not expected fails', async () => {
  const live = await issue({ mainnet: true });
  const report = await verify(JSON.stringify(live.credential), { ...await optionsOf(live), chains: [{ chainId: 84532, confirmations: 1 }] });
  assert.deepEqual([report.checks[3].outcome, report.checks[3].reason.code], ['failed', 'chain_not_expected']);
});

const flip = (bytes) => { const copy = Buffer.from(bytes); copy[7] ^= 1; return copy; };
for (const [name, merkle, code] of [
  ['another root', (m) => ({ ...m, root: flip(m.root) }), 'path_mismatch'],
  ['another leaf', (m) => ({ ...m, leaf: flip(m.leaf) }), 'leaf_mismatch'],
  ['a path entry changed', (m) => ({ ...m, path: [{ ...m.path[0], hash: flip(m.path[0].hash) }] }), 'path_mismatch'],
  ['a path entry on the other side', (m) => ({ ...m, path: [{ ...m.path[0], side: 'right' }] }), 'path_mismatch'],
  ['the path cut', (m) => ({ ...m, path: [] }), 'path_mismatch'],
  ['no anchor', (m) => ({ ...m, anchors: [] }), 'merkle_proof_malformed'],
  ['Bitcoin named', (m) => ({ ...m, anchors: [{ ...m.anchors[0], chain: 0 }, m.anchors[1]] }), 'anchor_entries_invalid'],
  ['only one entry', (m) => ({ ...m, anchors: [m.anchors[0]] }), 'anchor_entries_invalid'],
  ['entries that name two chains', (m) => ({ ...m, anchors: [{ ...m.anchors[0], network: 1 }, m.anchors[1]] }), 'anchor_entries_invalid'],
  ['entries that name two transactions', (m) => ({ ...m, anchors: [{ ...m.anchors[0], transaction: flip(m.anchors[0].transaction) }, m.anchors[1]] }), 'anchor_entries_invalid'],
]) {
  test(`anchor: a Merkle proof with ${name} fails`, async () => {
    const { credential, chain } = await issue({ merkle });
    await expectEnd(credential, { chain }, ['anchor', 'failed', code]);
  });
}

test('anchor: code 3 for Base is read as the entry of Base', async () => {
  const given = await issue({ merkle: (m) => ({ ...m, anchors: [{ ...m.anchors[1], chain: 3 }] }) });
  await expectEnd(given.credential, given, ['anchor', 'passed', 'ok']);
});

for (const [name, created] of [['before the signature', '2026-05-01T09:59:59Z'], ['over an hour after the block', '2026-05-01T11:00:05Z']]) {
  test(`anchor: a Merkle proof made ${name} fails`, async () => {
    const given = await issue({ merkleMembers: { created } });
    await expectEnd(given.credential, given, ['anchor', 'failed', 'created_out_of_range']);
  });
}

test('anchor: a Merkle proof an hour after the block passes', async () => {
  const given = await issue({ merkleMembers: { created: '2026-05-01T11:00:04Z' } });
  await expectEnd(given.credential, given, ['anchor', 'passed', 'ok']);
});

test('anchor: a key outside assertionMethod, or revoked before the block, fails', async () => {
  const outside = { chain: issued.chain, documents: { [didUrl]: withoutAssertion(didDocument(), methods.anchor) } };
  await expectEnd(issued.credential, outside, ['anchor', 'failed', 'key_revoked']);
  const revoked = { chain: issued.chain, documents: { [didUrl]: withMethod(didDocument(), methods.anchor, { revoked: '2026-05-01T10:00:04Z' }) } };
  await expectEnd(issued.credential, revoked, ['anchor', 'failed', 'key_revoked']);
});

test('anchor: without the DID document the sender cannot be judged; a wrong root still fails', async () => {
  const documents = { [didUrl]: () => new Response('', { status: 404 }) };
  const report = await expectEnd(issued.credential, { chain: issued.chain, documents }, ['anchor', 'unknown', 'did_unavailable']);
  assert.deepEqual(outcomes(report), ['passed', 'unknown', 'unknown', 'unknown', 'unknown', 'passed']);
  await expectEnd(issued.credential, { ...tx((t) => { t.input = hash('d'); }), documents }, ['anchor', 'failed', 'calldata_mismatch']);
});
