// The demo itself; scripts/demo has installed and built what it uses. Options: see scripts/demo.
import { mkdtempSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hosts, learncoin } from './hosts.mjs';
import { freePort, Processes } from './processes.mjs';

const CHAIN_ID = 84532;
const BLOCK_SECONDS = 2;
const FUNDS_WEI = '0x56bc75e2d63100000'; // 100 ETH of the demo's own chain
const VERIFIED_BY_BLOCKCERTS = 3;
const root = fileURLToPath(new URL('../..', import.meta.url));
const bundledAnvil = join(root, 'scripts/node/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil');
const isLinuxX64 = process.platform === 'linux' && process.arch === 'x64';
const anvil = isLinuxX64 ? bundledAnvil : 'anvil'; // elsewhere the one on the PATH

function options() {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      credentials: { type: 'string', default: '3' },
      host: { type: 'string', default: 'standalone' },
      exit: { type: 'boolean', default: false },
    },
  });
  const count = Number(values.credentials);
  if (!Number.isInteger(count) || count < 1 || count > 500) throw new Error('--credentials: expected a whole number from 1 to 500');
  const host = Object.hasOwn(hosts, values.host) && hosts[values.host];
  if (!host) throw new Error(`--host: expected ${Object.keys(hosts).join(' or ')}`);
  return { host, out: values.out && resolve(process.env.LEARNCOIN_INVOKED_FROM ?? '.', values.out), count, exit: values.exit };
}

const say = (text) => console.log(`\n== ${text}`);

async function rpc(url, method, params = []) {
  const response = await fetch(url, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const { result, error } = await response.json();
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}

async function getJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

/** Starts the EVM node and the service; -> what the summary tells of them. */
async function startService(processes, host, work) {
  const [nodePort, port] = [await freePort(), await freePort()];
  const rpcUrl = `http://127.0.0.1:${nodePort}`;
  const origin = `http://localhost:${port}`;
  say(`Starting the EVM node (chain ${CHAIN_ID}, a block every ${BLOCK_SECONDS} s) and the service on ${origin}`);
  processes.start('the EVM node', anvil, ['--chain-id', String(CHAIN_ID), '--block-time', String(BLOCK_SECONDS), '--port', String(nodePort), '--silent']);
  await processes.until('the EVM node', () => rpc(rpcUrl, 'eth_chainId'));

  const { command, args, cwd, settings: own, cli } = host({ origin, port, rpcUrl, chainId: CHAIN_ID, work });
  const operator = JSON.parse(await processes.run('dotnet', [learncoin, 'operators', 'new-token'], { cwd: work }));
  const settings = { ...own, ...operator.settings };
  const env = { ...process.env, ...settings };
  processes.start('the service', command, args, { env, cwd });
  await processes.until('the service', () => getJson(`${origin}/healthz`));
  const profile = await processes.until('the service', async () => {
    const found = await getJson(`${origin}/issuer/profile.json`);
    if (found.publicKey.length === 0) throw new Error('no anchor key yet');
    return found;
  });
  for (const { id } of profile.publicKey) await rpc(rpcUrl, 'anvil_setBalance', [id.split(':')[1], FUNDS_WEI]);
  return { origin, rpcUrl, env, settings, cli, operatorToken: operator.operator_token };
}

async function makeTenant(processes, [command, ...first], env, work) {
  say('Making a tenant and a test key');
  const cli = async (...args) => JSON.parse(await processes.run(command, [...first, ...args], { env, cwd: work }));
  // 1,200 requests a minute: up to 500 downloads within seconds would be too many for the default plan's 120.
  const tenant = await cli('tenants', 'create', '--name', 'Example University', '--plan', 'industry');
  const key = await cli('keys', 'create', '--tenant', tenant.id, '--environment', 'test');
  // A second one on a plan that may issue under a DID of its own.
  const institution = await cli('tenants', 'create', '--name', 'Model Institute', '--plan', 'institution');
  const institutionKey = await cli('keys', 'create', '--tenant', institution.id, '--environment', 'test');
  return { tenantId: tenant.id, apiKey: key.api_key, institutionApiKey: institutionKey.api_key };
}

async function saveIssuerDocuments(out, origin, did, credential) {
  const save = (name, value) => writeFile(join(out, name), `${JSON.stringify(value, null, 2)}\n`);
  await save('did.json', await getJson(`${origin}/.well-known/did.json`));
  await save('issuer-profile.json', await getJson(`${origin}/issuer/profile.json`));
  await save('status-list.json', await getJson(credential.credentialStatus.statusListCredential));
}

async function verify(processes, { out, work, rpcUrl, ids }) {
  say('Verifying offline with learncoin verify');
  const shown = ids.slice(0, VERIFIED_BY_BLOCKCERTS);
  for (const id of shown) {
    const file = join(out, `${id}.json`);
    console.log(`  ${id}`);
    console.log(await processes.run('dotnet', [learncoin, 'verify', file, '--did-document', join(out, 'did.json'),
      '--status-list', join(out, 'status-list.json'), '--rpc', rpcUrl], { cwd: work }));
  }
  say('Verifying with unmodified @blockcerts/cert-verifier-js');
  for (const id of shown) {
    const told = JSON.parse(await processes.run(process.execPath, [join(root, 'tests/Interop/verify-blockcerts.mjs'), out, join(out, `${id}.json`)],
      { cwd: work, env: { ...process.env, LEARNCOIN_RPC_URL: rpcUrl } }));
    console.log(`  ${id}: ${told.ok ? 'accepted' : 'REFUSED'} (${told.message ?? told.status})`);
  }
}

async function main() {
  const { host, out: asked, count, exit } = options();
  const work = mkdtempSync(join(tmpdir(), 'learncoin-demo-'));
  const out = asked ?? join(work, 'out');
  await mkdir(out, { recursive: true });
  const processes = new Processes();
  const clean = async () => {
    await processes.stopAll();
    await rm(work, { recursive: true, force: true });
  };
  processes.onSignal(clean);
  try {
    const { origin, rpcUrl, env, settings, cli, operatorToken } = await startService(processes, host, work);
    const { tenantId, apiKey, institutionApiKey } = await makeTenant(processes, cli, env, work);
    say(`Issuing ${count} credential(s) with the walkthrough of the documentation`);
    const resultFile = join(work, 'walkthrough.json');
    await processes.run(process.execPath, [join(root, 'scripts/lib/walkthrough.mjs'), '--out', out, '--result', resultFile, '--credentials', String(count)], {
      env: { ...process.env, LEARNCOIN_BASE_URL: `${origin}/v1`, LEARNCOIN_API_KEY: apiKey, LEARNCOIN_TENANT_ID: tenantId, LEARNCOIN_POLL_MS: '500' },
      show: true,
    });
    const result = JSON.parse(await readFile(resultFile, 'utf8'));
    const credential = JSON.parse(await readFile(join(out, `${result.credential_ids[0]}.json`), 'utf8'));
    await saveIssuerDocuments(out, origin, credential.issuer.id, credential);
    await verify(processes, { out, work, rpcUrl, ids: result.credential_ids });
    const summary = {
      api_url: `${origin}/v1`,
      api_key: apiKey,
      tenant_id: tenantId,
      institution_api_key: institutionApiKey,
      rpc_url: rpcUrl,
      chain_id: CHAIN_ID,
      did: credential.issuer.id,
      did_url: `${origin}/.well-known/did.json`,
      batch_id: result.batch_id,
      credential_ids: result.credential_ids,
      verify_urls: result.verify_urls,
      // The operator's command line on this demo, beside the service that runs: command, folder and settings.
      cli: { command: cli, cwd: work, env: settings },
      console_url: `${origin}/console`,
      operator_token: operatorToken,
    };
    // Last, and by a rename: whoever waits for the file finds it whole, and everything it names.
    await writeFile(join(out, 'summary.json.new'), `${JSON.stringify(summary, null, 2)}\n`, { mode: 0o600 });
    await rename(join(out, 'summary.json.new'), join(out, 'summary.json'));
    say(`Done: ${count} credential(s) from POST to anchored in ${(result.issued_to_anchored_ms / 1000).toFixed(1)} s`);
    for (const url of result.verify_urls.slice(0, 5)) console.log(`  ${url}`);
    if (count > 5) console.log(`  … and ${count - 5} more`);
    console.log(`\nThe console: ${summary.console_url}\n  as a tenant, with the key ${apiKey}\n  as an operator, with the token ${operatorToken}`);
    if (asked) console.log(`\nEverything is in ${out}`);
    if (!exit) {
      console.log('\nThe service is running. Open one of the pages; press Ctrl-C to stop.');
      await processes.untilOneEnds();
      throw new Error('A part of the demo ended by itself: its last lines are above.');
    }
  } finally {
    await clean();
  }
}

main().catch((error) => {
  console.error(`\nThe demo stopped: ${error.message}`);
  process.exitCode = 1;
});
