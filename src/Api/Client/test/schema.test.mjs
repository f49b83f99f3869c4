import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verify } from './lib/bundle.mjs';
import { expectEnd, outcomes } from './lib/expect.mjs';
import { issue, optionsOf } from './lib/world.mjs';

const issued = await issue();
const { chain } = issued;
const changed = (change) => { const copy = structuredClone(issued.credential); change(copy, copy.credentialSubject.achievement); return copy; };
const text = JSON.stringify(issued.credential);
const deep = (levels) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

for (const [name, input] of [
  ['empty', ''],
  ['no JSON', 'hello'],
  ['cut short', text.slice(0, -1)],
  ['followed by something', `${text}{}`],
  ['an array', '[]'],
  ['null', 'null'],
  ['repeating a member at the top', text.replace('{', '{"name":"Doctor of Medicine",')],
  ['repeating a member inside', text.replace('"criteria":{', '"criteria":{"narrative":"x",')],
  ['repeating a member by an escape', text.replace('{', '{"n\\u0061me":"Doctor of Medicine",')],
  ['holding half a pair', text.replace('Beekeeping', '\\ud800')],
  ['holding half a pair as a character', text.replace('Beekeeping', '\ud800')],
  ['nested too deep', text.replace('{', `{"x":${deep(40)},`)],
  ['starting with a byte order mark', `\uFEFF${text}`],
]) {
  test(`schema: a document ${name} is not read, and nothing else is said of it`, async () => {
    const report = await expectEnd(input, { chain }, ['schema', 'failed', 'not_strict_json']);
    assert.deepEqual(report.checks.slice(1).map((c) => [c.outcome, c.reason.code]), Array(5).fill(['unknown', 'document_unreadable']));
  });
}

test('schema: bytes that are no UTF-8, and a byte order mark in bytes, are not read', async () => {
  const options = await optionsOf(issued);
  for (const bytes of [Uint8Array.of(0x7b, 0xff, 0x7d), Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), Buffer.from(text)])]) {
    assert.equal((await verify(new Uint8Array(bytes), options)).checks[0].reason.code, 'not_strict_json');
  }
});

test('schema: 32 levels are read', async () => {
  const report = await expectEnd(text.replace('{', `{"x":${deep(31)},`), { chain }, ['schema', 'failed', 'member_unknown']);
  assert.notEqual(report.checks[5].reason.code, 'document_unreadable');
});

test('schema: a document of more than a mebibyte is not looked at', async () => {
  const report = await expectEnd(text.padEnd(1024 * 1024 + 1), { chain }, ['schema', 'failed', 'too_large']);
  assert.deepEqual(outcomes(report).slice(1), Array(5).fill('unknown'));
  await expectEnd(text.padEnd(1024 * 1024), { chain }, ['schema', 'passed', 'ok']);
});

for (const [name, change, code] of [
  ['an unknown member at the top', (c) => { c.unmapped = 'x'; }, 'member_unknown'],
  ['no id', (c) => { delete c.id; }, 'member_missing'],
  ['an id that is no IRI', (c) => { c.id = '/etc/passwd'; }, 'member_missing'],
  ['an empty name', (c) => { c.name = ''; }, 'member_missing'],
  ['one type only', (c) => { c.type.pop(); }, 'member_wrong'],
  ['another type', (c) => { c.type[1] = 'EndorsementCredential'; }, 'member_wrong'],
  ['a proof that is no array', (c) => { [c.proof] = c.proof; }, 'member_wrong'],
  ['an issuer that is text', (c) => { c.issuer = c.issuer.id; }, 'member_wrong'],
  ['an issuer that is no DID', (c) => { c.issuer.id = 'https://issuer.example'; }, 'member_wrong'],
  ['two achievements', (c, a) => { c.credentialSubject.achievement = [a, a]; }, 'member_wrong'],
  ['an achievement without criteria', (c, a) => { delete a.criteria; }, 'member_wrong'],
  ['an alignment without a target', (c, a) => { delete a.alignment[0].targetUrl; }, 'member_wrong'],
  ['evidence without an id', (c) => { c.evidence = [{ type: ['Evidence'] }]; }, 'member_wrong'],
  ['a result of no type', (c) => { c.credentialSubject.result = [{}]; }, 'member_wrong'],
  ['an image that is a link', (c, a) => { a.image = 'https://issuer.example/i.png'; }, 'member_wrong'],
  ['two status entries', (c) => { c.credentialStatus = [c.credentialStatus]; }, 'context_wrong'],
]) {
  test(`schema: ${name} fails`, async () => { await expectEnd(changed(change), { chain }, ['schema', 'failed', code]); });
}

for (const [name, change] of [
  ['an entry removed', (c) => { c['@context'].splice(1, 1); }],
  ['an entry added', (c) => { c['@context'].push({ OpenBadgeCredential: 'https://attacker.example/Credential' }); }],
  ['entries in another order', (c) => { c['@context'].reverse(); }],
  ['an address of its own', (c) => { c['@context'][1] = 'https://attacker.example/context.json'; }],
  ['a context inside', (c) => { c.issuer['@context'] = {}; }],
]) {
  test(`schema: @context with ${name} fails, and nothing is judged under it or fetched`, async () => {
    const options = await optionsOf(issued);
    const report = await verify(JSON.stringify(changed(change)), options);
    assert.deepEqual(report.checks.map((c) => c.reason.code), ['context_wrong', ...Array(4).fill('context_wrong'), 'ok']);
    assert.deepEqual(outcomes(report), ['failed', ...Array(4).fill('unknown'), 'passed']);
    assert.deepEqual(options.fetch.asked, []);
  });
}

test('schema: a member named __proto__ is seen, not swallowed', async () => {
  await expectEnd(text.replace('{', '{"__proto__":{"a":1},'), { chain }, ['schema', 'failed', 'member_unknown']);
  await expectEnd(text.replace('"criteria":{', '"criteria":{"__proto__":{"a":1},'), { chain }, ['signature', 'failed', 'canonicalization_failed']);
});
