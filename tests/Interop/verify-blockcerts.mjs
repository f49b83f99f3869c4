#!/usr/bin/env node
// node verify-blockcerts.mjs DIR CREDENTIAL.json [--live] [--did-document FILE]
// Runs @blockcerts/cert-verifier-js, unmodified, on ONE credential (the library keeps global caches, so one process
// each). Prints one JSON object; exit 0 accepted, 1 refused, 2 could not run.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { DID_RESOLVER, installFetch } from './lib/fetch-map.mjs';
import { openFolder } from './lib/folder.mjs';
import { verifierMain } from './lib/verifier-main.mjs';

// The library logs to stdout; stdout here carries the result alone.
for (const name of ['log', 'info', 'warn', 'debug']) console[name] = console.error;

async function verify(dir, file, options) {
  const folder = await openFolder(dir, options);
  if (!folder.rpcUrl) throw new Error('no RPC: summary.json has no rpc_url and LEARNCOIN_RPC_URL is not set');
  const credential = JSON.parse(await readFile(file, 'utf8'));
  const { refused, restore } = installFetch(folder);
  const steps = [];
  try {
    const require = createRequire(import.meta.url);
    const { Certificate } = require('@blockcerts/cert-verifier-js/dist/verifier-node/index.js');
    const certificate = new Certificate(credential, {
      locale: 'en-US',
      didResolverUrl: DID_RESOLVER,
      // The one option a verifier of Base anchors needs: published Blockcerts libraries know no Base chain.
      explorerAPIs: [{ serviceUrl: folder.rpcUrl, apiType: 'rpc', chainType: 'evm', priority: 0 }],
    });
    await certificate.init();
    const result = await certificate.verify(({ code, status, errorMessage }) => {
      if (status !== 'starting') steps.push({ code, status, ...(errorMessage && { message: errorMessage }) });
    });
    const message = typeof result.message === 'string' ? result.message : result.message?.label;
    return { ok: result.status === 'success', status: result.status, steps, message, unexpected_fetches: refused };
  } catch (error) {
    // The library throws for documents it cannot even parse: that is a refusal too.
    return { ok: false, status: 'failure', steps, message: String(error.message ?? error), unexpected_fetches: refused };
  } finally {
    restore();
  }
}

await verifierMain('verify-blockcerts.mjs', verify);
