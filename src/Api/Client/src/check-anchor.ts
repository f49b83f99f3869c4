import { sameBytes, toHex } from './bytes.js';
import { noCanonicalForm, tookTooLong, type Canonicalizer } from './canonical.js';
import { tooDear } from './check-signature.js';
import { onChain, type TrustedChain } from './check-on-chain.js';
import type { IssuerDocument } from './issuer-document.js';
import { applyPath, decodeMerkleProof, readAnchors, type MerkleProof } from './merkle-proof.js';
import { withProofs, type ProofSet } from './proofs.js';
import { failed, unknown, withEvidence, type Check, type Gathering } from './report.js';
import type { JsonObject } from './strict-json.js';
import type { Instant } from './time.js';

export interface AnchorResult {
  readonly check: Check;
  /** Known once the transaction was found in a block of the chain. */
  readonly blockTime?: Instant;
}

/** Check 4: the Merkle proof leads from this document to a root that an anchor key of the issuer wrote to the expected chain. */
export async function checkAnchor(
  document: JsonObject, proofs: ProofSet, issuer: IssuerDocument | undefined, canonicalizer: Canonicalizer, chains: readonly TrustedChain[],
): Promise<AnchorResult> {
  const evidence: Gathering = {};
  const { check, blockTime } = await judge(document, proofs, issuer, canonicalizer, chains, evidence);
  return { check: withEvidence(check, evidence), ...(blockTime === undefined ? {} : { blockTime }) };
}

async function judge(
  document: JsonObject, proofs: ProofSet, issuer: IssuerDocument | undefined, canonicalizer: Canonicalizer, chains: readonly TrustedChain[],
  evidence: Gathering,
): Promise<AnchorResult> {
  const proof = proofs.merkle;
  if (proof === undefined) {
    return { check: unknown('anchor', 'not_anchored', 'The credential is signed but not anchored yet.') };
  }

  evidence.verificationMethod = proof.verificationMethod;
  const merkle = decodeMerkleProof(proof.proofValue);
  if (merkle === undefined) {
    return { check: failed('anchor', 'merkle_proof_malformed', 'The Merkle proof is not in its exact form.') };
  }

  const pathFault = await checkPath(document, proofs, merkle, canonicalizer, evidence);
  if (pathFault !== undefined) {
    return { check: pathFault };
  }

  const entry = readAnchors(merkle.anchors);
  if (entry === undefined) {
    return { check: failed('anchor', 'anchor_entries_invalid', 'The Merkle proof\'s anchor entries disagree, or name a chain that is not Base.') };
  }

  evidence.chainId = entry.chainId;
  evidence.transaction = entry.transaction;
  const trusted = chains.find((chain) => chain.chainId === entry.chainId);
  if (trusted === undefined) {
    return { check: failed('anchor', 'chain_not_expected', 'The anchor is on another chain than expected.') };
  }

  const signer = issuer?.find(proof.verificationMethod)?.account;
  if (signer !== undefined) {
    evidence.signer = signer;
  }

  evidence.confirmationsNeeded = trusted.confirmations;
  return onChain({ proofs, proof, root: toHex(merkle.root), transaction: entry.transaction }, trusted, issuer, evidence);
}

async function checkPath(
  document: JsonObject, proofs: ProofSet, merkle: MerkleProof, canonicalizer: Canonicalizer, evidence: Gathering,
): Promise<Check | undefined> {
  const leaf = await canonicalizer.hash(withProofs(document, proofs.signatures));
  evidence.root = toHex(merkle.root);
  evidence.path = merkle.path.map((step) => ({ side: step.side, hash: toHex(step.sibling) }));
  if (leaf === tookTooLong) {
    return tooDear('anchor');
  }

  if (leaf === noCanonicalForm) {
    return failed('anchor', 'canonicalization_failed', 'The document has no canonical form.');
  }

  evidence.leaf = toHex(leaf);
  return !sameBytes(merkle.leaf, leaf) ? failed('anchor', 'leaf_mismatch', 'The Merkle proof is of another document.')
    : !sameBytes(merkle.root, applyPath(merkle.path, leaf)) ? failed('anchor', 'path_mismatch', 'The Merkle path does not lead to the root.')
    : undefined;
}
