// Requests generated from the OpenAPI document against a running service: none is answered with 500, none outside the document, none not at all.
//   LEARNCOIN_REQUESTS  how many (10000)
//   LEARNCOIN_SEED      another seed: the default is always the same, so that a change is judged by what it changes; scripts/campaign looks for new ones.
//                       LEARNCOIN_ONLY with it: the one request of that number
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, it } from 'node:test';
import { checkExchange } from './lib/check.mjs';
import { OpenApi } from './lib/document.mjs';
import { requestOf } from './lib/requests.mjs';
import { issue, register, startService } from './lib/service.mjs';

const COUNT = Number(process.env.LEARNCOIN_REQUESTS ?? 10_000);
const SEED = Number(process.env.LEARNCOIN_SEED ?? 620_798);
const ONLY = process.env.LEARNCOIN_ONLY === undefined ? undefined : Number(process.env.LEARNCOIN_ONLY);
const CONNECTIONS = 8;
const PATIENCE_MS = 30_000;
const MAX_SHOWN = 15;
const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });

function send(origin, { method, path, headers, bytes, chunked }) {
  return new Promise((done, failed) => {
    // Said always: Node would send the body of a GET or DELETE without either.
    const length = bytes === undefined ? {} : chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': bytes.length };
    const request = http.request(origin, { agent, method, path, headers: { ...headers, ...length }, timeout: PATIENCE_MS }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', failed);
      response.on('end', () => done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString('utf8') }));
    });
    request.on('timeout', () => request.destroy(new Error(`no answer in ${PATIENCE_MS} ms`)));
    request.on('error', failed);
    request.end(bytes);
  });
}

/** The request's body as text, when it is text at all. */
function bodyText(bytes) {
  if (!bytes) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

describe(`requests generated from the document (LEARNCOIN_SEED=${SEED})`, () => {
  let service;
  let api;
  let pools;
  const faults = new Map();
  const statuses = new Map();
  const taken = { valid: 0, accepted: 0 };

  before(async () => {
    service = await startService();
    const [own, other] = [await service.makeTenant('Example University'), await service.makeTenant('Another Academy')];
    const [batch, foreign] = [await issue(service.origin, own.key, 40), await issue(service.origin, other.key, 3)];
    const hooks = [];
    for (let i = 0; i < 20; i++) hooks.push(await register(service.origin, own.key));
    const foreignHook = await register(service.origin, other.key);
    const bearer = { headers: { Authorization: `Bearer ${own.key}` } };
    const credential = await (await fetch(`${service.origin}/v1/credentials/${batch.credentials[0].id}`, bearer)).json();
    api = new OpenApi(await (await fetch(`${service.origin}/openapi.json`)).json());
    pools = {
      key: own.key, otherKey: other.key, batches: [batch.id], tenants: [own.id, 'me'], credentials: batch.credentials.map(({ id }) => id),
      webhooks: hooks.map(({ webhook }) => webhook), deliveries: hooks.map(({ delivery }) => delivery),
      foreign: [foreign.id, other.id, foreignHook.webhook, foreignHook.delivery, ...foreign.credentials.map(({ id }) => id)], recipients: batch.credentials.map((c) => c.recipient_id),
      externalIds: batch.credentials.map((c) => c.external_id), lists: [credential.signed_credential.credentialStatus.statusListCredential.split('/').at(-1)],
      document: credential.signed_credential,
    };
  });

  after(async () => {
    agent.destroy();
    await service?.stop();
  });

  async function one(index) {
    const request = requestOf(api, pools, SEED, index);
    let answer;
    try {
      answer = await send(service.origin, request);
    } catch (error) {
      faults.set(`no answer: ${error.message}`, { index, request });
      return;
    }
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (request.kind === 'valid' && request.operationId === 'createBatch' && answer.status < 400) taken.accepted++;
    if (request.kind === 'valid' && request.operationId === 'createBatch' && [200, 202, 400].includes(answer.status)) taken.valid++;
    const sentAsJson = request.kind === 'valid' || request.kind === 'value';
    const exchange = { ...answer, method: request.method, path: request.path, request_body: sentAsJson ? bodyText(request.bytes) : undefined };
    const found = checkExchange(api, exchange).faults;
    // 501 is the documented answer of oEmbed to a format that it does not have.
    if (answer.status >= 500 && answer.status !== 501) found.push(`${answer.status} ${answer.body.slice(0, 200)}`);
    for (const fault of found) faults.set(fault.replace(/req_\w+/g, 'req_'), { index, request, answer });
  }

  it(`${COUNT} of them`, async () => {
    const began = Date.now();
    let next = 0;
    const worker = async () => { while (next < COUNT) await one(next++); };
    if (ONLY === undefined) await Promise.all(Array.from({ length: CONNECTIONS }, worker));
    else await one(ONLY);
    const told = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${count} x ${status}`).join(', ');
    console.log(`# seed ${SEED}: ${COUNT} requests in ${((Date.now() - began) / 1000).toFixed(1)} s: ${told}; ${taken.accepted} of ${taken.valid} batches meant to be taken were`);
    const shown = [...faults].slice(0, MAX_SHOWN).map(([fault, { index, request }]) =>
      `${fault}\n    LEARNCOIN_SEED=${SEED} LEARNCOIN_ONLY=${index}: ${request.method} ${request.path.slice(0, 200)} ${JSON.stringify({ ...request.headers, authorization: undefined }).slice(0, 300)} [${request.kind}] ${(bodyText(request.bytes) ?? '(no text)').slice(0, 400)}`);
    assert.equal(faults.size, 0, `${faults.size} kinds of answer are wrong:\n${shown.join('\n')}`);
  });

  it('are not all refused: the generator knows what a batch is', { skip: ONLY !== undefined }, () => {
    assert.ok(taken.valid > COUNT / 200 && taken.accepted > taken.valid / 2, JSON.stringify(taken));
  });

  it('leave the service well', async () => {
    const response = await fetch(`${service.origin}/healthz`);
    assert.deepEqual([response.status, await response.json()], [200, { status: 'ok' }]);
    const batch = await issue(service.origin, pools.key, 1);
    assert.equal(batch.status, 'anchored');
  });
});
