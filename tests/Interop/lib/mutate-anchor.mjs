// Changes to the Merkle proof and to what it points at. Sender and calldata need other transactions: real ones are
// sent to the local node. anvil lets a test send as any account, so that exactly one thing is wrong at a time.
import { decodeMerkleProof, encodeMerkleProof } from './merkle-proof.mjs';
import { receiptOf, rpcClient } from './rpc.mjs';

const BTC = 0, MOCKNET = -1, MAINNET = 1;
const OTHER_SENDER = '0x00000000000000000000000000000000000c0ffe';
const REVERTING = '0x000000000000000000000000000000000000dead';
const PARTS = ['learncoin', 'blockcerts'];

const hex = (bytes) => `0x${Buffer.from(bytes).toString('hex')}`;
const bytesOf = (text) => Uint8Array.from(Buffer.from(text.slice(2), 'hex'));
const flip = (bytes) => { const copy = Uint8Array.from(bytes); copy[7] ^= 1; return copy; };
const merkleOf = (c) => c.proof.find((p) => p.cryptosuite === 'merkle-proof-2019');

/** Rewrites the decoded proof; `change` gets {root, target, anchors, path}. */
const rewrite = (name, refusedBy, change) => ({
  name, part: 'merkle', refused_by: refusedBy,
  apply: (c) => {
    const proof = merkleOf(c);
    const decoded = decodeMerkleProof(proof.proofValue);
    change(decoded);
    proof.proofValue = encodeMerkleProof(decoded);
    return c;
  },
});

const pointAt = (name, refusedBy, tx) => rewrite(name, refusedBy, (m) => { for (const a of m.anchors) a.tx = bytesOf(tx); });

/** Sends from any account of the local node and gives the account its nonce back, so that the service is not disturbed. */
async function sendAs(call, transactions) {
  const from = transactions[0].from;
  const nonce = await call('eth_getTransactionCount', from, 'latest');
  await call('anvil_impersonateAccount', from);
  const hashes = [];
  try {
    for (const transaction of transactions) {
      const hash = await call('eth_sendTransaction', { gas: '0x186a0', value: '0x0', ...transaction });
      await receiptOf(call, hash);
      hashes.push(hash);
    }
  } finally {
    await call('anvil_stopImpersonatingAccount', from);
    await call('anvil_setNonce', from, nonce);
  }
  return hashes;
}

/** Sends the misleading transactions once; returns the mutations that name them. */
export async function anchorMutations(credential, rpcUrl) {
  const call = rpcClient(rpcUrl);
  const proof = decodeMerkleProof(merkleOf(credential).proofValue);
  const anchor = await call('eth_getTransactionByHash', hex(proof.anchors[0].tx));
  if (!anchor) throw new Error('the anchor transaction is not on this node');
  const genuine = { from: anchor.from, to: anchor.to, data: hex(proof.root) };

  await call('anvil_setBalance', OTHER_SENDER, '0xde0b6b3a7640000');
  await call('anvil_setCode', REVERTING, '0x60006000fd'); // PUSH1 0 PUSH1 0 REVERT
  const [otherSender] = await sendAs(call, [{ ...genuine, from: OTHER_SENDER, to: OTHER_SENDER }]);
  const [otherCalldata, longerCalldata, reverted] = await sendAs(call, [
    { ...genuine, data: hex(flip(proof.root)) },
    { ...genuine, data: `${hex(proof.root)}00` },
    { ...genuine, to: REVERTING },
  ]);

  return [
    {
      name: 'merkle-proofValue', part: 'merkle', refused_by: PARTS,
      apply: (c) => {
        const p = merkleOf(c);
        const at = p.proofValue.length >> 1;
        p.proofValue = `${p.proofValue.slice(0, at)}${p.proofValue[at] === '2' ? '3' : '2'}${p.proofValue.slice(at + 1)}`;
        return c;
      },
    },
    rewrite('path-entry', PARTS, (m) => {
      if (m.path.length > 0) m.path[0].hash = flip(m.path[0].hash);
      else m.path.push({ right: true, hash: flip(m.root) });
    }),
    rewrite('root', PARTS, (m) => { m.root = flip(m.root); }),
    rewrite('target-hash', PARTS, (m) => { m.target = flip(m.target); }),
    rewrite('transaction-id', PARTS, (m) => { for (const a of m.anchors) a.tx = flip(a.tx); }),
    pointAt('sender', PARTS, otherSender),
    pointAt('calldata', PARTS, otherCalldata),
    pointAt('calldata-longer', PARTS, longerCalldata),
    rewrite('chain', PARTS, (m) => { m.anchors[0].chain = BTC; m.anchors[0].network = MAINNET; }),
    // Readers of the published library take the network's name from here and ask no node which chain it serves.
    rewrite('network-mainnet', ['learncoin'], (m) => { m.anchors[0].network = MAINNET; }),
    ...(proof.anchors.length > 1 ? [
      rewrite('true-chain-id', ['learncoin'], (m) => { m.anchors[1].network = 8453; }),
      rewrite('second-anchor-transaction', ['learncoin'], (m) => { m.anchors[1].tx = bytesOf(otherCalldata); }),
    ] : []),
    rewrite('mocknet-anchor', ['learncoin'], (m) => { m.anchors[0].chain = MOCKNET; m.anchors[0].network = MOCKNET; }),
    rewrite('no-anchor', PARTS, (m) => { m.anchors = []; }),
    pointAt('reverted-transaction', ['learncoin'], reverted),
    ...(proof.path.length > 0 ? [
      rewrite('path-side', PARTS, (m) => { m.path[0].right = !m.path[0].right; }),
      rewrite('path-shortened', PARTS, (m) => { m.path.pop(); }),
    ] : []),
  ];
}
