// The two hosts as the demo starts them: command, folder and settings of each, and its operators' command line.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The embedded host, and the command line that every machine can run. */
export const learncoin = join(root, 'src/Standalone/bin/Release/net10.0/learncoin.dll');

const common = ({ origin, rpcUrl, chainId, work }) => ({
  PublicOrigin: origin,
  DataDirectory: join(work, 'data'),
  Anchoring__Test__RpcUrl: rpcUrl,
  Anchoring__Test__ChainId: String(chainId),
  // The node lets pages of any origin ask.
  Verification__PublicRpcUrls__0: rpcUrl,
  // Tests hold whole sets of documents against a demo.
  PublicLimits__VerificationsPerMinute: '600',
});

function standalone(where) {
  const settings = { ...common(where), Listen: where.origin };
  return { command: 'dotnet', args: [learncoin, 'serve'], cwd: where.work, settings, cli: ['dotnet', learncoin] };
}

/**
 * The Azure host, tables and keys on this machine. The Functions host itself keeps its leases and workflows in storage: an emulator
 * must be running, or AzureWebJobsStorage name another.
 *   Storage__Provider         local (default), or emulator: the product's tables lie there too, and it must be a new one
 *   LEARNCOIN_FUNCTIONS_APP   folder of the published app
 *   LEARNCOIN_FUNCTIONS_HOST  shell command that serves the app of the working folder; {app} and {port} are put in
 */
function functions(where) {
  if (!process.env.LEARNCOIN_FUNCTIONS_APP) throw new Error('LEARNCOIN_FUNCTIONS_APP: expected the folder of the published app');
  const app = resolve(process.env.LEARNCOIN_INVOKED_FROM ?? '.', process.env.LEARNCOIN_FUNCTIONS_APP);
  const host = process.env.LEARNCOIN_FUNCTIONS_HOST || 'func start --port {port}';
  const settings = {
    ...common(where),
    Storage__Provider: process.env.Storage__Provider || 'local',
    Keys__Provider: 'local',
    Proxy__Hops: '1',
    // Of this run alone: the emulator may hold workflows of another.
    AzureFunctionsWebHost__hostid: `learncoin-demo-${where.port}`,
    AzureFunctionsJobHost__extensions__durableTask__hubName: `LearnCoinDemo${where.port}`,
    FUNCTIONS_WORKER_RUNTIME: 'dotnet-isolated',
    AzureWebJobsDisableHomepage: 'true',
    AzureWebJobsStorage: process.env.AzureWebJobsStorage || 'UseDevelopmentStorage=true',
  };
  const shell = `exec ${host.replaceAll('{app}', app).replaceAll('{port}', String(where.port))}`;
  return { command: 'sh', args: ['-c', shell], cwd: app, settings, cli: ['dotnet', join(app, 'LearnCoin.Functions.dll')] };
}

/** name -> ({origin, port, rpcUrl, chainId, work}) -> {command, args, cwd, settings, cli}. */
export const hosts = { standalone, functions };
