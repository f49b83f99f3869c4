// What the pages' scripts make of reports, of what visitors bring and of their service's words; and that the words are complete.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { verify } from './lib/bundle.mjs';
import { credential, demoOptions } from './lib/demo.mjs';
import { load } from './lib/page-modules.mjs';

const [{ Texts }, { credentialIdOf, readDocument }, { issuerOf, verifyOptions }, { factsOf }, { waitBefore }] = await Promise.all(
  ['texts', 'given', 'options', 'evidence', 'polling'].map((name) => load(`page/${name}`)));
const wordsOf = async (language) => JSON.parse(await readFile(new URL(`../../Verification/Texts/checks.${language}.json`, import.meta.url), 'utf8'));
const textsOf = async (language) => new Texts(await wordsOf(language), language);
const bytes = (value) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

/** Sentences in a source: what begins like one and ends with a full stop, or is cut before its reason. */
const sentencesIn = (source) => [...source.matchAll(/(["'`])((?:\\.|(?!\1)[^\\\n])*)\1/g)]
  .map(([, , text]) => text.replaceAll("\\'", "'").replace(/\s*(?:\$\{[^}]*\}|\{[^}]*\})\.?$/, (place) => place.endsWith('.') ? ' {status}.' : ''))
  .filter((text) => /^(?:[A-Z]\w* |validFrom |proof is|issuer is|credential\w+ is|previousProof |it |its |the |only )/.test(text) && /[.:]$/.test(text) && text.includes(' '));

test('every sentence of a report, of the browser\'s verifier and of the service\'s, has its words in every language', async () => {
  const client = new URL('../src/', import.meta.url);
  const core = new URL('../../../Core/Verification/', import.meta.url);
  const files = [
    ...(await readdir(client)).filter((name) => /^(?:check-.*|verify|proofs|documents|resources)\.ts$/.test(name)).map((name) => new URL(name, client)),
    ...(await readdir(core)).filter((name) => /(?:Check|Verifier|ProofSet|Report|Reports|CustomDidDocuments)\.cs$/.test(name)).map((name) => new URL(name, core)),
  ];
  const sentences = new Set((await Promise.all(files.map((file) => readFile(file, 'utf8')))).flatMap(sentencesIn));
  assert.ok(sentences.size > 70, `only ${sentences.size} sentences were found`);
  for (const language of ['en', 'es', 'fr']) {
    const words = await wordsOf(language);
    assert.deepEqual([...sentences].filter((sentence) => !Object.hasOwn(words, sentence)), [], language);
    // A language that says it in English has forgotten it.
    if (language !== 'en') assert.deepEqual([...sentences].filter((sentence) => words[sentence] === sentence), [], language);
  }
});

test('sentences are told in the language, with their reason and its number; unknown ones as they are', async () => {
  const texts = await textsOf('es');
  assert.equal(texts.sentence('The credential is not revoked.'), 'La credencial no está revocada.');
  assert.equal(texts.sentence('The status list could not be had: the server answered 503.'), 'No se ha podido obtener la lista de estado: el servidor ha respondido 503.');
  assert.equal(texts.sentence('Something new: and why.'), 'Something new: and why.');
  assert.equal(texts.get('verdict.invalid', { checks: '{checks}' }), 'La credencial no ha superado: {checks}.');
  assert.equal(texts.get('constructor'), 'constructor');
  assert.equal(texts.time('2026-04-05T18:07:00Z'), '5 de abril de 2026, 18:07 UTC');
  assert.equal(texts.time('<b>'), '<b>');
});

test('the evidence of a good credential has leaf, path, root, transaction, block, confirmations, signer, keys and list', async () => {
  const report = await verify(JSON.stringify(credential), demoOptions());
  assert.equal(report.verdict, 'valid');
  const texts = await textsOf('en');
  const chains = [{ chainId: 84532, name: 'base-sepolia', confirmations: 1, explorer: 'https://explorer.example/tx/{hash}' }];
  const facts = Object.fromEntries(report.checks.map((check) => [check.check, factsOf(check, texts, chains)]));
  assert.deepEqual(facts.anchor.map((fact) => fact.label), ['Key', 'Leaf (the document’s fingerprint)', 'Path to the root', 'Root', 'Chain', 'Transaction',
    'Sender of the transaction', 'Account of the anchor key', 'Block', 'Hash of the block', 'Time of the block', 'Confirmations']);
  const { value, href } = facts.anchor.find((fact) => fact.label === 'Transaction');
  assert.equal(href, `https://explorer.example/tx/${value}`);
  assert.match(value, /^0x[0-9a-f]{64}$/);
  assert.equal(facts.anchor.find((fact) => fact.label === 'Chain').value, 'base-sepolia (84532)');
  assert.equal(facts.anchor.find((fact) => fact.label === 'Confirmations').value, '6 (1 needed)');
  assert.deepEqual(facts.status.map((fact) => fact.label), ['List', 'Index in the list']);
  assert.deepEqual(facts.issuer.map((fact) => fact.label), ['Issuer’s DID', 'Issuer’s name', 'Key']);
  assert.equal(facts.signature.length, 6);
  assert.equal(factsOf(report.checks[3], texts, []).some((fact) => fact.href !== undefined), false, 'an unknown chain has no explorer');
});

test('a credential is named by its id or by an address of this service, and by no other', () => {
  const id = 'crd_01HXYZABCDEFGHJKMNPQRSTVWX';
  const origins = ['https://creds.example'];
  for (const reference of [id, ` ${id}\n`, `https://creds.example/c/${id}`, `https://creds.example/c/${id}.json`, `https://creds.example:443/c/${id}?lang=es#claim=x`]) {
    assert.equal(credentialIdOf(reference, origins), id, reference);
  }
  for (const reference of ['', 'crd_1', id.toLowerCase(), `${id}X`, `https://elsewhere.example/c/${id}`, `https://creds.example/d/${id}`, `https://creds.example/c/../c/x/${id}`,
    `https://creds.example@elsewhere.example/c/${id}`, `javascript:${id}`]) {
    assert.equal(credentialIdOf(reference, origins), undefined, reference);
  }
});

test('what is no credential is told apart before anything is checked, and a tampered one is checked', () => {
  assert.equal(readDocument(bytes('hello')), 'notJson');
  assert.equal(readDocument(bytes('')), 'notJson');
  for (const other of [{}, { name: 'x' }, [], [credential], 'text', null, 7, { type: ['Other'] }]) assert.equal(readDocument(bytes(JSON.stringify(other))), 'notCredential');
  assert.equal(readDocument(bytes(JSON.stringify({ ...credential, more: 'x'.repeat(1024 * 1024) }))), 'tooLarge');
  const { type, ...untyped } = credential;
  for (const tampered of [credential, untyped, { ...credential, issuer: 7 }, { type: 'VerifiableCredential' }]) assert.equal(typeof readDocument(bytes(tampered)), 'object');
  assert.deepEqual(readDocument(bytes({ ...credential, issuer: { id: 5, name: ['x'] }, validFrom: 3, credentialSubject: { achievement: null } })), { id: credential.id });
  assert.equal(readDocument(bytes(credential)).issuer, credential.issuer.id);
});

test('documents of foreign DIDs come from the page\'s own origin, the service\'s own from where the DID says', () => {
  const options = { did: 'did:web:creds.example', didDocuments: '/issuer/did-documents/', rpcUrls: ['https://rpc.example/'],
    chains: [{ chainId: 8453, name: 'base-mainnet', confirmations: 3, explorer: 'x' }] };
  const of = (issuer) => verifyOptions(options, issuer, 'https://creds.example', new Date(0));
  assert.deepEqual(of('did:web:creds.example').didDocuments, {});
  assert.deepEqual(of(undefined).didDocuments, {});
  assert.deepEqual(of('did:key:z6Mk').didDocuments, {});
  assert.deepEqual(of('did:web:school.example%3A81:a').didDocuments,
    { 'did:web:school.example%3A81:a': 'https://creds.example/issuer/did-documents/did%3Aweb%3Aschool.example%253A81%3Aa' });
  assert.deepEqual(of('did:web:../../../x?y#z').didDocuments, { 'did:web:../../../x?y#z': 'https://creds.example/issuer/did-documents/did%3Aweb%3A..%2F..%2F..%2Fx%3Fy%23z' });
  assert.deepEqual(of(undefined).chains, [{ chainId: 8453, confirmations: 3 }]);
  assert.equal(of(undefined).origin, 'https://creds.example');
  assert.deepEqual([{ issuer: { id: 'a' } }, { issuer: 'b' }, { issuer: { id: 1 } }, { issuer: null }, null, 5].map((value) => issuerOf(bytes(JSON.stringify(value)))),
    ['a', 'b', undefined, undefined, undefined, undefined]);
  assert.equal(issuerOf(bytes('{')), undefined);
});

test('the page looks after 3 s, then ever more rarely, and at least every 15 s', () => {
  const waits = Array.from({ length: 20 }, (_, look) => waitBefore(look));
  assert.equal(waits[0], 3000);
  assert.equal(waits.at(-1), 15_000);
  assert.deepEqual(waits, waits.toSorted((a, b) => a - b));
});
