// What @digitalbazaar/vc may load: the embedded contexts, the issuer's documents, in live runs the local service.
import { contexts } from './contexts.mjs';

/** folder: what `openFolder` gives. */
export function documentLoaderFor({ did, documents, apiUrl, live }) {
  return async (url) => {
    const loaded = (document) => ({ contextUrl: null, documentUrl: url, document });
    if (contexts.has(url)) return loaded(contexts.get(url));
    if (url === did.id) return loaded(did);
    const method = (did.verificationMethod ?? []).find((m) => m.id === url);
    if (method) return loaded({ '@context': 'https://w3id.org/security/multikey/v1', ...method });
    if (documents.has(url)) return loaded(documents.get(url));
    if (live && url.startsWith(`${apiUrl}/`)) {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`GET ${url} answered ${response.status}`);
      return loaded(await response.json());
    }
    throw new Error(`not reachable from this test: ${url}`);
  };
}
