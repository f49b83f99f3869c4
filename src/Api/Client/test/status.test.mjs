import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectEnd } from './lib/expect.mjs';
import { didDocument, didUrl, index, issue, listUrl, methods, statusList, withMethod, withoutAssertion } from './lib/world.mjs';

const issued = await issue();
const { chain } = issued;
const good = await statusList();
const withList = (list, documents = {}) => ({ chain, documents: { [listUrl]: list, ...documents } });
const changed = (change) => { const copy = structuredClone(good); change(copy); return copy; };

test('status: a set bit is a revocation, and the neighbours\' bits are not', async () => {
  await expectEnd(issued.credential, withList(await statusList({ revoked: [index] })), ['status', 'failed', 'revoked']);
  const neighbours = await statusList({ revoked: [index - 1, index + 1, index - 8, index + 8] });
  await expectEnd(issued.credential, withList(neighbours), ['status', 'passed', 'ok']);
});

test('status: a document without a status entry cannot be revoked', async () => {
  const given = await issue({ change: (c) => { delete c.credentialStatus; c['@context'].pop(); } });
  await expectEnd(given.credential, given, ['status', 'passed', 'ok']);
});

test('status: the W3C bitstring form is read, too', async () => {
  const given = await issue({ change: (c) => { c.credentialStatus.type = 'BitstringStatusListEntry'; c['@context'].pop(); } });
  const revoked = await statusList({ bitstring: true, revoked: [index] });
  await expectEnd(given.credential, { chain: given.chain, documents: { [listUrl]: await statusList({ bitstring: true }) } }, ['status', 'passed', 'ok']);
  await expectEnd(given.credential, { chain: given.chain, documents: { [listUrl]: revoked } }, ['status', 'failed', 'revoked']);
  await expectEnd(given.credential, { chain: given.chain, documents: { [listUrl]: good } }, ['status', 'failed', 'status_list_invalid']);
});

for (const [name, list] of [
  ['out of reach', () => { throw new TypeError('down'); }],
  ['404', () => new Response('', { status: 404 })],
  ['a redirect', () => new Response(null, { status: 302 })],
  ['larger than is read', 'x'.repeat(4 * 1024 * 1024 + 1)],
  ['cut off in the middle', () => new Response(new ReadableStream({ start(c) { c.enqueue(new Uint8Array(9)); c.error(new TypeError('reset')); } }))],
]) {
  test(`status: a list that is ${name} is unknown`, async () => {
    await expectEnd(issued.credential, withList(list), ['status', 'unknown', 'status_list_unavailable']);
  });
}

test('status: a list whose signature cannot be judged is unknown', async () => {
  await expectEnd(issued.credential, withList(good, { [didUrl]: () => new Response('', { status: 500 }) }), ['status', 'unknown', 'did_unavailable']);
});

for (const [name, list, code] of [
  ['HTML', '<html>', 'status_list_invalid'],
  ['an array', '[]', 'status_list_invalid'],
  ['repeating a member', JSON.stringify(good).replace('{', '{"id":"x",'), 'status_list_invalid'],
  ['another list', changed((l) => { l.id += '2'; }), 'status_list_invalid'],
  ['another issuer\'s', changed((l) => { l.issuer = 'did:web:other.example'; }), 'status_list_invalid'],
  ['for suspension', await statusList({ members: { statusPurpose: 'suspension' } }), 'status_list_invalid'],
  ['too short', await statusList({ bits: Buffer.alloc(8192) }), 'status_list_invalid'],
  ['too long', await statusList({ bits: Buffer.alloc(64 * 1024 * 1024) }), 'status_list_invalid'],
  ['no gzip', await statusList({ members: { encodedList: 'AAAA' } }), 'status_list_invalid'],
  ['padded base64', await statusList({ members: { encodedList: `${good.credentialSubject.encodedList}=` } }), 'status_list_invalid'],
  ['unsigned', changed((l) => { delete l.proof; }), 'status_list_signature_invalid'],
  ['changed after it was signed', changed((l) => { l.issuanceDate = '2026-05-01T10:00:01Z'; }), 'status_list_signature_invalid'],
  ['signed by another tenant', await statusList({ key: 'other' }), 'status_list_signature_invalid'],
  ['under a context that nobody knows', changed((l) => { l['@context'].push('https://attacker.example/v1'); }), 'status_list_signature_invalid'],
]) {
  test(`status: a list that is ${name} fails`, async () => { await expectEnd(issued.credential, withList(list), ['status', 'failed', code]); });
}

test('status: a list signed with a key that has left, or was revoked, fails', async () => {
  for (const document of [withoutAssertion(didDocument(), methods.tenant), withMethod(didDocument(), methods.tenant, { revoked: '2026-05-20T00:00:00Z' })]) {
    await expectEnd(issued.credential, withList(good, { [didUrl]: document }), ['status', 'failed', 'status_list_signature_invalid']);
  }
});

for (const [name, change] of [
  ['for suspension', (s) => { s.statusPurpose = 'suspension'; }],
  ['with an index beyond the list', (s) => { s.statusListIndex = '131072'; }],
  ['with an index of another spelling', (s) => { s.statusListIndex = '04711'; }],
  ['with an index that is a number', (s) => { s.statusListIndex = 4711; }],
]) {
  test(`status: an entry ${name} fails`, async () => {
    const document = structuredClone(issued.credential);
    change(document.credentialStatus);
    await expectEnd(document, { chain }, ['status', 'failed', 'status_entry_wrong']);
  });
}

test('status: an address that is not https is not fetched, with its reason', async () => {
  const document = structuredClone(issued.credential);
  for (const [address, words] of [['http://issuer.example/list', /only https/], ['file:///etc/passwd', /only https/], ['nonsense', /no URL/], ['https://u:p@issuer.example/', /no URL/]]) {
    document.credentialStatus.statusListCredential = address;
    const report = await expectEnd(document, { chain }, ['status', 'unknown', 'status_list_unavailable']);
    assert.match(report.checks[4].reason.sentence, words);
  }
});
