import { sha256 } from '@noble/hashes/sha2.js';
import { contexts } from 'embedded:contexts';
import jsonld from 'jsonld';
import { toHex } from './bytes.js';
import type { Json, JsonObject } from './strict-json.js';

/** Calls of Hash N-Degree Quads; the service's limit counts them and more, so nothing that it signs comes near this one. */
const maxDeepSteps = 20_000;

/** There is none: the document is not safe to sign, names an unknown context, or its blank nodes are poison. */
export const noCanonicalForm = Symbol('no canonical form');

/** The time allowed ran out; on another machine it may suffice. */
export const tookTooLong = Symbol('took too long');

export type CanonicalHash = Uint8Array | typeof noCanonicalForm | typeof tookTooLong;

/** SHA-256 of the canonical N-Quads (JSON-LD 1.1 in safe mode, RDFC-1.0) under the embedded contexts and no others. */
export class Canonicalizer {
  private readonly deadline: number;

  /** @param allowedMs Time for all documents of this instance together. */
  constructor(allowedMs: number) {
    this.deadline = performance.now() + allowedMs;
  }

  async hash(document: JsonObject): Promise<CanonicalHash> {
    if (this.isLate()) {
      return tookTooLong;
    }

    try {
      return sha256(new TextEncoder().encode(await this.toNQuads(document)));
    } catch {
      return this.isLate() ? tookTooLong : noCanonicalForm;
    }
  }

  private toNQuads(document: JsonObject): Promise<string> {
    if (holdsPrototypeName(document)) {
      throw new Error('a member that JavaScript would take for an object\'s prototype');
    }

    // Asked for between steps, so that no timer is needed while the thread is busy.
    const isLate = this.isLate.bind(this);
    const signal = { get aborted() { return isLate(); }, reason: 'too late' };
    return jsonld.canonize(document, {
      safe: true,
      documentLoader,
      canonizeOptions: { algorithm: 'RDFC-1.0', createMessageDigest, maxDeepIterations: maxDeepSteps, signal },
    });
  }

  private isLate(): boolean {
    return performance.now() > this.deadline;
  }
}

async function documentLoader(url: string) {
  if (!Object.hasOwn(contexts, url)) {
    throw new Error('not an embedded context');
  }

  return { contextUrl: null, documentUrl: url, document: contexts[url] };
}

function createMessageDigest() {
  const hash = sha256.create();
  const utf8 = new TextEncoder();
  return {
    update: (text: string) => { hash.update(utf8.encode(text)); },
    digest: () => toHex(hash.digest()),
  };
}

/** No context maps it, so it has no place in a signed document; copying it would drop it in silence. */
function holdsPrototypeName(value: Json): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }

  return !Array.isArray(value) && Object.hasOwn(value, '__proto__') || Object.values(value).some(holdsPrototypeName);
}
