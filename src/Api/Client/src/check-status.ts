import type { Canonicalizer } from './canonical.js';
import { checkSignature } from './check-signature.js';
import type { Documents } from './documents.js';
import type { IssuerDocument } from './issuer-document.js';
import { isObject, member, text, texts } from './json.js';
import { isCheck, readProofs, type Proof, type ProofSet } from './proofs.js';
import { failed, passed, unknown, withEvidence, type Check } from './report.js';
import { decodeStatusBits, isBitSet, statusEntries } from './status-bits.js';
import { parseStrict, type Json, type JsonObject } from './strict-json.js';

const purpose = 'revocation';

interface Entry {
  readonly url: string;
  readonly index: number;
  readonly isBitstring: boolean;
}

/** Check 5: the status list is the issuer's and the credential's bit is 0. */
export async function checkStatus(
  document: JsonObject, proofs: ProofSet, issuer: IssuerDocument | undefined, documents: Documents, canonicalizer: Canonicalizer, now: Date,
): Promise<Check> {
  const status = member(document, 'credentialStatus');
  if (status === undefined) {
    return passed('status', 'The credential cannot be revoked: it has no status entry.');
  }

  const entry = readEntry(status);
  return entry === undefined
    ? failed('status', 'status_entry_wrong', 'credentialStatus is not a revocation entry of a status list.')
    : withEvidence(await judge(document, entry, proofs, issuer, documents, canonicalizer, now), { statusList: entry.url, statusListIndex: entry.index });
}

async function judge(
  document: JsonObject, entry: Entry, proofs: ProofSet, issuer: IssuerDocument | undefined, documents: Documents, canonicalizer: Canonicalizer,
  now: Date,
): Promise<Check> {
  const fetched = await documents.statusList(entry.url);
  if (!('bytes' in fetched)) {
    return unknown('status', 'status_list_unavailable', `The status list could not be had: ${fetched.unavailable}`);
  }

  const list = parseStrict(fetched.bytes);
  if (list === undefined) {
    return failed('status', 'status_list_invalid', 'The status list is not JSON of the expected form.');
  }

  if (!isObject(list)) {
    return failed('status', 'status_list_invalid', 'The status list is not a JSON object.');
  }

  return listFault(list, document, entry)
    ?? await signatureFault(list, proofs, issuer, canonicalizer, now)
    ?? await checkBit(list, entry);
}

function readEntry(status: Json): Entry | undefined {
  const isBitstring = text(status, 'type') === 'BitstringStatusListEntry';
  const url = text(status, 'statusListCredential');
  const index = text(status, 'statusListIndex');
  if ((!isBitstring && text(status, 'type') !== 'StatusList2021Entry') || text(status, 'statusPurpose') !== purpose
    || url === undefined || index === undefined || !/^(?:0|[1-9]\d{0,5})$/.test(index) || Number(index) >= statusEntries) {
    return undefined;
  }

  return { url, index: Number(index), isBitstring };
}

function listFault(list: JsonObject, document: JsonObject, entry: Entry): Check | undefined {
  const [type, subjectType] = entry.isBitstring
    ? ['BitstringStatusListCredential', 'BitstringStatusList'] as const
    : ['StatusList2021Credential', 'StatusList2021'] as const;
  const types = texts(list, 'type') ?? [];
  const subject = member(list, 'credentialSubject');
  const issuer = text(list, 'issuer') ?? text(member(list, 'issuer'), 'id');
  return text(list, 'id') === entry.url
    && types.includes('VerifiableCredential') && types.includes(type)
    && issuer !== undefined && issuer === text(member(document, 'issuer'), 'id')
    && text(subject, 'type') === subjectType
    && text(subject, 'statusPurpose') === purpose
    ? undefined
    : failed('status', 'status_list_invalid', 'The status list is not this issuer\'s list for revocation.');
}

async function signatureFault(
  list: JsonObject, proofs: ProofSet, issuer: IssuerDocument | undefined, canonicalizer: Canonicalizer, now: Date,
): Promise<Check | undefined> {
  const listProofs = readProofs(list, 'status');
  if (isCheck(listProofs) || listProofs.merkle !== undefined) {
    return failed('status', 'status_list_signature_invalid', 'The status list is not signed in the expected form.');
  }

  const signature = await checkSignature('status', list, listProofs, issuer, canonicalizer, now);
  if (signature.outcome === 'unknown') {
    return signature;
  }

  return signature.outcome === 'passed' && issuer !== undefined && listProofs.signatures.every((proof) => isIssuers(proof, proofs, issuer))
    ? undefined
    : failed('status', 'status_list_signature_invalid', 'The status list is not signed by a key of this credential\'s issuer.');
}

/** A key in use now, and of the same tenant: another tenant of a shared DID must not take a revocation back. */
function isIssuers(listProof: Proof, proofs: ProofSet, issuer: IssuerDocument): boolean {
  const method = issuer.find(listProof.verificationMethod);
  if (method === undefined || !method.asserted || method.bound !== undefined || method.ed25519 === undefined || method.controller !== issuer.did) {
    return false;
  }

  const tenant = issuer.tenantOf(method.ed25519);
  return !issuer.isShared
    || (tenant !== undefined && tenant === issuer.tenantOf(issuer.find(proofs.signatures[0].verificationMethod)?.ed25519));
}

async function checkBit(list: JsonObject, entry: Entry): Promise<Check> {
  const bits = await decodeStatusBits(text(member(list, 'credentialSubject'), 'encodedList') ?? '', entry.isBitstring);
  return bits === undefined ? failed('status', 'status_list_invalid', 'The status list\'s bits are not in the expected form.')
    : isBitSet(bits, entry.index) ? failed('status', 'revoked', 'The issuer has revoked the credential.')
    : passed('status', 'The credential is not revoked.');
}
