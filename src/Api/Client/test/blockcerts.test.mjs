// What Blockcerts' verifier may ask for in a visitor's browser, and that its bundle brings the one schema that it would compile.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { blockcertsFile } from './lib/bundle.mjs';
import { load } from './lib/page-modules.mjs';

const { didResolver, mappedFetch } = await load('blockcerts/mapped-fetch');
const origin = 'http://localhost:8080';
const did = 'did:web:localhost%3A8080';
const reach = { origin, rpcUrls: ['http://127.0.0.1:8545', 'https://rpc.example/key'], did, didDocument: `${origin}/issuer/did-documents/x` };

const open = (answer = () => Response.json({ id: did })) => {
  const asked = [];
  return { asked, ...mappedFetch(async (url) => { asked.push(url); return answer(url); }, reach) };
};

test('contexts are answered without a request', async () => {
  const { fetch, asked, missed } = open();
  for (const url of ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json']) {
    assert.ok('@context' in await (await fetch(url)).json(), url);
  }
  assert.deepEqual([asked, missed], [[], []]);
});

test('the DID is resolved from the page\'s origin, and of a kind that the library reads', async () => {
  const { fetch, asked } = open();
  assert.deepEqual(await (await fetch(`${didResolver}/${did}`)).json(), { didDocument: { id: did } });
  assert.deepEqual(asked, [reach.didDocument]);
});

test('what is asked over https goes where it is', async () => {
  const { fetch, asked } = open();
  for (const url of ['https://localhost:8080/issuer/profile.json', 'https://localhost:8080/status/x?y', 'https://127.0.0.1:8545/', 'https://rpc.example/key']) await fetch(url);
  assert.deepEqual(asked, [`${origin}/issuer/profile.json`, `${origin}/status/x?y`, 'http://127.0.0.1:8545', 'https://rpc.example/key']);
});

test('nothing else is asked, and what was missed is known', async () => {
  const { fetch, asked, missed } = open(() => new Response('', { status: 503 }));
  const foreign = ['https://elsewhere.example/x', 'https://localhost:8080.elsewhere.example/', 'https://rpc.example/other', `${didResolver}/did:web:elsewhere.example`];
  for (const url of foreign) await assert.rejects(fetch(url), TypeError);
  assert.deepEqual([asked, missed], [[], foreign]);
  assert.equal((await fetch(`${origin}/issuer/profile.json`)).status, 503);
  assert.equal(missed.length, 5);
});

test('the bundle has the library\'s schema of a Merkle proof as code', () => {
  const text = readFileSync(blockcertsFile, 'utf8');
  assert.match(text, /\.merkleRoot\.length\s*>\s*64/);
});
