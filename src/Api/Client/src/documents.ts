import { fetchBytes, type Fetch, type Fetched } from './resources.js';

const maxBytes = 4 * 1024 * 1024;
const didWeb = 'did:web:';

export interface DocumentOptions {
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  /** Undefined: any origin is asked. Otherwise only this one: a page's policy forbids others, and nobody else need learn who looks at what. */
  readonly origin: string | undefined;
  /** Addresses at which a DID's document is had instead of where its method says. */
  readonly didDocuments: Readonly<Record<string, string>>;
}

/** Fetches DID documents and status lists: over https, or http from this machine. */
export class Documents {
  constructor(private readonly options: DocumentOptions) {}

  didDocument(did: string): Promise<Fetched> {
    const { didDocuments } = this.options;
    const url = Object.hasOwn(didDocuments, did) ? didDocuments[did] : didWebUrl(did);
    return url === undefined ? unavailable('only did:web identifiers are resolved.') : this.get(url);
  }

  statusList(url: string): Promise<Fetched> {
    return this.get(url);
  }

  private get(address: string): Promise<Fetched> {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url === undefined || url.username !== '' || url.password !== '') {
      return unavailable('its address is no URL.');
    }

    if (this.options.origin !== undefined && url.origin !== this.options.origin) {
      return unavailable('it is not of this service, and this page asks no other.');
    }

    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
      return unavailable('only https addresses are fetched.');
    }

    return fetchBytes(this.options.fetch, url.href, { headers: { accept: 'application/vc, application/json;q=0.9' } },
      { timeoutMs: this.options.timeoutMs, maxBytes });
  }
}

/** did:web method, "Read": colons part the path, %3A is a port's colon; without a path the document is well-known. */
export function didWebUrl(did: string): string | undefined {
  if (!did.startsWith(didWeb)) {
    return undefined;
  }

  let parts: string[];
  try {
    parts = did.slice(didWeb.length).split(':').map(decodeURIComponent);
  } catch {
    return undefined;
  }

  const [host, ...path] = parts;
  if (host === undefined || parts.some((part) => part === '' || /[/?#\\@]/.test(part))) {
    return undefined;
  }

  const address = `//${host}/${path.length === 0 ? '.well-known' : path.map(encodeURIComponent).join('/')}/did.json`;
  if (!URL.canParse(`https:${address}`)) {
    return undefined;
  }

  // The method asks for https; a service tried out on this machine has none.
  return `${isLoopback(new URL(`https:${address}`).hostname) ? 'http:' : 'https:'}${address}`;
}

const isLoopback = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host);

const unavailable = (why: string): Promise<Fetched> => Promise.resolve({ unavailable: why });
