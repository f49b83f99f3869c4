import { Canonicalizer } from './canonical.js';
import { Chain } from './chain.js';
import { checkAnchor, type AnchorResult } from './check-anchor.js';
import { checkDates } from './check-dates.js';
import { checkIssuer } from './check-issuer.js';
import { checkSchema, contextFault } from './check-schema.js';
import { checkSignature, tooDear } from './check-signature.js';
import { checkStatus } from './check-status.js';
import { Documents } from './documents.js';
import { IssuerDocument } from './issuer-document.js';
import { isObject, member, text } from './json.js';
import { maxDocumentBytes } from './limits.js';
import { chainIds } from './merkle-proof.js';
import { isCheck, readProofs, type ProofSet } from './proofs.js';
import { checkNames, failed, reportOf, unknown, type Check, type CheckName, type Report } from './report.js';
import type { Fetch } from './resources.js';
import { parseStrict, type JsonObject } from './strict-json.js';

export type { Check, CheckName, Evidence, Outcome, PathStep, ProofEvidence, Reason, Report, Verdict } from './report.js';
export { maxDocumentBytes } from './limits.js';
export type { Fetch } from './resources.js';

export interface VerifyOptions {
  /** The only way out: for the DID document, the status list and the chain. */
  readonly fetch: Fetch;
  /** Public JSON-RPC endpoints. Each is asked which chain it serves, so endpoints of several chains may stand here. */
  readonly rpcUrls: readonly string[];
  readonly now: Date;
  /** When given, DID documents and status lists are fetched from this origin only; those of others are `unknown`. */
  readonly origin?: string;
  /** Addresses at which the document of a DID is had, instead of where did:web says. */
  readonly didDocuments?: Readonly<Record<string, string>>;
  /** Chains that anchors may be on and blocks needed there, the including one counted. Default: Base Sepolia with 1, Base with 3. */
  readonly chains?: readonly { readonly chainId: number; readonly confirmations: number }[];
  /** For each request, milliseconds. Default 15 000. */
  readonly timeoutMs?: number;
  /** For all canonical forms together, milliseconds. Default 10 000. */
  readonly workMs?: number;
}

const defaultChains = [
  { chainId: chainIds.baseSepolia, confirmations: 1 },
  { chainId: chainIds.base, confirmations: 3 },
] as const;
const defaultTimeoutMs = 15_000;
const defaultWorkMs = 10_000;

/**
 * Verifies a credential with six checks. What cannot be had is never `failed`.
 * @param input The secured credential: JSON in UTF-8, or as text.
 */
export async function verify(input: Uint8Array | string, options: VerifyOptions): Promise<Report> {
  const length = typeof input === 'string' ? new TextEncoder().encode(input).length : input.length;
  if (length > maxDocumentBytes) {
    return unreadable('too_large', 'The document is too large.');
  }

  const document = parseStrict(input);
  if (document === undefined) {
    return unreadable('not_strict_json', 'The document is not JSON, repeats a member, or is nested too deep.');
  }

  return isObject(document) ? verifyDocument(document, options) : unreadable('not_strict_json', 'The document is not a JSON object.');
}

async function verifyDocument(document: JsonObject, options: VerifyOptions): Promise<Report> {
  const schema = checkSchema(document);
  const dates = checkDates(document, options.now);
  const proofs = readProofs(document, 'signature');
  if (isCheck(proofs)) {
    return reportOf([schema, ...between((name) => name === 'signature' ? proofs
      : unknown(name, 'proof_missing', 'There are no proofs that could be used.')), dates]);
  }

  if (contextFault(document) !== undefined) {
    // Other contexts give other meanings, so there is nothing to compare; and they are the dearest thing that a hostile document can bring.
    return reportOf([schema, ...between((name) =>
      unknown(name, 'context_wrong', 'Not checked: under another @context the document says something else.')), dates]);
  }

  return reportOf([schema, ...await checkBetween(document, proofs, options), dates]);
}

async function checkBetween(document: JsonObject, proofs: ProofSet, options: VerifyOptions): Promise<readonly Check[]> {
  const { fetch, now, timeoutMs = defaultTimeoutMs } = options;
  const documents = new Documents({ fetch, timeoutMs, origin: options.origin, didDocuments: options.didDocuments ?? {} });
  const canonicalizer = new Canonicalizer(options.workMs ?? defaultWorkMs);
  const endpoints = options.rpcUrls.map((url) => new Chain(url, fetch, timeoutMs));
  const chains = (options.chains ?? defaultChains).map((chain) => ({ ...chain, endpoints }));

  const resolved = await resolve(document, documents);
  const issuer = resolved instanceof IssuerDocument ? resolved : undefined;
  const signature = await checkSignature('signature', document, proofs, issuer, canonicalizer, now);
  const anchor = withoutForm(signature) ?? await checkAnchor(document, proofs, issuer, canonicalizer, chains);
  const status = await checkStatus(document, proofs, issuer, documents, canonicalizer, now);
  const issuerCheck = resolved instanceof IssuerDocument ? checkIssuer(document, proofs, resolved, anchor) : resolved;
  return [signature, issuerCheck, anchor.check, status];
}

/** The anchor's end when there is no canonical form to take a leaf of. */
function withoutForm(signature: Check): AnchorResult | undefined {
  switch (signature.reason.code) {
    case 'canonicalization_failed': return { check: failed('anchor', signature.reason.code, 'The document has no canonical form.') };
    case 'took_too_long': return { check: tooDear('anchor') };
    default: return undefined;
  }
}

async function resolve(document: JsonObject, documents: Documents): Promise<IssuerDocument | Check> {
  const did = text(member(document, 'issuer'), 'id');
  if (did === undefined) {
    return failed('issuer', 'did_invalid', 'The document names no issuer.');
  }

  const fetched = await documents.didDocument(did);
  return !('bytes' in fetched)
    ? unknown('issuer', 'did_unavailable', `The issuer's DID document could not be had: ${fetched.unavailable}`)
    : IssuerDocument.parse(fetched.bytes, did)
      ?? unknown('issuer', 'did_invalid', 'The issuer\'s DID document is not one of this DID, or malformed.');
}

const unreadable = (code: string, sentence: string): Report => reportOf(checkNames.map((name) => name === 'schema'
  ? failed(name, code, sentence)
  : unknown(name, 'document_unreadable', 'The document could not be read.')));

/** The four checks that need more than the document. */
const between = (make: (name: CheckName) => Check): readonly Check[] => (['signature', 'issuer', 'anchor', 'status'] as const).map(make);
