import { entries, isIri, isObject, member, text, texts, time } from './json.js';
import { failed, type Check, type CheckName } from './report.js';
import type { Json, JsonObject } from './strict-json.js';
import type { Instant } from './time.js';

export const suites = { signature: 'eddsa-rdfc-2022', merkle: 'merkle-proof-2019' } as const;

const maxProofs = 8;
const known = new Set(['id', 'type', 'cryptosuite', 'created', 'proofPurpose', 'verificationMethod', 'previousProof', 'proofValue']);

/** One Data Integrity proof as it was read. */
export interface Proof {
  readonly json: JsonObject;
  readonly id: string | undefined;
  readonly cryptosuite: string;
  readonly created: Instant;
  readonly createdText: string;
  readonly verificationMethod: string;
  /** Ids that `previousProof` names. */
  readonly previous: readonly string[];
  readonly proofValue: string;
}

/**
 * All proofs of a document: one that nobody looks at could be forged and yet be shown by another reader. So a proof of an unknown suite, or
 * one after the Merkle proof (which no leaf covers), fails the whole set.
 */
export interface ProofSet {
  /** At least one, in order. */
  readonly signatures: readonly [Proof, ...Proof[]];
  /** The last proof, when it is a Merkle proof. */
  readonly merkle: Proof | undefined;
}

/** Signatures, then the Merkle proof. */
export const allProofs = (proofs: ProofSet): readonly Proof[] =>
  proofs.merkle === undefined ? proofs.signatures : [...proofs.signatures, proofs.merkle];

/** The document whose `proof` holds only these; without the member when there are none. */
export function withProofs(document: JsonObject, proofs: readonly Proof[]): JsonObject {
  const { proof: _, ...unsecured } = document;
  return proofs.length === 0 ? unsecured : { ...unsecured, proof: proofs.map((proof) => proof.json) };
}

/** A proof but its value, under the document's `@context`: what eddsa-rdfc-2022 hashes first. */
export function proofOptions(proof: Proof, context: Json): JsonObject {
  const { proofValue: _, ...options } = proof.json;
  return { '@context': context, ...options };
}

/** @param name Check that a fault belongs to. */
export function readProofs(document: JsonObject, name: CheckName): ProofSet | Check {
  const value = member(document, 'proof');
  const values = isObject(value) ? [value] : entries(document, 'proof');
  if (values.length === 0 || values.length > maxProofs) {
    return failed(name, 'proof_missing', 'The document has no proof, or more than a reader takes.');
  }

  const proofs: Proof[] = [];
  for (const entry of values) {
    const proof = readOne(entry);
    if (proof === undefined) {
      return failed(name, 'proof_malformed', 'A proof is not a Data Integrity proof of the expected form.');
    }

    if (proof.cryptosuite !== suites.signature && proof.cryptosuite !== suites.merkle) {
      return failed(name, 'cryptosuite_unknown', 'A proof is of a cryptosuite that is not known here.');
    }

    proofs.push(proof);
  }

  return orderFault(proofs, name) ?? split(proofs);
}

export const isCheck = (value: ProofSet | Check): value is Check => 'outcome' in value;

function readOne(entry: Json): Proof | undefined {
  const created = time(entry, 'created');
  const verificationMethod = text(entry, 'verificationMethod');
  const proofValue = text(entry, 'proofValue');
  const previous = previousOf(entry);
  if (!isObject(entry) || !Object.keys(entry).every((name) => known.has(name))
    || text(entry, 'type') !== 'DataIntegrityProof' || text(entry, 'proofPurpose') !== 'assertionMethod'
    || created === undefined || verificationMethod === undefined || proofValue === undefined || previous === undefined
    || (member(entry, 'id') !== undefined && !isIri(text(entry, 'id')))) {
    return undefined;
  }

  return {
    json: entry, id: text(entry, 'id'), cryptosuite: text(entry, 'cryptosuite') ?? '', created, createdText: text(entry, 'created') ?? '',
    verificationMethod, previous, proofValue,
  };
}

function previousOf(entry: Json): readonly string[] | undefined {
  const value = member(entry, 'previousProof');
  return value === undefined ? [] : typeof value === 'string' ? [value] : texts(entry, 'previousProof');
}

function orderFault(proofs: readonly Proof[], name: CheckName): Check | undefined {
  const merkleAt = proofs.findIndex((proof) => proof.cryptosuite === suites.merkle);
  if (merkleAt === 0 || (merkleAt > 0 && merkleAt !== proofs.length - 1)) {
    return failed(name, 'proof_order', 'The Merkle proof is not the last proof, or there is no signature before it.');
  }

  const earlier = new Set<string>();
  for (const proof of proofs) {
    const isLoose = proof.cryptosuite === suites.merkle && proof.previous.length === 0;
    if (isLoose || !proof.previous.every((id) => earlier.has(id))) {
      return failed(name, 'previous_proof_unknown', 'previousProof names no earlier proof.');
    }

    if (proof.id !== undefined && earlier.has(proof.id)) {
      return failed(name, 'proof_malformed', 'Two proofs have the same id.');
    }

    if (proof.id !== undefined) {
      earlier.add(proof.id);
    }
  }

  return undefined;
}

/** The order was looked at: the first is a signature. */
function split(proofs: readonly Proof[]): ProofSet {
  const last = proofs.at(-1);
  const merkle = last?.cryptosuite === suites.merkle ? last : undefined;
  return { signatures: proofs.slice(0, merkle === undefined ? undefined : -1) as [Proof, ...Proof[]], merkle };
}
