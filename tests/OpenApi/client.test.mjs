// The TypeScript client: its types are those of the served document, it compiles, and it does what its README says against a fake server.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { servedDocument } from './lib/recorded.mjs';

const folder = fileURLToPath(new URL('../../clients/typescript/', import.meta.url));
const file = process.env.LEARNCOIN_EXCHANGES;

it('the generated types are those of the served document', { skip: file ? false : 'LEARNCOIN_EXCHANGES names no file' }, async () => {
  const { generate } = await import('../../clients/typescript/generate.mjs');
  const committed = await readFile(new URL('../../clients/typescript/src/schema.ts', import.meta.url), 'utf8');
  assert.ok(committed === await generate(await servedDocument(file)), 'clients/typescript/src/schema.ts is not of this document: run npm run generate there');
});

describe('the client', () => {
  let server;
  let client;
  let library;
  const requests = [];
  const answers = [];
  before(async () => {
    execFileSync(process.execPath, [`${folder}node_modules/typescript/bin/tsc`, '-p', folder], { stdio: 'pipe' });
    library = await import('../../clients/typescript/dist/index.js');
    server = createServer((request, response) => {
      requests.push({ method: request.method, url: request.url, headers: request.headers });
      const { status, headers = {}, body, destroy } = answers.shift() ?? { status: 200, body: {} };
      request.resume();
      if (destroy) request.socket.destroy();
      else response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    client = new library.LearnCoin({ baseUrl: `http://127.0.0.1:${server.address().port}`, apiKey: 'lrn_test_x' });
  });
  after(() => server.close());

  const error = (code, status, headers) => ({ status, headers, body: { error: { code, message: 'why', request_id: 'req_1', details: [{ code, pointer: '/a', message: 'why' }] } } });
  const play = async (script, call) => {
    requests.length = 0;
    answers.splice(0, answers.length, ...script);
    const began = Date.now();
    try {
      return { value: await call(), ms: Date.now() - began };
    } catch (failure) {
      return { failure, ms: Date.now() - began };
    }
  };

  it('waits as Retry-After says and sends the same idempotency key again', async () => {
    const { value, ms } = await play([error('rate_limited', 429, { 'Retry-After': '1' }), error('idempotency_request_in_progress', 409, { 'Retry-After': '1' }), { status: 202, body: { id: 'bat_1' } }],
      () => client.createBatch({ credentials: [] }));
    assert.equal(value.id, 'bat_1');
    assert.ok(ms >= 1990, `${ms} ms`);
    assert.equal(new Set(requests.map(({ headers }) => headers['idempotency-key'])).size, 1);
    assert.equal(requests.length, 3);
  });

  it('tries again after a broken connection', async () => {
    const { value } = await play([{ destroy: true }, { status: 200, body: { id: 'crd_1' } }], () => client.getCredential('crd_1'));
    assert.equal(value.id, 'crd_1');
  });

  it('does not repeat a change that has no idempotency key', async () => {
    const { failure } = await play([error('internal_error', 500)], () => client.verify({}));
    assert.equal(failure.code, 'internal_error');
    assert.equal(requests.length, 1);
  });

  it('throws what the API says, with its code, pointers and request id', async () => {
    const { failure } = await play([error('missing_required_field', 400)], () => client.createBatch({ credentials: [] }));
    assert.ok(failure instanceof library.LearnCoinError);
    assert.deepEqual([failure.status, failure.code, failure.requestId, failure.details[0].pointer], [400, 'missing_required_field', 'req_1', '/a']);
  });

  it('gives up on a pause longer than a minute', async () => {
    const { failure, ms } = await play([error('rate_limited', 429, { 'Retry-After': '3600' })], () => client.getTenant());
    assert.deepEqual([failure.retryAfterSeconds, requests.length], [3600, 1]);
    assert.ok(ms < 2000);
  });

  it('stops waiting for a batch that failed, and tells it', async () => {
    const { failure } = await play([{ status: 200, body: { status: 'pending' } }, { status: 200, body: { status: 'failed', error: 'no funds' } }], () => client.waitForAnchor('bat_1', { pollMs: 5 }));
    assert.ok(failure instanceof library.BatchNotAnchored);
    assert.match(failure.message, /no funds/);
  });

  it('walks all pages', async () => {
    const { value } = await play([{ status: 200, body: { data: [1, 2], next_cursor: 'bat_2' } }, { status: 200, body: { data: [3], next_cursor: null } }], async () => {
      const all = [];
      for await (const batch of client.batches({ limit: 2 })) all.push(batch);
      return all;
    });
    assert.deepEqual(value, [1, 2, 3]);
    assert.match(requests[1].url, /limit=2&cursor=bat_2/);
  });
});
