// A replacement of fetch for verifiers that insist on fetching: known documents, the local node, in live runs the
// local service, and nothing else. What was asked for beyond that is kept, so that a run can show it.
import { contexts } from './contexts.mjs';

/** Handed to cert-verifier-js as `didResolverUrl`; `.invalid` never resolves, so a leak fails instead of passing. */
export const DID_RESOLVER = 'https://resolver.invalid/1.0/identifiers';

// cert-verifier-js rewrites every http URL to https before it fetches; the local host speaks http only.
const withoutScheme = (url) => url.replace(/^https?:\/\//, '');

const answer = (document) =>
  new Response(JSON.stringify(document), { status: 200, headers: { 'content-type': 'application/ld+json' } });

export function installFetch({ did, documents, rpcUrl, apiUrl, live }) {
  const networkFetch = globalThis.fetch;
  const refused = [];
  const known = new Map();
  for (const [url, document] of [...contexts, ...documents, [`${DID_RESOLVER}/${did.id}`, { didDocument: did }]]) {
    known.set(withoutScheme(url), document);
  }
  globalThis.fetch = async (input, init) => {
    const url = typeof input === 'string' || input instanceof URL ? String(input) : input.url;
    const key = withoutScheme(url);
    if (known.has(key)) return answer(known.get(key));
    if (rpcUrl && key === withoutScheme(rpcUrl)) return networkFetch(rpcUrl, init);
    if (live && key.startsWith(`${withoutScheme(apiUrl)}/`)) {
      return networkFetch(`${apiUrl}${key.slice(withoutScheme(apiUrl).length)}`);
    }
    refused.push(url);
    throw new TypeError(`not reachable from this test: ${url}`);
  };
  return { refused, restore: () => { globalThis.fetch = networkFetch; } };
}
