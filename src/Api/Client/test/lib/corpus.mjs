// Changes to the service's own credential (fixtures), each with the first check that must see it: the kinds of tests/Interop/mutations.mjs, and
// the known holes of other verifiers. `did` changes the DID document instead; `text` is not parsed again.
import { merkleProofValue } from './cbor.mjs';
import { anchorChain, anchor, credential, did, otherTransactions } from './demo.mjs';

const bytes = (hex) => Buffer.from(hex.replace(/^0x/, ''), 'hex');
const flip = (hash) => { const copy = Buffer.from(hash); copy[7] ^= 1; return copy; };
const flipText = (value) => value.replace(/.$/, (digit) => digit === '2' ? '3' : '2');
const achievement = (c) => c.credentialSubject.achievement;
const [signature, merkle] = [(c) => c.proof[0], (c) => c.proof[1]];

const entry = (name, check, code, change) => ({ name, check, code, document: () => { const c = structuredClone(credential); return change(c) ?? c; } });
const signed = (name, change) => entry(name, 'signature', 'signature_invalid', (c) => { change(c); });
const merkleProof = (name, code, change) => entry(name, 'anchor', code, (c) => {
  const transaction = bytes(anchor.transaction);
  const proof = {
    root: bytes(anchor.root), leaf: bytes(anchor.leaf), path: anchor.path.map(({ side, hash }) => ({ side, hash: bytes(hash) })),
    anchors: [{ chain: 1, network: 11155111, transaction }, { chain: 1, network: 84532, transaction }],
  };
  change(proof);
  merkle(c).proofValue = merkleProofValue(proof);
});
const pointAt = (name, code, transaction) => merkleProof(name, code, (m) => { for (const a of m.anchors) a.transaction = bytes(transaction); });
const withoutAssertion = (key) => ({ ...did, assertionMethod: did.assertionMethod.filter((id) => id !== key) });
const reversed = (value) => Array.isArray(value) ? value.map(reversed) : value !== null && typeof value === 'object'
  ? Object.fromEntries(Object.entries(value).reverse().map(([k, v]) => [k, reversed(v)])) : value;

export const corpus = [
  entry('same-document', undefined, 'ok', () => {}),
  entry('merkle-proof-written-anew', undefined, 'ok', (c) => merkleProof('', '', () => {}).document()),
  entry('members-reordered', undefined, 'ok', reversed),
  entry('type-reordered', undefined, 'ok', (c) => { c.type.reverse(); }),
  signed('name', (c) => { c.name += ' with honours'; }),
  signed('validFrom', (c) => { c.validFrom = '2026-11-21T15:54:10.829Z'; }),
  signed('validUntil-added', (c) => { c.validUntil = '2099-01-01T00:00:00Z'; }),
  signed('issuer-name', (c) => { c.issuer.name = 'Another University'; }),
  signed('subject-id', (c) => { c.credentialSubject.id = 'urn:uuid:00000000-0000-4000-8000-00000000abcd'; }),
  signed('achievement-id', (c) => { achievement(c).id = 'https://attacker.example/other'; }),
  signed('achievement-name', (c) => { achievement(c).name = 'Doctor of Medicine'; }),
  signed('achievement-description', (c) => { achievement(c).description += ' And more.'; }),
  signed('criteria', (c) => { achievement(c).criteria = { narrative: 'Attended once.' }; }),
  signed('alignment', (c) => { achievement(c).alignment[0].targetFramework = 'ISCED-F'; }),
  signed('status-index', (c) => { c.credentialStatus.statusListIndex = '1'; }),
  signed('credential-id', (c) => { c.id = 'urn:uuid:00000000-0000-4000-8000-00000000dcba'; }),
  entry('issuer-id', 'anchor', 'leaf_mismatch', (c) => { c.issuer.id = 'did:web:attacker.example'; }),
  entry('type', 'schema', 'member_wrong', (c) => { c.type[1] = 'EndorsementCredential'; }),
  entry('context-entry-removed', 'schema', 'context_wrong', (c) => { c['@context'].splice(1, 1); }),
  entry('context-entry-added', 'schema', 'context_wrong', (c) => { c['@context'].push({ name: 'https://attacker.example/name' }); }),
  entry('status-removed', 'schema', 'context_wrong', (c) => { delete c.credentialStatus; }),
  entry('second-achievement', 'schema', 'member_wrong', (c) => { c.credentialSubject.achievement = [achievement(c), achievement(c)]; }),
  entry('unmapped-member', 'schema', 'member_unknown', (c) => { c.unmappedMember = 'x'; }),
  entry('unmapped-member-inside', 'signature', 'canonicalization_failed', (c) => { achievement(c).unmappedMember = 'x'; }),
  entry('eddsa-proofValue', 'signature', 'signature_invalid', (c) => { signature(c).proofValue = flipText(signature(c).proofValue); }),
  entry('eddsa-created', 'signature', 'signature_invalid', (c) => { signature(c).created = '2026-11-22T15:53:11Z'; }),
  entry('eddsa-verificationMethod', 'signature', 'key_not_found', (c) => { signature(c).verificationMethod += 'x'; }),
  entry('eddsa-purpose', 'signature', 'proof_malformed', (c) => { signature(c).proofPurpose = 'authentication'; }),
  entry('forged-second-proof', 'signature', 'signature_invalid', (c) => {
    c.proof.splice(1, 0, { ...signature(c), id: 'urn:uuid:00000000-0000-4000-8000-00000000f00d', proofValue: flipText(signature(c).proofValue) });
  }),
  entry('forged-proof-after-the-merkle-proof', 'signature', 'proof_order', (c) => { c.proof.push({ ...signature(c), id: 'urn:uuid:00000000-0000-4000-8000-00000000f00d' }); }),
  entry('proofs-reversed', 'signature', 'proof_order', (c) => { c.proof.reverse(); }),
  entry('signature-left-out', 'signature', 'proof_order', (c) => { c.proof.shift(); }),
  entry('previousProof-names-no-proof', 'signature', 'previous_proof_unknown', (c) => { merkle(c).previousProof = 'urn:uuid:00000000-0000-4000-8000-00000000beef'; }),
  entry('merkle-proofValue', 'anchor', 'merkle_proof_malformed', (c) => { merkle(c).proofValue = merkle(c).proofValue.slice(0, -3); }),
  entry('merkle-created-in-the-future', 'anchor', 'created_out_of_range', (c) => { merkle(c).created = '2036-11-23T15:54:11Z'; }),
  entry('merkle-created-before-the-signature', 'anchor', 'created_out_of_range', (c) => { merkle(c).created = '2026-11-21T15:54:11Z'; }),
  merkleProof('path-entry', 'path_mismatch', (m) => { m.path[0].hash = flip(m.path[0].hash); }),
  merkleProof('path-side', 'path_mismatch', (m) => { m.path[0].side = 'right'; }),
  merkleProof('path-shortened', 'path_mismatch', (m) => { m.path.pop(); }),
  merkleProof('root', 'path_mismatch', (m) => { m.root = flip(m.root); }),
  merkleProof('target-hash', 'leaf_mismatch', (m) => { m.leaf = flip(m.leaf); }),
  merkleProof('chain', 'anchor_entries_invalid', (m) => { m.anchors[0].chain = 0; }),
  merkleProof('network-mainnet', 'anchor_entries_invalid', (m) => { m.anchors[0].network = 1; }),
  merkleProof('true-chain-id', 'anchor_entries_invalid', (m) => { m.anchors[1].network = 8453; }),
  merkleProof('second-anchor-transaction', 'anchor_entries_invalid', (m) => { m.anchors[1].transaction = bytes(otherTransactions.calldata); }),
  merkleProof('no-anchor', 'merkle_proof_malformed', (m) => { m.anchors = []; }),
  merkleProof('transaction-id', 'transaction_not_found', (m) => { for (const a of m.anchors) a.transaction = flip(a.transaction); }),
  pointAt('sender', 'sender_unknown', otherTransactions.sender),
  pointAt('calldata', 'calldata_mismatch', otherTransactions.calldata),
  pointAt('calldata-longer', 'calldata_mismatch', otherTransactions.longer),
  pointAt('reverted-transaction', 'transaction_reverted', otherTransactions.reverted),
  { name: 'repeated-member', check: 'schema', code: 'not_strict_json', document: () => JSON.stringify(credential).replace('{', '{"name":"Doctor of Medicine",') },
  { ...entry('signing-key-outside-assertionMethod', 'issuer', 'key_not_asserted', () => {}), did: withoutAssertion(signature(credential).verificationMethod) },
  { ...entry('anchor-key-outside-assertionMethod', 'issuer', 'key_not_asserted', () => {}), did: withoutAssertion(merkle(credential).verificationMethod) },
];

/** The fixture's chain, with the misleading transactions on it, too. */
export function corpusChain() {
  const chain = anchorChain();
  const [transaction, receipt] = [chain.transactions[anchor.transaction], chain.receipts[anchor.transaction]];
  const add = (hash, change = {}, receiptChange = {}) => {
    chain.transactions[hash] = { ...transaction, hash, ...change };
    chain.receipts[hash] = { ...receipt, transactionHash: hash, ...receiptChange };
  };
  add(otherTransactions.sender, { from: `0x${'0c'.repeat(20)}` });
  add(otherTransactions.calldata, { input: `0x${flip(bytes(anchor.root)).toString('hex')}` });
  add(otherTransactions.longer, { input: `${anchor.root}00` });
  add(otherTransactions.reverted, {}, { status: '0x0' });
  return chain;
}

export const textOf = ({ document }) => { const made = document(); return typeof made === 'string' ? made : JSON.stringify(made); };
