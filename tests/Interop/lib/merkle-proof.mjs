// proofValue of merkle-proof-2019: `z` + base58btc(CBOR). The CBOR is an array of [key, value] pairs, and every hash is
// a byte string that holds a CBOR byte string.
import bs58 from 'bs58';
import * as cbor from 'cborg';

const ROOT = 0, TARGET = 1, ANCHORS = 2, PATH = 3;
const CHAIN = 0, NETWORK = 1, TX = 2;

const unwrap = (bytes) => cbor.decode(bytes);
const wrap = (bytes) => cbor.encode(bytes);
const pair = (pairs, key) => pairs.find(([k]) => k === key)?.[1];

/** -> {root, target, anchors: [{chain, network, tx}], path: [{right, hash}]}, hashes as Uint8Array. */
export function decodeMerkleProof(proofValue) {
  if (proofValue[0] !== 'z') throw new Error('not base58btc');
  const pairs = cbor.decode(bs58.decode(proofValue.slice(1)));
  return {
    root: unwrap(pair(pairs, ROOT)),
    target: unwrap(pair(pairs, TARGET)),
    anchors: pair(pairs, ANCHORS).map((a) => ({ chain: pair(a, CHAIN), network: pair(a, NETWORK), tx: unwrap(pair(a, TX)) })),
    path: (pair(pairs, PATH) ?? []).map(([side, hash]) => ({ right: side === 1, hash: unwrap(hash) })),
  };
}

export function encodeMerkleProof({ root, target, anchors, path }) {
  const bytes = cbor.encode([
    [ROOT, wrap(root)],
    [TARGET, wrap(target)],
    [ANCHORS, anchors.map((a) => [[CHAIN, a.chain], [NETWORK, a.network], [TX, wrap(a.tx)]])],
    [PATH, path.map((p) => [p.right ? 1 : 0, wrap(p.hash)])],
  ]);
  return `z${bs58.encode(bytes)}`;
}
