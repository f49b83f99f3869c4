// An issuer of its own for the tests: signs with node:crypto and canonicalizes with the unmodified jsonld package, so that the bundle under
// test does not judge its own work. Names and numbers are invented.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { keccak_256 } from '@noble/hashes/sha3.js';
import jsonld from 'jsonld';
import { readContexts } from '../../build.mjs';
import { multibase58, merkleProofValue } from './cbor.mjs';
import { chainOf, fetchOf, hash } from './node.mjs';

const contexts = await readContexts();
const documentLoader = async (url) => ({ contextUrl: null, documentUrl: url, document: contexts[url] });
const sha256 = (bytes) => createHash('sha256').update(bytes).digest();
// The package orders lines by UTF-16 code unit; the standard's order is that of the bytes.
const byBytes = (nquads) => nquads.split(/(?<=\n)/).map((line) => Buffer.from(line)).sort(Buffer.compare);
const canonicalHash = async (document) => sha256(Buffer.concat(byBytes(await jsonld.canonize(document, { safe: true, documentLoader }))));

export const did = 'did:web:issuer.example';
export const didUrl = 'https://issuer.example/.well-known/did.json';
export const listUrl = 'https://issuer.example/status/revocation-1';
export const rpcUrl = 'https://rpc.example/';
export const now = new Date('2026-06-01T12:00:00Z');
export const index = 4711;
const created = '2026-05-01T10:00:00Z';
const blockSeconds = Date.parse(created) / 1000 + 4;

const newEd25519 = () => generateKeyPairSync('ed25519');
const keys = { tenant: newEd25519(), other: newEd25519(), anchor: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }) };
const jwkOf = ({ publicKey }) => publicKey.export({ format: 'jwk' });
const anchorJwk = jwkOf(keys.anchor);
const anchorPoint = Buffer.concat([Buffer.from(anchorJwk.x, 'base64url'), Buffer.from(anchorJwk.y, 'base64url')]);
export const account = `0x${Buffer.from(keccak_256(anchorPoint)).subarray(-20).toString('hex')}`;
export const methods = { tenant: `${did}#z6MkTenant`, other: `${did}#z6MkOther`, anchor: `${did}#anchor` };

const method = (id, publicKeyJwk) => ({ id, type: 'JsonWebKey', controller: did, publicKeyJwk });
const tenantService = (slug, name, key) =>
  ({ id: `${did}#tenant-${slug}-keys`, type: 'TenantKeys', serviceEndpoint: { names: [name], keys: [key] } });

export const didDocument = () => ({
  '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/jwk/v1'],
  id: did,
  verificationMethod: [
    method(methods.tenant, jwkOf(keys.tenant)), method(`${did}#tenant-example`, jwkOf(keys.tenant)),
    method(methods.other, jwkOf(keys.other)), method(methods.anchor, anchorJwk),
  ],
  assertionMethod: [methods.tenant, `${did}#tenant-example`, methods.other, methods.anchor],
  service: [tenantService('example', 'Example University', methods.tenant), tenantService('other', 'Other School', methods.other)],
});

/** Changes a method of a DID document. */
export const withMethod = (document, id, change) =>
  ({ ...document, verificationMethod: document.verificationMethod.map((entry) => entry.id === id ? { ...entry, ...change } : entry) });

export const withoutAssertion = (document, ...ids) =>
  ({ ...document, assertionMethod: document.assertionMethod.filter((id) => !ids.includes(id)) });

const unsigned = () => ({
  '@context': [
    'https://www.w3.org/ns/credentials/v2',
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    {
      '@import': 'https://w3id.org/blockcerts/v3.2',
      image: { '@id': 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#image', '@type': '@id' },
      url: { '@id': 'https://schema.org/url', '@type': 'https://www.w3.org/2001/XMLSchema#anyURI' },
    },
    'https://w3id.org/vc/status-list/2021/v1',
  ],
  id: 'urn:uuid:00000000-0000-4000-8000-000000000001',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: 'Beekeeping I',
  validFrom: '2026-05-01T09:00:00Z',
  validUntil: '2030-01-01T00:00:00Z',
  issuer: { id: did, type: ['Profile'], name: 'Example University (test)', url: 'https://issuer.example' },
  credentialSubject: {
    id: 'urn:uuid:00000000-0000-4000-8000-000000000002',
    type: ['AchievementSubject'],
    achievement: {
      id: 'https://issuer.example/achievements/bees', type: ['Achievement'], name: 'Beekeeping I', description: 'Two summers with hives.',
      criteria: { narrative: 'Brought a colony through a winter.' },
      alignment: [{ type: ['Alignment'], targetName: 'animal care', targetUrl: 'https://esco.example/skill/1', targetFramework: 'ESCO', targetCode: '1' }],
    },
  },
  credentialStatus: {
    id: `${listUrl}#${index}`, type: 'StatusList2021Entry', statusPurpose: 'revocation', statusListIndex: String(index), statusListCredential: listUrl,
  },
});

async function eddsaProof(document, key, members = {}) {
  const proof = { type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', created, proofPurpose: 'assertionMethod', verificationMethod: methods[key], ...members };
  const message = Buffer.concat([await canonicalHash({ '@context': document['@context'], ...proof }), await canonicalHash(document)]);
  return { ...proof, proofValue: multibase58(sign(null, message, keys[key].privateKey)) };
}

const bitsOf = (revoked) => {
  const bits = Buffer.alloc(131_072 / 8);
  for (const i of revoked) bits[i >> 3] |= 0x80 >> (i & 7);
  return bits;
};

/** A signed status list. `members` replaces members of the subject before it is signed. */
export async function statusList({ revoked = [], key = 'tenant', bitstring = false, members = {}, bits = bitsOf(revoked) } = {}) {
  const encoded = gzipSync(bits).toString('base64url');
  const list = {
    '@context': bitstring ? ['https://www.w3.org/ns/credentials/v2']
      : ['https://www.w3.org/2018/credentials/v1', 'https://w3id.org/vc/status-list/2021/v1', 'https://w3id.org/security/data-integrity/v2'],
    id: listUrl,
    type: ['VerifiableCredential', bitstring ? 'BitstringStatusListCredential' : 'StatusList2021Credential'],
    issuer: did,
    ...(bitstring ? { validFrom: created } : { issuanceDate: created }),
    credentialSubject: {
      id: `${listUrl}#list`, type: bitstring ? 'BitstringStatusList' : 'StatusList2021', statusPurpose: 'revocation',
      encodedList: bitstring ? `u${encoded}` : encoded, ...members,
    },
  };
  return { ...list, proof: await eddsaProof(list, key) };
}

const ids = { first: 'urn:uuid:00000000-0000-4000-8000-00000000000a', merkle: 'urn:uuid:00000000-0000-4000-8000-00000000000b' };

/**
 * Signs and anchors. `change` works on the document before it is signed; `key` names the tenant's key; `merkle` changes the decoded Merkle
 * proof; `mainnet` anchors on Base itself.
 */
export async function issue({ change = () => {}, key = 'tenant', merkle: alter = (m) => m, mainnet = false, anchored = true, merkleMembers = {} } = {}) {
  const document = unsigned();
  change(document);
  const signed = { ...document, proof: [await eddsaProof(document, key, { id: ids.first })] };
  if (!anchored) return { credential: signed };
  const leaf = await canonicalHash(signed);
  const sibling = Buffer.alloc(32, 7);
  const root = sha256(Buffer.concat([sibling, leaf]));
  const transaction = Buffer.alloc(32, 0xaa);
  const proof = {
    id: ids.merkle, type: 'DataIntegrityProof', cryptosuite: 'merkle-proof-2019', created, proofPurpose: 'assertionMethod',
    verificationMethod: methods.anchor, previousProof: ids.first, ...merkleMembers,
    proofValue: merkleProofValue(alter({
      root, leaf, path: [{ side: 'left', hash: sibling }],
      anchors: [{ chain: 1, network: mainnet ? 1 : 11155111, transaction }, { chain: 1, network: mainnet ? 8453 : 84532, transaction }],
    })),
  };
  const chain = chainOf({ chainId: mainnet ? 8453 : 84532, transaction: hash('a'), from: account, root: `0x${root.toString('hex')}`, seconds: blockSeconds });
  return { credential: { ...signed, proof: [...signed.proof, proof] }, chain };
}

/** What `verify` needs beside the document: everything in order, unless told otherwise. */
export async function optionsOf({ chain, documents = {}, chains = { [rpcUrl]: chain }, ...rest }) {
  const list = listUrl in documents ? undefined : await statusList();
  return {
    fetch: fetchOf({ [didUrl]: didDocument(), [listUrl]: list, ...documents }, chains), rpcUrls: Object.keys(chains), now, ...rest,
  };
}
