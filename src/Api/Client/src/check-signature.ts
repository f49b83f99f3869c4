import { ed25519 } from '@noble/curves/ed25519.js';
import { concat, fromMultibase58 } from './bytes.js';
import { noCanonicalForm, tookTooLong, type Canonicalizer } from './canonical.js';
import { clockTolerance } from './check-dates.js';
import type { IssuerDocument } from './issuer-document.js';
import { member } from './json.js';
import { allProofs, proofOptions, withProofs, type Proof, type ProofSet } from './proofs.js';
import { failed, passed, unknown, withEvidence, type Check, type CheckName } from './report.js';
import type { Json, JsonObject } from './strict-json.js';
import { instantOfDate } from './time.js';

const signatureBytes = 64;

export const tooDear = (name: CheckName): Check =>
  unknown(name, 'took_too_long', 'Bringing the document into its canonical form took longer than is allowed here.');

/**
 * Check 2: every eddsa-rdfc-2022 proof verifies, none left out. The Merkle proof is part of the anchor check.
 * @param issuer Undefined when its document could not be had.
 */
export async function checkSignature(
  name: CheckName, document: JsonObject, proofs: ProofSet, issuer: IssuerDocument | undefined, canonicalizer: Canonicalizer, now: Date,
): Promise<Check> {
  const context = member(document, '@context');
  if (context === undefined) {
    return failed(name, 'canonicalization_failed', 'The document has no @context.');
  }

  for (const proof of proofs.signatures) {
    const fault = await proofFault(name, document, context, proof, proofs, issuer, canonicalizer, now);
    if (fault !== undefined) {
      return withEvidence(fault, evidenceOf(proofs));
    }
  }

  return withEvidence(passed(name, 'Every signature is of this document and of the key it names.'), evidenceOf(proofs));
}

async function proofFault(
  name: CheckName, document: JsonObject, context: Json, proof: Proof, proofs: ProofSet, issuer: IssuerDocument | undefined,
  canonicalizer: Canonicalizer, now: Date,
): Promise<Check | undefined> {
  if (proof.created > instantOfDate(now) + clockTolerance) {
    return failed(name, 'created_in_future', 'A proof says it was made in the future.');
  }

  const covered = proofs.signatures.filter((other) => other.id !== undefined && proof.previous.includes(other.id));
  const documentHash = await canonicalizer.hash(withProofs(document, covered));
  const optionsHash = documentHash instanceof Uint8Array ? await canonicalizer.hash(proofOptions(proof, context)) : documentHash;
  if (documentHash === tookTooLong || optionsHash === tookTooLong) {
    return tooDear(name);
  }

  if (documentHash === noCanonicalForm || optionsHash === noCanonicalForm) {
    return failed(name, 'canonicalization_failed', 'The document or a proof has no canonical form.');
  }

  if (issuer === undefined) {
    // Without keys no other proof can be judged either: no work for them.
    return unknown(name, 'did_unavailable', 'The issuer\'s keys could not be had.');
  }

  const key = issuer.find(proof.verificationMethod)?.ed25519;
  return key === undefined
    ? failed(name, 'key_not_found', 'A proof names a key that the issuer\'s DID document does not have.')
    : !isSignature(proof.proofValue, concat(optionsHash, documentHash), key)
    ? failed(name, 'signature_invalid', 'A signature is not of this document and this key.')
    : undefined;
}

/** RFC 8032, without the leniency of ZIP 215. False too for a malformed value or key. */
function isSignature(proofValue: string, message: Uint8Array, key: Uint8Array): boolean {
  const signature = fromMultibase58(proofValue);
  try {
    return signature?.length === signatureBytes && ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}

const evidenceOf = (proofs: ProofSet) => ({
  proofs: allProofs(proofs).map((proof) => ({
    cryptosuite: proof.cryptosuite, created: proof.createdText, verificationMethod: proof.verificationMethod,
  })),
});
