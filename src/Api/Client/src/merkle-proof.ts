import { sha256 } from '@noble/hashes/sha2.js';
import { concat, fromMultibase58, sameBytes, toHex } from './bytes.js';
import { CborError, CborReader } from './cbor.js';
import type { PathStep } from './report.js';

const hashBytes = 32;
const maxAnchors = 8;
const maxPath = 64;
// A hash is a CBOR byte string of 32 bytes within a byte string.
const innerHead = [0x58, hashBytes] as const;

export const chainIds = { base: 8453, baseSepolia: 84532 } as const;

// How Blockcerts readers are told: as Ethereum's mainnet and Sepolia, until they know Base (code 3).
const codes = { ethereum: 1n, base: 3n } as const;
const toldNetworks = new Map<bigint, bigint>([[8453n, 1n], [84532n, 11155111n]]);

interface AnchorEntry {
  readonly chain: bigint;
  readonly network: bigint;
  readonly transaction: Uint8Array;
}

/** What a merkle-proof-2019 `proofValue` says. */
export interface MerkleProof {
  readonly root: Uint8Array;
  readonly leaf: Uint8Array;
  readonly anchors: readonly AnchorEntry[];
  /** From the leaf to the root. */
  readonly path: readonly { readonly side: PathStep['side']; readonly sibling: Uint8Array }[];
}

/** Undefined for anything but the one form in which the service writes these values. */
export function decodeMerkleProof(proofValue: string): MerkleProof | undefined {
  const cbor = fromMultibase58(proofValue);
  try {
    return cbor === undefined ? undefined : read(new CborReader(cbor));
  } catch (error) {
    if (error instanceof CborError) {
      return undefined;
    }

    throw error;
  }
}

/** The root to which the path leads from a leaf. */
export const applyPath = (path: MerkleProof['path'], leaf: Uint8Array): Uint8Array => path.reduce(
  (node, step) => sha256(step.side === 'left' ? concat(step.sibling, node) : concat(node, step.sibling)), leaf);

/**
 * Chain and transaction that the entries name. Undefined unless they are exactly what the service writes: entries that disagree, or name a
 * chain where nobody anchors for it (mocknet, Bitcoin), would let a proof pass in one reader only.
 */
export function readAnchors(anchors: MerkleProof['anchors']): { readonly chainId: number; readonly transaction: string } | undefined {
  const last = anchors.at(-1);
  const told = last === undefined ? undefined : toldNetworks.get(last.network);
  if (last === undefined || told === undefined) {
    return undefined;
  }

  const expected = last.chain === codes.base
    ? [last]
    : [{ ...last, chain: codes.ethereum, network: told }, { ...last, chain: codes.ethereum }];
  const fits = anchors.length === expected.length && anchors.every((anchor, i) => anchor.chain === expected[i]?.chain
    && anchor.network === expected[i]?.network && sameBytes(anchor.transaction, last.transaction));
  return fits ? { chainId: Number(last.network), transaction: `0x${toHex(last.transaction)}` } : undefined;
}

function read(cbor: CborReader): MerkleProof {
  cbor.array(4, 4);
  readKey(cbor, 0n);
  const root = readHash(cbor);
  readKey(cbor, 1n);
  const leaf = readHash(cbor);
  readKey(cbor, 2n);
  const anchors = Array.from({ length: cbor.array(1, maxAnchors) }, () => readAnchor(cbor));
  readKey(cbor, 3n);
  const path = Array.from({ length: cbor.array(0, maxPath) }, () => readStep(cbor));
  cbor.end();
  return { root, leaf, anchors, path };
}

function readAnchor(cbor: CborReader): AnchorEntry {
  cbor.array(3, 3);
  readKey(cbor, 0n);
  const chain = cbor.unsigned();
  readKey(cbor, 1n);
  const network = cbor.unsigned();
  readKey(cbor, 2n);
  return { chain, network, transaction: readHash(cbor) };
}

function readStep(cbor: CborReader): MerkleProof['path'][number] {
  cbor.array(2, 2);
  const side = cbor.unsigned();
  if (side > 1n) {
    throw new CborError('a path entry is neither left nor right');
  }

  return { side: side === 0n ? 'left' : 'right', sibling: readHash(cbor) };
}

function readKey(cbor: CborReader, expected: bigint): void {
  cbor.array(2, 2);
  if (cbor.unsigned() !== expected) {
    throw new CborError('members are missing or out of order');
  }
}

function readHash(cbor: CborReader): Uint8Array {
  const inner = cbor.byteString();
  if (inner.length !== innerHead.length + hashBytes || inner[0] !== innerHead[0] || inner[1] !== innerHead[1]) {
    throw new CborError('a hash is not 32 bytes in a byte string in a byte string');
  }

  return inner.slice(innerHead.length);
}
