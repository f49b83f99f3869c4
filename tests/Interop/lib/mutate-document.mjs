// Changes to the signed statements, to the proofs and to the JSON, each made on a fresh copy of the credential.
// An entry: {name, part, refused_by | accepted_by, apply(copy) -> document | {text} | undefined (not applicable)}.
import bs58 from 'bs58';

export const EVERYONE = ['learncoin', 'vc', 'blockcerts'];
const OURS = ['learncoin'];

const flipBase58 = (proofValue) => {
  const bytes = bs58.decode(proofValue.slice(1));
  bytes[bytes.length >> 1] ^= 1;
  return `z${bs58.encode(bytes)}`;
};
const later = (time, seconds) => new Date(Date.parse(time) + seconds * 1000).toISOString().replace('.000Z', 'Z');
const eddsaOf = (c) => c.proof.find((p) => p.cryptosuite === 'eddsa-rdfc-2022');
const merkleOf = (c) => c.proof.find((p) => p.cryptosuite === 'merkle-proof-2019');
const achievementOf = (c) => c.credentialSubject.achievement;
const isMultibase = (fragment) => fragment.split('#')[1]?.startsWith('z6Mk');

const member = (name, change) => ({ name, part: 'document', refused_by: EVERYONE, apply: (c) => { change(c); return c; } });
const eddsa = (name, change) => ({ name, part: 'eddsa', refused_by: ['learncoin', 'vc'], apply: (c) => { change(eddsaOf(c), c); return c; } });
const ours = (name, part, apply) => ({ name, part, refused_by: OURS, apply: (c) => apply(c) ?? c });

/** The members that the bar names. */
export const signedMembers = [
  member('name', (c) => { c.name += ' with honours'; }),
  member('validFrom', (c) => { c.validFrom = later(c.validFrom, -86_400); }),
  member('validUntil', (c) => { c.validUntil = '2099-01-01T00:00:00Z'; }),
  member('issuer-id', (c) => { c.issuer.id = 'did:web:attacker.example'; }),
  member('issuer-name', (c) => { c.issuer.name = 'Another University'; }),
  member('subject-id', (c) => { c.credentialSubject.id = 'urn:uuid:00000000-0000-4000-8000-00000000abcd'; }),
  member('achievement-id', (c) => { achievementOf(c).id = 'https://attacker.example/credentials/other'; }),
  member('achievement-name', (c) => { achievementOf(c).name = 'Doctor of Medicine'; }),
  member('achievement-description', (c) => { achievementOf(c).description += ' And more.'; }),
  member('achievement-criteria', (c) => { achievementOf(c).criteria = { narrative: 'Attended once.' }; }),
  member('status-index', (c) => { c.credentialStatus.statusListIndex = String((Number(c.credentialStatus.statusListIndex) + 1) % 131_072); }),
  member('credential-id', (c) => { c.id = 'urn:uuid:00000000-0000-4000-8000-00000000dcba'; }),
  member('type', (c) => { c.type = c.type.map((t) => (t === 'OpenBadgeCredential' ? 'EndorsementCredential' : t)); }),
  member('context-entry-removed', (c) => { c['@context'].splice(1, 1); }),
  // A type at the top: terms of nested types would be set right again by their own scoped contexts, and nothing said would change.
  member('context-entry-redefines-a-type', (c) => { c['@context'].push({ OpenBadgeCredential: 'https://attacker.example/Credential' }); }),
];

/** Beyond the bar: statements added or taken away. */
export const statements = [
  member('status-removed', (c) => { delete c.credentialStatus; }),
  member('second-achievement', (c) => { c.credentialSubject.achievement = [achievementOf(c), { ...achievementOf(c), id: 'urn:uuid:00000000-0000-4000-8000-00000000eeee' }]; }),
  member('unmapped-member-added', (c) => { c.unmappedMember = 'x'; }),
];

export const eddsaProof = [
  eddsa('eddsa-proofValue', (p) => { p.proofValue = flipBase58(p.proofValue); }),
  eddsa('eddsa-created', (p) => { p.created = later(p.created, -60); }),
  eddsa('eddsa-verificationMethod', (p) => { p.verificationMethod = `${p.verificationMethod.split('#')[0]}#${isMultibase(p.verificationMethod) ? 'another-key' : 'z6MkAnother'}`; }),
  eddsa('eddsa-purpose', (p) => { p.proofPurpose = 'authentication'; }),
];

/** What published verifiers let pass; ours must not. */
export const knownHoles = [
  ours('forged-second-proof-of-the-same-suite', 'proofs', (c) => {
    const good = eddsaOf(c);
    c.proof.push({ ...good, id: 'urn:uuid:00000000-0000-4000-8000-00000000f00d', proofValue: flipBase58(good.proofValue) });
  }),
  ours('signature-proof-after-the-merkle-proof', 'proofs', (c) => { c.proof.reverse(); }),
  ours('signature-proof-left-out', 'proofs', (c) => { c.proof = [merkleOf(c)]; }),
  ours('merkle-created-in-the-future', 'proofs', (c) => { merkleOf(c).created = later(new Date().toISOString().replace(/\.\d+/, '.000'), 86_400); }),
  ours('merkle-created-before-the-signature', 'proofs', (c) => { merkleOf(c).created = later(eddsaOf(c).created, -86_400); }),
  ours('previousProof-names-no-proof', 'proofs', (c) => { merkleOf(c).previousProof = 'urn:uuid:00000000-0000-4000-8000-00000000beef'; }),
  ours('repeated-member', 'json', (c) => {
    const text = JSON.stringify(c);
    return { text: `{"name":"Doctor of Medicine",${text.slice(1)}` };
  }),
];

const reordered = (value) => {
  if (Array.isArray(value)) return value.map(reordered);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([k, v]) => [k, reordered(v)]));
};

/** No change at all in what is said: these must still pass, or a refusal above would prove nothing. */
export const harmless = [
  { name: 'same-document', part: 'control', accepted_by: EVERYONE, apply: (c) => c },
  { name: 'members-reordered', part: 'control', accepted_by: EVERYONE, apply: reordered },
  { name: 'type-reordered', part: 'control', accepted_by: EVERYONE, apply: (c) => ({ ...c, type: [...c.type].reverse() }) },
];

// Changed above with a meaning of their own.
const COVERED = new Set(['/name', '/validFrom', '/validUntil', '/issuer/id', '/issuer/name', '/id', '/credentialSubject/id',
  '/credentialSubject/achievement/id', '/credentialSubject/achievement/name', '/credentialSubject/achievement/description',
  '/credentialSubject/achievement/criteria/narrative', '/credentialStatus/statusListIndex']);

function* leaves(value, pointer = '') {
  for (const [key, child] of Object.entries(value)) {
    const at = `${pointer}/${key}`;
    if (at === '/@context' || at === '/proof') continue;
    if (child !== null && typeof child === 'object') yield* leaves(child, at);
    else if (!COVERED.has(at) && !/\/type(\/\d+)?$/.test(at)) yield at;
  }
}

/** One mutation for every other leaf of this very document, so that no signed member is forgotten. */
export function remainingMembers(credential) {
  return [...leaves(credential)].map((pointer) => member(`leaf${pointer.replaceAll('/', '-')}`, (c) => {
    const keys = pointer.slice(1).split('/');
    const last = keys.pop();
    const parent = keys.reduce((node, key) => node[key], c);
    parent[last] = typeof parent[last] === 'string' ? `${parent[last]}0` : Number(parent[last]) + 1;
  }));
}
