import { keccak_256 } from '@noble/hashes/sha3.js';
import { concat, fromBase64Url, fromMultibase58, sameBytes, toHex } from './bytes.js';
import { entries, isObject, member, text, texts, time } from './json.js';
import { parseStrict, type Json } from './strict-json.js';
import type { Instant } from './time.js';

/** A verification method of a DID document. A key of a kind that is not used here has neither key nor account. */
export interface KeyMethod {
  readonly id: string;
  readonly controller: string | undefined;
  readonly ed25519: Uint8Array | undefined;
  /** Ethereum account of a secp256k1 key: lower-case hex with 0x. */
  readonly account: string | undefined;
  /** Earliest of `revoked` and `expires`: what the key did from then on counts for nothing. */
  readonly bound: Instant | undefined;
  /** Whether it is under `assertionMethod`. */
  readonly asserted: boolean;
}

export interface Tenant {
  readonly names: readonly string[];
  readonly keyIds: readonly string[];
}

const keyBytes = 32;
const ed25519Header = [0xed, 0x01] as const;

/** The parts of a DID document that verification needs. */
export class IssuerDocument {
  private constructor(
    readonly did: string, private readonly methods: ReadonlyMap<string, KeyMethod>, private readonly tenants: readonly Tenant[]) {}

  /** Undefined when the bytes are not a sound DID document of this DID. */
  static parse(utf8: Uint8Array, did: string): IssuerDocument | undefined {
    const json = parseStrict(utf8);
    const methods = readMethods(json);
    const tenants = readTenants(json);
    return text(json, 'id') === did && methods !== undefined && tenants !== undefined ? new IssuerDocument(did, methods, tenants) : undefined;
  }

  /** True when tenants share the DID: then a key must be some tenant's, and the name that tenant's. */
  get isShared(): boolean {
    return this.tenants.length > 0 || [...this.methods.keys()].some((id) => id.startsWith(`${this.did}#tenant-`));
  }

  find(id: string): KeyMethod | undefined {
    return this.methods.get(id);
  }

  /** The tenant that a key belongs or belonged to. */
  tenantOf(ed25519: Uint8Array | undefined): Tenant | undefined {
    return ed25519 === undefined ? undefined : this.tenants.find((tenant) => tenant.keyIds.some((id) => {
      const key = this.find(id)?.ed25519;
      return key !== undefined && sameBytes(key, ed25519);
    }));
  }
}

function readMethods(json: Json | undefined): ReadonlyMap<string, KeyMethod> | undefined {
  const asserted = texts(json, 'assertionMethod');
  if (asserted === undefined || !Array.isArray(member(json, 'verificationMethod'))) {
    return undefined;
  }

  const methods = new Map<string, KeyMethod>();
  for (const entry of entries(json, 'verificationMethod')) {
    const method = readMethod(entry, asserted);
    // Two methods of one id: readers would differ in which key they take.
    if (method === undefined || methods.has(method.id)) {
      return undefined;
    }

    methods.set(method.id, method);
  }

  return methods;
}

function readMethod(entry: Json, asserted: readonly string[]): KeyMethod | undefined {
  const id = text(entry, 'id');
  const revoked = time(entry, 'revoked');
  const expires = time(entry, 'expires');
  if (id === undefined || (member(entry, 'revoked') === undefined) !== (revoked === undefined)
    || (member(entry, 'expires') === undefined) !== (expires === undefined)) {
    return undefined;
  }

  const bound = revoked === undefined || expires === undefined ? revoked ?? expires : revoked < expires ? revoked : expires;
  const type = text(entry, 'type');
  const jwk = type === 'JsonWebKey' || type === 'JsonWebKey2020' ? member(entry, 'publicKeyJwk') : undefined;
  const ed25519 = type === 'Multikey' ? multikey(text(entry, 'publicKeyMultibase')) : coordinate(jwk, 'OKP', 'Ed25519', 'x');
  const x = coordinate(jwk, 'EC', 'secp256k1', 'x');
  const y = coordinate(jwk, 'EC', 'secp256k1', 'y');
  const account = x === undefined || y === undefined ? undefined : accountOf(concat(x, y));
  return { id, controller: text(entry, 'controller'), ed25519, account, bound, asserted: asserted.includes(id) };
}

function readTenants(json: Json | undefined): readonly Tenant[] | undefined {
  const tenants: Tenant[] = [];
  for (const service of entries(json, 'service').filter((entry) => text(entry, 'type') === 'TenantKeys')) {
    const endpoint = member(service, 'serviceEndpoint');
    const names = texts(endpoint, 'names');
    const keyIds = texts(endpoint, 'keys');
    if (names === undefined || keyIds === undefined) {
      return undefined;
    }

    tenants.push({ names, keyIds });
  }

  return tenants;
}

/** A coordinate of a public JSON Web Key of this kind. */
function coordinate(jwk: Json | undefined, keyType: string, curve: string, name: string): Uint8Array | undefined {
  if (!isObject(jwk) || text(jwk, 'kty') !== keyType || text(jwk, 'crv') !== curve || member(jwk, 'd') !== undefined) {
    return undefined;
  }

  const bytes = fromBase64Url(text(jwk, name));
  return bytes?.length === keyBytes ? bytes : undefined;
}

function multikey(value: string | undefined): Uint8Array | undefined {
  const bytes = fromMultibase58(value);
  return bytes?.length === ed25519Header.length + keyBytes && ed25519Header.every((byte, i) => bytes[i] === byte)
    ? bytes.slice(ed25519Header.length)
    : undefined;
}

/** Ethereum's account of a public key given as x and y. */
function accountOf(publicKey: Uint8Array): string {
  const addressBytes = 20;
  return `0x${toHex(keccak_256(publicKey).slice(-addressBytes))}`;
}
