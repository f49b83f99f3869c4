import type { VerifyOptions } from '../verify.js';

/** What the service tells its pages: `BrowserVerification.cs` writes it. */
export interface PageOptions {
  /** The service's own DID: where its document is, the DID says. */
  readonly did: string;
  /** Where the documents of all other DIDs are, before the escaped DID. */
  readonly didDocuments: string;
  readonly rpcUrls: readonly string[];
  readonly chains: readonly PageChain[];
}

export interface PageChain {
  readonly chainId: number;
  readonly name: string;
  readonly confirmations: number;
  /** Page of a transaction, with `{hash}` in the place of its hash. */
  readonly explorer: string;
}

/** For a document: everything but the chain comes from the page's own origin, the documents of the tenants' own DIDs too. */
export function verifyOptions(options: PageOptions, issuer: string | undefined, origin: string, now: Date): Omit<VerifyOptions, 'fetch'> {
  const isForeign = issuer !== undefined && issuer !== options.did && issuer.startsWith('did:web:');
  return {
    rpcUrls: options.rpcUrls,
    chains: options.chains.map(({ chainId, confirmations }) => ({ chainId, confirmations })),
    didDocuments: isForeign ? { [issuer]: didDocumentUrl(options, issuer, origin) } : {},
    origin,
    now,
  };
}

/** Where the page's own origin has the document of any DID that credentials were issued under. */
export const didDocumentUrl = (options: PageOptions, did: string, origin: string): string =>
  new URL(options.didDocuments + encodeURIComponent(did), origin).href;

/** `issuer.id` of a document, which may be anything. */
export function issuerOf(document: Uint8Array): string | undefined {
  try {
    const { issuer } = JSON.parse(new TextDecoder().decode(document)) as { issuer?: { id?: unknown } | string };
    const id = typeof issuer === 'object' ? issuer.id : issuer;
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}
