// What stands between a caller and the API on Azure, the Functions host, must not be seen. Run by ./run on a demo that a Functions host serves.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const MB = 1024 * 1024;
const LIMIT = 40 * MB;
const dir = process.env.LEARNCOIN_DEMO_DIR;
const summary = dir && JSON.parse(await readFile(join(dir, 'summary.json'), 'utf8'));
const origin = summary && new URL(summary.api_url).origin;
const skip = !summary && 'LEARNCOIN_DEMO_DIR is not set';
if (skip) console.log(`skipped: the Functions host (${skip})`);
const authorized = { authorization: `Bearer ${summary?.api_key}` };

/** -> {status, headers, text, json}. node:http, since fetch refuses some methods. */
function send(method, path, { headers = {}, body } = {}) {
  return new Promise((done, failed) => {
    const sent = request(`${origin}${path}`, { method, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => { text += chunk; });
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, text, get json() { return JSON.parse(text); } }));
      answer.on('error', failed);
    });
    sent.on('error', failed);
    sent.end(body);
  });
}

function isError(answer, status, code) {
  assert.equal(answer.status, status, answer.text);
  assert.deepEqual(Object.keys(answer.json), ['error']);
  assert.equal(answer.json.error.code, code);
  assert.equal(answer.json.error.request_id, answer.headers['x-request-id']);
}

const padded = (value, length) => Buffer.concat([Buffer.from(JSON.stringify(value)), Buffer.alloc(length, ' ')], length);

function batchOf(count) {
  return {
    credentials: Array.from({ length: count }, (_, index) => ({
      recipient: { id: `urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-${String(index).padStart(12, '0')}`, name: 'Ada Lovelace' },
      achievement: { name: 'Functions', description: 'Sent through the Functions host.', criteria: { narrative: 'It arrived.' } },
      issuanceDate: '2026-01-01T00:00:00Z',
    })),
  };
}

const post = (path, body, headers = authorized) =>
  send('POST', path, { headers: { ...headers, 'content-type': 'application/json', 'content-length': body.length }, body });

describe('the Azure host', { skip }, () => {
  it('has taken the demo\'s 50 credentials to anchored', async () => {
    const { json } = await send('GET', `/v1/batches/${summary.batch_id}`, { headers: authorized });
    assert.deepEqual([json.status, json.credentials.length, summary.credential_ids.length], ['anchored', 50, 50]);
  });

  it('answers unknown addresses with our error body', async () => {
    for (const path of ['/nothing', '/v1', '/v1/batches/a/b', '/v1/webhooks/none', '/v1/claims/none', '/console/none', '/status/none', '/issuer', '/docs/none', '/admin']) {
      const answer = await send('GET', path);
      assert.ok(answer.status === 404 || answer.status === 401, `${path}: ${answer.status}`);
      isError(answer, answer.status, answer.status === 404 ? 'route_not_found' : 'api_key_missing');
    }
  });

  it('answers a method that an address does not take with 405, Allow and our error body', async () => {
    for (const method of ['DELETE', 'PUT', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const answer = await send(method, '/v1/batches', { headers: authorized });
      isError(answer, 405, 'method_not_allowed');
      assert.equal(answer.headers.allow, 'GET, HEAD, POST');
    }
  });

  it('serves pages, documents and assets', async () => {
    const [credential] = summary.credential_ids;
    const served = {
      '/healthz': 'application/json; charset=utf-8', '/docs': 'text/html; charset=utf-8', '/docs/api': 'text/html; charset=utf-8',
      '/': 'text/html; charset=utf-8', '/pricing': 'text/html; charset=utf-8', '/robots.txt': 'text/plain; charset=utf-8',
      '/openapi.json': 'application/json; charset=utf-8', '/assets/page.css': 'text/css; charset=utf-8', '/assets/icon.svg': 'image/svg+xml',
      [`/c/${credential}`]: 'text/html; charset=utf-8', [`/c/${credential}.json`]: 'application/vc',
      '/.well-known/did.json': 'application/did+json', '/issuer/profile.json': 'application/ld+json',
    };
    for (const [path, type] of Object.entries(served)) {
      const [answer, head] = [await send('GET', path), await send('HEAD', path)];
      assert.deepEqual([answer.status, answer.headers['content-type'], head.status, head.text], [200, type, 200, ''], path);
      assert.equal(head.headers['content-length'], String(Buffer.byteLength(answer.text)), path);
    }
  });

  it('takes a body of 40 MB, and refuses a larger one with 413 and our error body', async () => {
    const taken = await post('/v1/batches?dry_run=true', padded(batchOf(3), LIMIT));
    assert.deepEqual([taken.status, taken.json?.credentials_count], [200, 3], taken.text);
    for (const length of [LIMIT + 1, LIMIT + 2000, 60 * MB]) isError(await post('/v1/batches?dry_run=true', padded(batchOf(3), length)), 413, 'payload_too_large');
  });

  it('looks at the key before the body, however large', async () => {
    isError(await post('/v1/batches', padded(batchOf(1), LIMIT), { authorization: 'Bearer lrn_test_x' }), 401, 'api_key_invalid');
  });

  it('keeps names that a caller claims out of every address', async () => {
    const forged = { ...authorized, host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'gopher', 'x-original-url': '/evil' };
    const { status, text } = await send('GET', `/v1/credentials/${summary.credential_ids[0]}`, { headers: forged });
    assert.equal(status, 200, text);
    assert.doesNotMatch(text, /evil|gopher/);
  });

  // Last: it leaves this machine's address over its limit for a minute.
  it('counts callers by their own address, whatever X-Forwarded-For says', async () => {
    let status = 401;
    for (let tries = 0; tries < 100 && status === 401; tries++) {
      ({ status } = await send('GET', '/v1/tenants/me', { headers: { authorization: 'Bearer lrn_test_x', 'x-forwarded-for': `192.0.2.${tries}` } }));
    }
    assert.equal(status, 429);
  });
});
