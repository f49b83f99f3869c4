// Requests made from the document: as it allows them, and in every way as it does not.
import { Random } from './random.mjs';
import { mutateBytes, mutateText, mutateValue, STRINGS } from './hostile.mjs';
import { valueOf } from './values.mjs';

const CONTENT_TYPES = ['application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-16', 'text/plain', 'application/xml', 'multipart/form-data', '', 'application/json, text/html', ';;;', 'application/vnd.api+json', 'a'.repeat(2000)];
const METHODS = ['HEAD', 'OPTIONS', 'DELETE', 'PUT', 'PATCH', 'POST', 'GET', 'TRACE', 'PROPFIND'];
const ODD_PATHS = ['/', '/v1', '/v1/', '/v1/batches/', '/v2/batches', '//v1/batches', '/v1//batches', '/v1/batches/../tenants/me', '/V1/BATCHES', '/v1/batches/%2e%2e/x', '/v1/credentials/verify/x', '/status/', '/c/', '/.well-known/', '/healthz/x', '/index.html', '/v1/tenants/me/', '/v1/tenants/ME', '/%ff', '/v1/batches%3fx=1', '/%C3%A9'];
const visible = (text) => text.replace(/[^\x20-\x7e]/g, '').slice(0, 4000);

/** %00 and bytes that are no UTF-8 never reach the service: its web server closes such a request itself. */
const encoded = (text) => encodeURIComponent([...text.replaceAll('\u0000', '').toWellFormed()].slice(0, 2000).join('')).slice(0, 6000).replace(/%.?$/, '').replace(/(%[89A-F].)*$/, '');

function pathId(operation, parameter, pools, random) {
  const pool = parameter === 'delivery' ? pools.deliveries : operation.path.startsWith('/v1/webhooks') ? pools.webhooks : operation.path.startsWith('/v1/batches') ? pools.batches : operation.path.startsWith('/v1/tenants') ? pools.tenants : operation.path.startsWith('/status') ? pools.lists : pools.credentials;
  return random.weighted([
    [6, () => random.pick(pool)],
    [2, () => `${random.pick(['bat_', 'crd_', 'tnt_', 'req_', 'whk_', 'dlv_', ''])}01${random.hex(24).toUpperCase()}`],
    [2, () => random.pick(STRINGS)],
    [1, () => random.pick([...pools.foreign, ...pools.batches, ...pools.credentials, 'me', 'verify', 'null', '.json'])],
  ])();
}

function query(api, operation, pools, random) {
  const parts = [];
  for (const reference of operation.parameters ?? []) {
    const parameter = api.resolve(reference);
    if (parameter.in !== 'query' || random.chance(0.6)) continue;
    const known = { recipient_id: pools.recipients, external_id: pools.externalIds, cursor: [...pools.batches, ...pools.credentials, ...pools.webhooks, ...pools.deliveries] }[parameter.name];
    const value = random.weighted([
      [5, () => (known ? random.pick(known) : valueOf(api, parameter.schema, random))],
      [3, () => random.pick(STRINGS)],
      [1, () => random.pick(['-1', '0', '101', '1e2', '99999999999999999999', ' 5', '5 ', '+5', '٥', 'null', '[]'])],
    ])();
    const name = random.chance(0.05) ? parameter.name.toUpperCase() : parameter.name;
    parts.push(`${name}=${encoded(String(value))}`);
    if (random.chance(0.05)) parts.push(`${name}=${encoded(random.pick(STRINGS))}`);
  }
  if (random.chance(0.08)) parts.push(random.pick(['x', 'x=', '=x', '&&&', 'dry_run', 'limit[]=1', 'a=%zz', 'cursor', '%', 'x'.repeat(3000)]));
  return parts.length ? `?${parts.join('&')}` : '';
}

/** A batch that can be taken: what the schema cannot say (the order of dates, ids that must differ) is put right. */
function tidy(operation, value, random) {
  // No request of these tests goes further than this machine.
  if (/Webhook$/.test(operation.operationId) && value?.url) value.url = `http://localhost:1/${random.hex(4)}`;
  if (operation.operationId === 'replayWebhook') Object.assign(value, { since: new Date(Date.now() - 3_600_000).toISOString(), until: new Date(Date.now() + 3_600_000).toISOString() });
  for (const credential of (operation.operationId === 'createBatch' && Array.isArray(value?.credentials) ? value.credentials : [])) {
    credential.recipient.id = `urn:uuid:${random.uuid()}`;
    credential.issuanceDate = '2026-04-23T12:00:00Z';
    if (credential.expirationDate) credential.expirationDate = '2036-04-23T12:00:00Z';
    if (credential.recipient.email) credential.recipient.email = `r${random.hex(6)}@students.example`;
    if (credential.external_id) credential.external_id = random.hex(12);
  }
  return value;
}

function given(api, operation, random) {
  const content = operation.requestBody.content['application/json'];
  const examples = Object.values(content.examples ?? { only: { value: content.example } }).map((example) => example.value);
  return tidy(operation, structuredClone(random.chance(0.4) ? random.pick(examples) : valueOf(api, content.schema, random)), random);
}

function body(api, operation, random) {
  if (!operation.requestBody) return random.chance(0.03) ? { bytes: Buffer.from(random.pick(['{}', 'x', ''])), kind: 'unasked' } : {};
  let value = given(api, operation, random);
  const kind = random.weighted([[3, 'valid'], [5, 'value'], [2, 'text'], [1.5, 'bytes'], [0.2, 'none']]);
  if (kind === 'none') return { kind };
  for (let changes = random.int(1, 3); kind === 'value' && changes > 0; changes--) value = mutateValue(value, random);
  const text = JSON.stringify(value) ?? '';
  if (kind === 'text') return { bytes: Buffer.from(mutateText(text, random)), kind };
  if (kind === 'bytes') return { bytes: mutateBytes(Buffer.from(text), random), kind };
  return { bytes: Buffer.from(text), kind };
}

function headers(operation, pools, random, hasBody) {
  const result = {};
  const key = random.weighted([[20, pools.key], [2, pools.otherKey], [1, undefined], [1, 'odd']]);
  if (operation.security === undefined || operation.security.length > 0 || random.chance(0.1)) {
    if (key === 'odd') result.authorization = random.pick(['Bearer', 'Bearer ', 'Basic eDp5', `Bearer ${pools.key}x`, `Bearer ${pools.key.slice(0, -1)}`, `bearer  ${pools.key}`, 'Bearer lrn_test_', `Bearer lrn_live_${'1'.repeat(50)}`, 'x'.repeat(5000)]);
    else if (key) result.authorization = `Bearer ${key}`;
  }
  if (hasBody || random.chance(0.02)) {
    const type = random.chance(0.93) ? 'application/json' : random.pick(CONTENT_TYPES);
    if (type) result['content-type'] = type;
  }
  if (hasBody && random.chance(0.02)) result['content-encoding'] = random.pick(['gzip', 'br', 'identity', 'x']);
  if (random.chance(0.15)) result['idempotency-key'] = random.weighted([[3, () => random.uuid()], [3, () => `shared-${random.int(0, 5)}`], [2, () => visible(random.pick(STRINGS))], [1, () => ['a', 'b']]])();
  if (random.chance(0.08)) result.accept = random.pick(['application/vc', 'text/html', '*/*', 'application/vc;q=0', 'application/ld+json;q=0.1,text/html', ';;', 'a/b/c', visible('x'.repeat(3000))]);
  if (random.chance(0.08)) result['if-none-match'] = random.pick(['*', '"x"', 'W/"x"', 'x', '"', ',,,', '"a","b"']);
  if (random.chance(0.05)) result['x-forwarded-for'] = random.pick(['1.2.3.4', '::1', 'evil', '1.2.3.4, 5.6.7.8', visible(random.pick(STRINGS))]);
  if (random.chance(0.03)) result[random.pick(['x-forwarded-host', 'x-http-method-override', 'expect', 'te', 'range', 'cookie', 'origin', 'content-md5'])] = visible(random.pick(STRINGS));
  return result;
}

/** Request number `index` of a seed: {operationId, kind, method, path, headers, bytes?}. */
export function requestOf(api, pools, seed, index) {
  const random = new Random(seed * 100_003 + index * 7919);
  const operation = random.weighted(api.operations.map((candidate) => [candidate.requestBody ? 4 : 1, candidate]));
  const path = random.chance(0.02) ? random.pick(ODD_PATHS) : operation.path.replace(/\{(\w+)\}/g, (_, name) => encoded(pathId(operation, name, pools, random)) || '%20');
  const { bytes, kind } = body(api, operation, random);
  const method = random.chance(0.04) ? random.pick(METHODS) : operation.method;
  const sendsBody = bytes !== undefined && !['HEAD', 'TRACE'].includes(method);
  return {
    operationId: operation.operationId, kind: kind ?? 'no body', method,
    path: path + query(api, operation, pools, random),
    headers: headers(operation, pools, random, sendsBody),
    bytes: sendsBody ? bytes : undefined,
    chunked: random.chance(0.1),
  };
}
