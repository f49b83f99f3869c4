// A fetch for a verifier that asks for whatever a document names, over https even where that is not what is there: what it may have is named
// here, and everything else is refused without a request.
import { contexts } from 'embedded:contexts';

/** Handed to the library as its resolver of DIDs; `.invalid` never resolves, so that nothing is asked there even by mistake. */
export const didResolver = 'https://resolver.invalid/1.0/identifiers';

export interface Reach {
  /** The page's own: issuer profile and status lists come from there. */
  readonly origin: string;
  readonly rpcUrls: readonly string[];
  readonly did: string;
  /** Where that DID's document is had. */
  readonly didDocument: string;
}

export interface MappedFetch {
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
  /** What could not be had, or was refused: the library cannot tell that from a credential that is wrong. */
  readonly missed: readonly string[];
}

export function mappedFetch(network: typeof fetch, { origin, rpcUrls, did, didDocument }: Reach): MappedFetch {
  const missed: string[] = [];
  const known = new Map(Object.entries(contexts).map(([url, context]) => [withoutScheme(url), context]));

  const answer = async (url: string, init?: RequestInit): Promise<Response> => {
    const key = withoutScheme(url);
    if (known.has(key)) {
      return Response.json(known.get(key));
    }

    if (key === withoutScheme(`${didResolver}/${did}`)) {
      const response = await network(didDocument);
      return response.ok ? Response.json({ didDocument: await response.json() }) : response;
    }

    const rpc = rpcUrls.find((one) => withoutScheme(one) === key);
    if (rpc !== undefined) {
      return network(rpc, init);
    }

    if (key.startsWith(`${withoutScheme(origin)}/`)) {
      return network(origin + key.slice(withoutScheme(origin).length));
    }

    throw new TypeError('not an address that this page asks');
  };

  return {
    missed,
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      try {
        const response = await answer(url, init);
        if (!response.ok) {
          missed.push(url);
        }

        return response;
      } catch (error) {
        missed.push(url);
        throw error;
      }
    },
  };
}

// A trailing slash is added to bare origins on the way.
const withoutScheme = (url: string): string => url.replace(/^https?:\/\//, '').replace(/^([^/]+)\/$/, '$1');
