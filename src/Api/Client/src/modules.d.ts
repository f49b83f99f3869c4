// What is used of packages that bring no types, and the module that build.mjs makes.

declare module 'jsonld' {
  import type { Json } from './strict-json.js';

  interface Digest {
    update(text: string): void;
    digest(): string;
  }

  interface CanonizeOptions {
    readonly safe: true;
    readonly documentLoader: (url: string) => Promise<{ readonly contextUrl: null; readonly documentUrl: string; readonly document: unknown }>;
    readonly canonizeOptions: {
      readonly algorithm: 'RDFC-1.0';
      readonly createMessageDigest: () => Digest;
      readonly maxDeepIterations: number;
      readonly signal: { readonly aborted: boolean; readonly reason: string };
    };
  }

  const jsonld: { canonize(document: Json, options: CanonizeOptions): Promise<string> };
  export default jsonld;
}

declare module 'embedded:contexts' {
  /** Context documents by IRI: the service's own embedded ones, their hashes checked when this bundle was made. */
  export const contexts: Readonly<Record<string, unknown>>;
}

declare module '@blockcerts/cert-verifier-js/dist/verifier-es/index.js' {
  interface Step {
    readonly code: string;
    readonly label: string;
    readonly status: 'starting' | 'success' | 'failure';
    readonly errorMessage?: string;
  }

  interface Explorer {
    readonly serviceUrl: string;
    readonly apiType: 'rpc';
    readonly chainType: 'evm';
    readonly priority: 0;
  }

  export class Certificate {
    constructor(document: unknown, options: { readonly locale: string; readonly didResolverUrl: string; readonly explorerAPIs: readonly Explorer[] });
    init(): Promise<void>;
    verify(onStep: (step: Step) => void): Promise<{ readonly status: string; readonly message?: string | { readonly label?: string; readonly description?: string } }>;
  }
}

declare module 'embedded:compiled' {
  /** JSON of the arguments that `Function` was called with to what it returned: see compiled-ahead.mjs. */
  export const compiled: ReadonlyMap<string, (...values: unknown[]) => unknown>;
}
