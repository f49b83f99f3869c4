import type { AnchorResult } from './check-anchor.js';
import type { IssuerDocument, KeyMethod } from './issuer-document.js';
import { member, text } from './json.js';
import { allProofs, type ProofSet } from './proofs.js';
import { failed, passed, unknown, withEvidence, type Check } from './report.js';
import type { JsonObject } from './strict-json.js';

const testSuffix = ' (test)';

/**
 * Check 3: the keys of all proofs are the issuer's, meant for assertions, and the first is that of the tenant whose name the document bears.
 * @param anchor A compromised key counts for what was anchored before.
 */
export function checkIssuer(document: JsonObject, proofs: ProofSet, issuer: IssuerDocument, anchor: AnchorResult): Check {
  const issuerName = text(member(document, 'issuer'), 'name');
  return withEvidence(judge(document, proofs, issuer, anchor), {
    did: issuer.did, verificationMethod: proofs.signatures[0].verificationMethod, ...(issuerName === undefined ? {} : { issuerName }),
  });
}

function judge(document: JsonObject, proofs: ProofSet, issuer: IssuerDocument, anchor: AnchorResult): Check {
  let note: string | undefined;
  for (const proof of allProofs(proofs)) {
    const method = issuer.find(proof.verificationMethod);
    if (method === undefined) {
      return failed('issuer', 'key_not_found', 'A proof names a key that the issuer\'s DID document does not have.');
    }

    if (method.controller !== issuer.did) {
      return failed('issuer', 'controller_wrong', 'A proof\'s key is not controlled by the issuer.');
    }

    if (method.bound === undefined && !method.asserted) {
      return failed('issuer', 'key_not_asserted', 'A proof\'s key is not one that the issuer makes assertions with.');
    }

    const fault = boundFault(method, anchor);
    if (fault !== undefined) {
      return fault;
    }

    note ??= method.bound === undefined ? undefined : 'A key of this credential was revoked later; the credential was anchored before that.';
  }

  return tenantFault(document, proofs, issuer) ?? passed('issuer', 'The keys belong to the issuer that the credential names.', note);
}

function boundFault(method: KeyMethod, { check, blockTime }: AnchorResult): Check | undefined {
  if (method.bound === undefined) {
    return undefined;
  }

  if (blockTime !== undefined && blockTime < method.bound && check.outcome !== 'failed') {
    // Too few confirmations may still be undone, and then nothing would show that the credential is older than the compromise.
    return check.outcome === 'passed' ? undefined
      : unknown('issuer', 'key_revoked', 'A key was revoked, and it is not certain yet that the credential was anchored before.');
  }

  return blockTime === undefined && check.outcome === 'unknown' && check.reason.code !== 'not_anchored'
    ? unknown('issuer', 'key_revoked', 'A key was revoked, and it could not be found out whether the credential was anchored before.')
    : failed('issuer', 'key_revoked', 'A key was revoked, and the credential was not anchored before.');
}

function tenantFault(document: JsonObject, proofs: ProofSet, issuer: IssuerDocument): Check | undefined {
  if (!issuer.isShared) {
    // A tenant's own DID: whoever controls it is the issuer, whatever the name.
    return undefined;
  }

  const tenant = issuer.tenantOf(issuer.find(proofs.signatures[0].verificationMethod)?.ed25519);
  if (tenant === undefined) {
    return failed('issuer', 'tenant_unknown', 'The signing key belongs to no tenant of the issuer\'s DID.');
  }

  const name = text(member(document, 'issuer'), 'name');
  return tenant.names.some((known) => name === known || name === known + testSuffix)
    ? undefined
    : failed('issuer', 'tenant_name_wrong', 'The signing key belongs to another tenant than the credential names.');
}
