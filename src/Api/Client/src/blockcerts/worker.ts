// Entry of a module worker that runs `@blockcerts/cert-verifier-js`, as it is published, on one credential. The library keeps global caches, so
// a worker answers once.
import { refusedCompilations } from './globals.js';
import { Certificate } from '@blockcerts/cert-verifier-js/dist/verifier-es/index.js';
import { didResolver, mappedFetch, type MappedFetch, type Reach } from './mapped-fetch.js';
import { mappedRequest } from './mapped-request.js';

export interface Question {
  readonly document: string;
  readonly reach: Reach;
  /** Of the anchor; undefined where the document does not tell. */
  readonly chainId: number | undefined;
  readonly language: string;
}

export interface Step {
  readonly label: string;
  readonly succeeded: boolean;
  readonly message?: string;
}

export interface Answer {
  readonly accepted: boolean;
  readonly message: string;
  readonly steps: readonly Step[];
  /** Something that it needs could not be had: then a refusal says nothing. */
  readonly isIncomplete: boolean;
}

const scope = globalThis as unknown as {
  fetch: typeof fetch;
  addEventListener(type: 'message', listener: (event: { readonly data: Question }) => void): void;
  postMessage(answer: Answer): void;
};
const network = scope.fetch.bind(globalThis);

async function judge({ document, reach, chainId, language }: Question): Promise<Answer> {
  const mapped = mappedFetch(network, reach);
  Object.assign(globalThis, { fetch: mapped.fetch, XMLHttpRequest: mappedRequest(mapped.fetch) });
  // It tells the console of each of its steps; the page shows them itself.
  for (const name of ['log', 'info', 'warn', 'debug', 'error'] as const) {
    console[name] = () => {};
  }

  const steps: Step[] = [];
  const isIncomplete = (): boolean => mapped.missed.length > 0 || refusedCompilations() > 0;
  try {
    const rpcUrls = await endpointsOf(mapped, reach.rpcUrls, chainId);
    const certificate = new Certificate(JSON.parse(document), {
      locale: language,
      didResolverUrl: didResolver,
      // The one option that a verifier of Base anchors needs: published Blockcerts libraries know no Base chain.
      explorerAPIs: rpcUrls.map((serviceUrl) => ({ serviceUrl, apiType: 'rpc', chainType: 'evm', priority: 0 })),
    });
    await certificate.init();
    const result = await certificate.verify(({ label, status, errorMessage }) => {
      if (status !== 'starting') {
        steps.push({ label, succeeded: status === 'success', ...(errorMessage ? { message: errorMessage } : {}) });
      }
    });
    const message = typeof result.message === 'string' ? result.message : result.message?.description ?? result.message?.label ?? '';
    return { accepted: result.status === 'success', message, steps, isIncomplete: isIncomplete() };
  } catch (error) {
    // It throws for documents that it cannot even parse: that is a refusal too.
    return { accepted: false, message: error instanceof Error ? error.message : '', steps, isIncomplete: isIncomplete() };
  }
}

/** The library takes every endpoint for one of the anchor's chain, so it gets no other. */
async function endpointsOf(mapped: MappedFetch, rpcUrls: readonly string[], chainId: number | undefined): Promise<readonly string[]> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
  const serves = await Promise.all(rpcUrls.map(async (url) => {
    try {
      const response = await mapped.fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      return Number((await response.json() as { readonly result?: string }).result);
    } catch {
      return undefined;
    }
  }));
  return rpcUrls.filter((_, i) => chainId === undefined ? serves[i] !== undefined : serves[i] === chainId);
}

scope.addEventListener('message', ({ data }) => { void judge(data).then((answer) => { scope.postMessage(answer); }); });
