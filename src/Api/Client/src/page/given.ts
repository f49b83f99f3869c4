// What a visitor brings to be verified: an id or address, or a document. Pure: nothing is fetched or shown here.
import { maxDocumentBytes } from '../limits.js';

/** Why it cannot be looked at; part of the name of a text. */
export type Fault = 'reference' | 'unknown' | 'unreachable' | 'empty' | 'tooLarge' | 'notJson' | 'notCredential' | 'severalFiles';

/** What a document says of itself, as far as it is text. Whether it is true, only the checks say. */
export interface DocumentFacts {
  readonly achievement?: string;
  readonly issuerName?: string;
  readonly issuer?: string;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly id?: string;
}

const idForm = /^crd_[0-9A-HJKMNP-TV-Z]{26}$/;

/** Id of the credential that an id, or an address of its page or document at one of the origins, is of. */
export function credentialIdOf(reference: string, origins: readonly string[]): string | undefined {
  const asked = reference.trim();
  const url = URL.canParse(asked) ? new URL(asked) : undefined;
  const name = url === undefined ? asked
    : origins.includes(url.origin) && url.pathname.startsWith('/c/') ? url.pathname.slice('/c/'.length)
    : '';
  const id = name.replace(/\.json$/, '');
  return idForm.test(id) ? id : undefined;
}

/** A document that the checks can be made on, or why not. */
export function readDocument(bytes: Uint8Array): DocumentFacts | Fault {
  if (bytes.length > maxDocumentBytes) {
    return 'tooLarge';
  }

  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return 'notJson';
  }

  // What was a credential and was tampered with must come to the checks, which say where.
  const looksLikeOne = ['credentialSubject', 'proof', 'credentialStatus'].some((name) => memberOf(parsed, name) !== undefined);
  return looksLikeOne || [memberOf(parsed, 'type')].flat().includes('VerifiableCredential') ? factsOf(parsed) : 'notCredential';
}

function factsOf(document: unknown): DocumentFacts {
  const issuer = memberOf(document, 'issuer');
  return withoutUndefined({
    achievement: textOf(memberOf(memberOf(document, 'credentialSubject'), 'achievement'), 'name'),
    issuerName: textOf(issuer, 'name'),
    issuer: textOf(issuer, 'id') ?? textOf(document, 'issuer'),
    validFrom: textOf(document, 'validFrom'),
    validUntil: textOf(document, 'validUntil'),
    id: textOf(document, 'id'),
  });
}

const memberOf = (owner: unknown, name: string): unknown =>
  typeof owner === 'object' && owner !== null && !Array.isArray(owner) && Object.hasOwn(owner, name) ? (owner as Record<string, unknown>)[name] : undefined;

function textOf(owner: unknown, name: string): string | undefined {
  const value = memberOf(owner, name);
  return typeof value === 'string' ? value : undefined;
}

const withoutUndefined = (facts: Record<string, string | undefined>): DocumentFacts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
