// Makes the store of a release as a fixture: `node make.mjs PUBLISHED_FOLDER ANVIL OUT_FOLDER`. See README.md.
import { spawn, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [published, anvilPath, out] = process.argv.slice(2);
const RELEASE = execFileSync('git', ['-C', published, 'rev-parse', '--short', 'HEAD']).toString().trim();
const ORIGIN = 'https://store.learncoin.example';
const PASSPHRASE = 'fixture passphrase of no secret';
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const freePort = () => new Promise((done) => {
  const server = createServer();
  server.listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => done(port)); });
});

async function until(what, probe) {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) {
    const found = await probe().catch(() => undefined);
    if (found) return found;
  }
  throw new Error(`not in time: ${what}`);
}

async function make(variant) {
  const work = mkdtempSync(join(tmpdir(), 'learncoin-fixture-'));
  const data = join(work, 'data');
  const [rpcPort, port] = [await freePort(), await freePort()];
  const rpcUrl = `http://127.0.0.1:${rpcPort}`;
  const env = {
    ...process.env, PublicOrigin: ORIGIN, Listen: `http://127.0.0.1:${port}`, DataDirectory: data, KeyPassphrase: PASSPHRASE,
    Anchoring__Test__RpcUrl: rpcUrl, Anchoring__Confirmations: '3', Anchoring__WindowSeconds: '0.3', Anchoring__PollSeconds: '0.2',
  };
  const anvil = spawn(anvilPath, ['--chain-id', '84532', '--block-time', '1', '--port', `${rpcPort}`, '--silent'], { stdio: 'ignore' });
  let serve;
  try {
    const rpc = async (method, ...params) => {
      const response = await fetch(rpcUrl, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      });
      const answer = await response.json();
      if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
      return answer.result;
    };
    await until('node', () => rpc('eth_chainId'));
    const cli = (...args) => execFileSync('dotnet', [join(published, 'learncoin.dll'), ...args], { env, cwd: work }).toString();
    const json = (text) => JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
    const tenants = ['Fixture University', 'Zweite Schule Ünïque'].map((name) => {
      const { id } = json(cli('tenants', 'create', '--name', name, '--plan', 'industry'));
      const { api_key: key } = json(cli('keys', 'create', '--tenant', id, '--environment', 'test'));
      return { id, name, key, batches: [] };
    });
    const address = cli('accounts').match(/0x[0-9a-fA-F]{40}/)[0];
    await rpc('anvil_setBalance', address, '0x56bc75e2d63100000');

    serve = spawn('dotnet', [join(published, 'learncoin.dll'), 'serve'], { env, cwd: work, stdio: 'ignore' });
    const ended = new Promise((done) => serve.once('exit', done));
    const call = async (method, path, key, body, idempotency) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}), ...(idempotency ? { 'idempotency-key': idempotency } : {}) },
        body: body && JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    };
    await until('host', async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok);

    let people = 0;
    const body = (count) => ({
      credentials: Array.from({ length: count }, () => {
        const n = ++people;
        const hash = createHash('md5').update(`${variant}-${n}`).digest('hex');
        return {
          recipient: {
            id: `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20)}`,
            name: `Zoë Fixture ${n} Ünïque`, email: `person-${n}@fixture.example`,
          },
          external_id: `xid-fixture-${n}`,
          achievement: {
            id: 'https://school.example/credentials/intro', name: 'Introduction', description: 'An introductory course.',
            criteria: { narrative: 'Passing grade.' },
          },
          issuanceDate: '2026-05-01T12:00:00Z',
        };
      }),
    });
    const post = async (tenant, count, role) => {
      const idempotency = `fixture-${tenant.batches.length}`;
      const request = body(count);
      const { id } = await call('POST', '/v1/batches', tenant.key, request, idempotency);
      const batch = { id, role, idempotency_key: idempotency, request };
      tenant.batches.push(batch);
      return batch;
    };
    const state = async (tenant, batch) => {
      const read = await call('GET', `/v1/batches/${batch.id}`, tenant.key);
      return { ...read, anchor: read.anchor_transaction?.state };
    };
    const reach = (tenant, batch, good) => until(`${batch.role}: ${good}`, async () => good(await state(tenant, batch)));

    const [first, second] = tenants;
    for (const tenant of [first, second, first]) {
      const batch = await post(tenant, 3, 'anchored');
      await reach(tenant, batch, (read) => read.status === 'anchored');
    }
    const old = await state(first, first.batches[0]);
    await call('POST', `/v1/credentials/${old.credentials[0].id}/revoke`, first.key, { reason_code: 'issuer_error', reason: 'Fixture free text' });
    first.revoked = old.credentials[0].id;
    await call('POST', `/v1/credentials/${old.credentials[1].id}/erase`, first.key, { requester: 'recipient', verified_at: '2026-04-23T12:00:00Z' });
    first.erased = old.credentials[1].id;

    await rpc('evm_setIntervalMining', 0);
    const included = await post(second, 2, 'included');
    await reach(second, included, (read) => read.anchor === 'submitted');
    await sleep(500);
    await rpc('evm_mine');
    await reach(second, included, (read) => read.anchor === 'included' || read.anchor === 'confirming');
    const submitted = await post(first, 2, 'submitted');
    await reach(first, submitted, (read) => read.anchor === 'submitted');
    await sleep(500);
    const waiting = await post(second, 2, 'waiting');
    await reach(second, waiting, (read) => read.status === 'signed');
    await sleep(1500);
    // The gate remembers for some seconds that this tenant's key opens: the batch is accepted, and cannot be signed.
    await post(first, 1, 'waiting');
    await sleep(700);
    const keys = join(data, 'keys');
    renameSync(keys, `${keys}-away`);
    mkdirSync(keys, { mode: 0o700 });
    await post(first, 1, 'pending').finally(() => undefined);
    await sleep(1000);
    for (const tenant of tenants) {
      for (const batch of tenant.batches) {
        const read = await state(tenant, batch);
        Object.assign(batch, { status: read.status, anchor_state: read.anchor ?? null, hash: read.anchor_transaction?.hash ?? null });
        batch.credentials = [];
        for (const { id } of read.credentials) {
          const response = await fetch(`http://127.0.0.1:${port}/c/${id}.json`);
          batch.credentials.push({ id, document_sha256: response.ok ? createHash('sha256').update(Buffer.from(await response.arrayBuffer())).digest('hex') : null });
        }
      }
    }
    serve.kill(variant === 'killed' ? 'SIGKILL' : 'SIGTERM');
    const code = await ended;
    rmSync(keys, { recursive: true });
    renameSync(`${keys}-away`, keys);

    const target = join(out, variant);
    mkdirSync(target, { recursive: true });
    const expected = { release: RELEASE, variant, public_origin: ORIGIN, key_passphrase: PASSPHRASE, confirmations: 3, sender: address, exit_code: code, tenants };
    writeFileSync(join(data, '..', 'expected.json'), JSON.stringify(expected, null, 1));
    writeFileSync(join(work, 'chain.txt'), await rpc('anvil_dumpState'));
    cpSync(work, target, { recursive: true });
    console.log(variant, readdirSync(data), tenants.flatMap((tenant) => tenant.batches.map((batch) => `${batch.role}:${batch.status}:${batch.anchor_state}`)).join(' '));
  } finally {
    serve?.kill('SIGKILL');
    anvil.kill('SIGKILL');
    rmSync(work, { recursive: true, force: true });
  }
}

for (const variant of ['stopped', 'killed']) {
  await make(variant);
}
