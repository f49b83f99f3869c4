import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectEnd, outcomes } from './lib/expect.mjs';
import { didDocument, didUrl, issue, methods, now, rpcUrl, withMethod, withoutAssertion } from './lib/world.mjs';

const issued = await issue();
const { chain } = issued;
const changed = (change) => { const copy = structuredClone(issued.credential); change(copy, copy.proof); return copy; };
const withDid = (document) => ({ chain, documents: { [didUrl]: document } });
const refused = { chain, chains: { [rpcUrl]: () => { throw new TypeError('down'); } } };

for (const [name, change, code] of [
  ['no proof', (c) => { c.proof = []; }, 'proof_missing'],
  ['nine proofs', (c) => { c.proof = Array(9).fill(c.proof[0]); }, 'proof_missing'],
  ['another purpose', (c, p) => { p[0].proofPurpose = 'authentication'; }, 'proof_malformed'],
  ['an unknown member in a proof', (c, p) => { p[0].domain = 'x'; }, 'proof_malformed'],
  ['a context in a proof', (c, p) => { p[0]['@context'] = []; }, 'proof_malformed'],
  ['a proof without a time', (c, p) => { delete p[1].created; }, 'proof_malformed'],
  ['two proofs of one id', (c, p) => { p[1].id = p[0].id; }, 'proof_malformed'],
  ['an unknown suite', (c, p) => { p[0].cryptosuite = 'ecdsa-rdfc-2019'; }, 'cryptosuite_unknown'],
  ['the Merkle proof first', (c, p) => { p.reverse(); }, 'proof_order'],
  ['the signature left out', (c, p) => { p.shift(); }, 'proof_order'],
  ['a previousProof that names nothing', (c, p) => { p[1].previousProof = 'urn:uuid:00000000-0000-4000-8000-00000000beef'; }, 'previous_proof_unknown'],
  ['no previousProof', (c, p) => { delete p[1].previousProof; }, 'previous_proof_unknown'],
]) {
  test(`signature: ${name} fails, and nothing else is judged by these proofs`, async () => {
    const report = await expectEnd(changed(change), { chain }, ['signature', 'failed', code]);
    assert.deepEqual(outcomes(report).slice(2, 5), ['unknown', 'unknown', 'unknown']);
  });
}

for (const [name, change, code] of [
  ['a proof value changed', (c, p) => { p[0].proofValue = p[0].proofValue.replace(/.$/, (d) => d === '2' ? '3' : '2'); }, 'signature_invalid'],
  ['a proof value cut', (c, p) => { p[0].proofValue = p[0].proofValue.slice(0, -2); }, 'signature_invalid'],
  ['a proof value that is no base58', (c, p) => { p[0].proofValue = 'z0OIl'; }, 'signature_invalid'],
  ['a proof\'s time changed', (c, p) => { p[0].created = '2026-05-01T09:59:00Z'; }, 'signature_invalid'],
  ['another of the issuer\'s keys named', (c, p) => { p[0].verificationMethod = methods.other; }, 'signature_invalid'],
  ['an unknown key named', (c, p) => { p[0].verificationMethod += 'x'; }, 'key_not_found'],
  ['a time in the future', (c, p) => { p[0].created = '2026-06-01T12:05:01Z'; }, 'created_in_future'],
  ['an unmapped member', (c) => { c.credentialSubject.unmapped = 'x'; }, 'canonicalization_failed'],
  ['a relative IRI', (c) => { c.credentialSubject.achievement.alignment[0].type = ['Alignment', 'Other']; }, 'canonicalization_failed'],
  ['a forged second signature', (c, p) => { p.splice(1, 0, { ...p[0], id: 'urn:uuid:00000000-0000-4000-8000-00000000f00d', proofValue: p[0].proofValue.replace(/.$/, (d) => d === '2' ? '3' : '2') }); }, 'signature_invalid'],
]) {
  test(`signature: ${name} fails`, async () => { await expectEnd(changed(change), { chain }, ['signature', 'failed', code]); });
}

for (const [name, change] of [
  ['id', (c) => { c.id = 'urn:uuid:00000000-0000-4000-8000-00000000dcba'; }],
  ['name', (c) => { c.name += ' with honours'; }],
  ['validFrom', (c) => { c.validFrom = '2026-04-01T09:00:00Z'; }],
  ['validUntil', (c) => { c.validUntil = '2099-01-01T00:00:00Z'; }],
  ['issuer name', (c) => { c.issuer.name = 'Other School'; }],
  ['issuer url', (c) => { c.issuer.url += '/x'; }],
  ['subject id', (c) => { c.credentialSubject.id = 'urn:uuid:00000000-0000-4000-8000-00000000abcd'; }],
  ['achievement description', (c) => { c.credentialSubject.achievement.description += ' And more.'; }],
  ['criteria', (c) => { c.credentialSubject.achievement.criteria.narrative = 'Came once.'; }],
  ['alignment', (c) => { c.credentialSubject.achievement.alignment[0].targetCode = '2'; }],
  ['status index', (c) => { c.credentialStatus.statusListIndex = '4712'; }],
]) {
  test(`signature and anchor: ${name} changed fails both`, async () => {
    const report = await expectEnd(changed(change), { chain }, ['signature', 'failed', 'signature_invalid']);
    assert.deepEqual([report.checks[3].outcome, report.checks[3].reason.code], ['failed', 'leaf_mismatch']);
  });
}

test('signature: members, types and white space in another order say the same', async () => {
  const reverse = (value) => Array.isArray(value) ? value.map(reverse) : value !== null && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).reverse().map(([k, v]) => [k, reverse(v)])) : value;
  const document = reverse(issued.credential);
  document.type.reverse();
  assert.equal((await expectEnd(JSON.stringify(document, null, 4), { chain }, ['signature', 'passed', 'ok'])).verdict, 'valid');
});

test('signature: blank nodes that only their relations tell apart end within the limit of steps, as failed', async () => {
  // A ring: every node looks like every other, and telling one from the rest means going all the way round.
  const type = ['Achievement'];
  const ring = Array.from({ length: 150 }, (_, i) => ({ id: `_:r${i}`, type, related: [{ id: `_:r${(i + 1) % 150}`, type }] }));
  const poison = changed((c) => { c.credentialSubject.achievement.related = ring; });
  const report = await expectEnd(poison, { chain }, ['signature', 'failed', 'canonicalization_failed']);
  assert.deepEqual([report.checks[0].outcome, report.checks[3].reason.code], ['passed', 'canonicalization_failed']);
  assert.equal((await expectEnd(poison, { chain, workMs: 30 }, ['signature', 'unknown', 'took_too_long'])).checks[3].outcome, 'unknown');
});

test('signature: work that takes longer than is allowed is unknown', async () => {
  const report = await expectEnd(issued.credential, { chain, workMs: -1 }, ['signature', 'unknown', 'took_too_long']);
  assert.deepEqual(outcomes(report), ['passed', 'unknown', 'passed', 'unknown', 'unknown', 'passed']);
});

test('signature: texts beyond the basic plane are ordered by code point, as the standard and the service do', async () => {
  const given = await issue({ change: (c) => { c.credentialSubject.achievement.tag = ['\u{1F41D} bees', '\uFF01 honey', '\u2764\uFE0F', '\u2764\u{1F41D}']; } });
  assert.equal((await expectEnd(given.credential, given, ['signature', 'passed', 'ok'])).verdict, 'valid');
});

for (const [name, document, outcome, code] of [
  ['out of reach', () => { throw new TypeError('down'); }, 'unknown', 'did_unavailable'],
  ['answered with 500', () => new Response('', { status: 500 }), 'unknown', 'did_unavailable'],
  ['HTML', '<html>', 'unknown', 'did_invalid'],
  ['of another DID', { ...didDocument(), id: 'did:web:other.example' }, 'unknown', 'did_invalid'],
  ['repeating a member', JSON.stringify(didDocument()).replace('{', '{"id":"did:web:other.example",'), 'unknown', 'did_invalid'],
  ['naming two methods alike', { ...didDocument(), verificationMethod: [...didDocument().verificationMethod, didDocument().verificationMethod[0]] }, 'unknown', 'did_invalid'],
  ['without the key in assertionMethod', withoutAssertion(didDocument(), methods.tenant), 'failed', 'key_not_asserted'],
  ['with a key of another controller', withMethod(didDocument(), methods.tenant, { controller: 'did:web:other.example' }), 'failed', 'controller_wrong'],
  ['without the key', { ...didDocument(), verificationMethod: didDocument().verificationMethod.filter((m) => m.id !== methods.tenant) }, 'failed', 'key_not_found'],
  ['that gives the key to no tenant', { ...didDocument(), service: [didDocument().service[1]] }, 'failed', 'tenant_unknown'],
  ['that gives the key to a tenant of another name', { ...didDocument(), service: [{ ...didDocument().service[1], serviceEndpoint: { names: ['Other School'], keys: [methods.tenant] } }] }, 'failed', 'tenant_name_wrong'],
  ['of a tenant\'s own, with no tenants in it', { ...didDocument(), service: [], verificationMethod: didDocument().verificationMethod.filter((m) => !m.id.includes('#tenant-')) }, 'passed', 'ok'],
]) {
  test(`issuer: a DID document ${name} is ${outcome}`, async () => { await expectEnd(issued.credential, withDid(document), ['issuer', outcome, code]); });
}

test('issuer: a tenant cannot sign in another\'s name', async () => {
  const given = await issue({ key: 'other' });
  await expectEnd(given.credential, given, ['issuer', 'failed', 'tenant_name_wrong']);
});

test('issuer: a key revoked after the block passes with a note, before it fails, and unknown while the chain is out of reach', async () => {
  const revoked = (time) => ({ [didUrl]: withoutAssertion(withMethod(didDocument(), methods.tenant, { revoked: time }), methods.tenant) });
  const late = await expectEnd(issued.credential, { chain, documents: revoked('2026-05-02T00:00:00Z') }, ['issuer', 'passed', 'ok']);
  assert.match(late.checks[2].note, /revoked later/);
  await expectEnd(issued.credential, { chain, documents: revoked('2026-05-01T10:00:04Z') }, ['issuer', 'failed', 'key_revoked']);
  await expectEnd(issued.credential, { ...refused, documents: revoked('2026-05-02T00:00:00Z') }, ['issuer', 'unknown', 'key_revoked']);
  const loose = await issue({ anchored: false });
  await expectEnd(loose.credential, { chains: {}, documents: revoked('2026-05-02T00:00:00Z') }, ['issuer', 'failed', 'key_revoked']);
});

test('issuer: with an origin, nobody else is asked, and a document can be had from an address that is given', async () => {
  const report = await expectEnd(issued.credential, { chain, origin: 'https://page.example' }, ['issuer', 'unknown', 'did_unavailable']);
  assert.match(report.checks[2].reason.sentence, /not of this service/);
  const mirror = 'https://page.example/did.json';
  const given = { chain, origin: 'https://page.example', didDocuments: { 'did:web:issuer.example': mirror }, documents: { [mirror]: didDocument() } };
  await expectEnd(issued.credential, given, ['issuer', 'passed', 'ok']);
  await expectEnd(issued.credential, { chain, origin: 'https://issuer.example' }, ['issuer', 'passed', 'ok']);
});

test('dates: five minutes of tolerance before, none after, each to the 100 ns', async () => {
  const at = (text) => ({ chain, now: new Date(text) });
  await expectEnd(issued.credential, at('2026-05-01T08:55:00Z'), ['dates', 'passed', 'ok']);
  await expectEnd(issued.credential, at('2026-05-01T08:54:59.999Z'), ['dates', 'failed', 'not_yet_valid']);
  await expectEnd(issued.credential, at('2029-12-31T23:59:59.999Z'), ['dates', 'passed', 'ok']);
  await expectEnd(issued.credential, at('2030-01-01T00:00:00Z'), ['dates', 'failed', 'expired']);
});

for (const [name, change] of [
  ['validUntil before validFrom', (c) => { c.validUntil = '2020-01-01T00:00:00Z'; }],
  ['validUntil that is no time', (c) => { c.validUntil = 'soon'; }],
  ['the 30th of February', (c) => { c.validFrom = '2026-02-30T00:00:00Z'; }],
  ['a time without a zone', (c) => { c.validFrom = '2026-05-01T09:00:00'; }],
  ['no validFrom', (c) => { delete c.validFrom; }],
]) {
  test(`dates: ${name} fails`, async () => { await expectEnd(changed(change), { chain, now }, ['dates', 'failed', 'dates_wrong']); });
}

test('dates: without validUntil there is no end', async () => {
  const given = await issue({ change: (c) => { delete c.validUntil; } });
  assert.equal((await expectEnd(given.credential, { chain: given.chain, now: new Date('2200-01-01') }, ['dates', 'passed', 'ok'])).verdict, 'valid');
});
