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
