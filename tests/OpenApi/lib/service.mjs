// A service on its own EVM node, with two tenants and some credentials, for requests that nobody would send to a real one.
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, Processes } from '../../../scripts/lib/processes.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const learncoin = join(root, 'src/Standalone/bin/Release/net10.0/learncoin.dll');
const bundled = join(root, 'scripts/node/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil');
const anvil = process.platform === 'linux' && process.arch === 'x64' ? bundled : 'anvil';
const FUNDS_WEI = '0x56bc75e2d63100000';
const MANY = '1000000';

async function rpc(url, method, params = []) {
  const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }) });
  return (await response.json()).result;
}

async function getJson(url, init) {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
  return response.json();
}

/** -> {origin, rpcUrl, makeTenant(name, plan), stop()}. */
export async function startService() {
  const work = mkdtempSync(join(tmpdir(), 'learncoin-openapi-'));
  const processes = new Processes();
  const stop = async () => {
    await processes.stopAll();
    await rm(work, { recursive: true, force: true });
  };
  processes.onSignal(stop);
  try {
    const [nodePort, port] = [await freePort(), await freePort()];
    const [rpcUrl, origin] = [`http://127.0.0.1:${nodePort}`, `http://localhost:${port}`];
    processes.start('the EVM node', anvil, ['--chain-id', '84532', '--block-time', '1', '--port', String(nodePort), '--silent']);
    await processes.until('the EVM node', () => rpc(rpcUrl, 'eth_chainId'));
    const env = {
      ...process.env, PublicOrigin: origin, Listen: origin, DataDirectory: join(work, 'data'), Anchoring__Test__RpcUrl: rpcUrl,
      Plans__industry__RequestsPerMinute: MANY, Plans__industry__MonthlyCredentials: MANY,
      PublicLimits__CallsPerMinute: MANY, PublicLimits__VerificationsPerMinute: MANY, PublicLimits__FailedLoginsPerMinute: MANY,
    };
    processes.start('the service', 'dotnet', [learncoin, 'serve'], { env, cwd: work });
    const profile = await processes.until('the service', async () => {
      const found = await getJson(`${origin}/issuer/profile.json`);
      if (found.publicKey.length === 0) throw new Error('no anchor key yet');
      return found;
    });
    for (const { id } of profile.publicKey) await rpc(rpcUrl, 'anvil_setBalance', [id.split(':')[1], FUNDS_WEI]);
    const cli = async (...args) => JSON.parse(await processes.run('dotnet', [learncoin, ...args], { env, cwd: work }));
    const makeTenant = async (name) => {
      const tenant = await cli('tenants', 'create', '--name', name, '--plan', 'industry');
      const key = await cli('keys', 'create', '--tenant', tenant.id, '--environment', 'test');
      return { id: tenant.id, key: key.api_key };
    };
    return { origin, rpcUrl, makeTenant, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Issues `count` credentials and waits for their anchor. -> the batch object. */
export async function issue(origin, key, count, waitMs = 60_000) {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const credentials = Array.from({ length: count }, (_, i) => ({
    recipient: { id: `urn:uuid:${crypto.randomUUID()}`, name: `Recipient ${i}` },
    achievement: { name: 'Ready', description: 'Was there before.', criteria: { narrative: 'By being there.' } },
    issuanceDate: '2026-04-23T12:00:00Z', external_id: `ref-${crypto.randomUUID()}`,
  }));
  const { id } = await getJson(`${origin}/v1/batches`, { method: 'POST', headers, body: JSON.stringify({ credentials }) });
  for (const end = Date.now() + waitMs; Date.now() < end; await new Promise((done) => setTimeout(done, 300))) {
    const batch = await getJson(`${origin}/v1/batches/${id}`, { headers });
    if (batch.status === 'anchored') return batch;
  }
  throw new Error('The first batch was not anchored in time');
}

/** Registers an endpoint that nobody answers at, and tests it. -> {webhook, delivery}: ids. */
export async function register(origin, key) {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const { id } = await getJson(`${origin}/v1/webhooks`, { method: 'POST', headers, body: JSON.stringify({ url: 'http://localhost:1/', events: ['batch.anchored'] }) });
  const { delivery_id } = await getJson(`${origin}/v1/webhooks/${id}/test`, { method: 'POST', headers });
  return { webhook: id, delivery: delivery_id };
}
