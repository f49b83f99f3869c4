#!/usr/bin/env node
// node verify-vc.mjs DIR CREDENTIAL.json [--live] [--did-document FILE]
// Runs @digitalbazaar/vc with the eddsa-rdfc-2022 suite on the credential as it stands: the library itself picks out
// of `proof` the proofs its suite can judge, so the Merkle proof is left alone. Status by vc-status-list or
// vc-bitstring-status-list. Prints one JSON object; exit 0 accepted, 1 refused, 2 could not run.
import { readFile } from 'node:fs/promises';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { checkStatus as readBitstring } from '@digitalbazaar/vc-bitstring-status-list';
import { checkStatus as checkStatusList2021 } from '@digitalbazaar/vc-status-list';
import { documentLoaderFor } from './lib/document-loader.mjs';
import { openFolder } from './lib/folder.mjs';
import { verifierMain } from './lib/verifier-main.mjs';

/** This library says only that the list could be read; the bit itself is left to the caller. */
async function checkBitstring(options) {
  const result = await readBitstring(options);
  return { ...result, verified: result.verified && result.results.every((r) => r.status === false) };
}

async function verify(dir, file, options) {
  const documentLoader = documentLoaderFor(await openFolder(dir, options));
  const credential = JSON.parse(await readFile(file, 'utf8'));
  const suite = new DataIntegrityProof({ cryptosuite });
  const bitstring = credential.credentialStatus?.type === 'BitstringStatusListEntry';
  const result = await vc.verifyCredential({
    credential, suite, documentLoader, checkStatus: bitstring ? checkBitstring : checkStatusList2021,
  });
  const errors = [result.error, ...(result.error?.errors ?? []), result.statusResult?.error]
    .flat().filter(Boolean).map((e) => String(e.message ?? e));
  const steps = [
    ...(result.results ?? []).map((r) => ({ code: 'proof', status: r.verified ? 'success' : 'failure', cryptosuite: r.proof.cryptosuite })),
    ...(result.statusResult ? [{ code: 'status', status: result.statusResult.verified ? 'success' : 'failure' }] : []),
  ];
  const refusal = result.statusResult?.verified === false ? 'the status list says revoked' : 'refused';
  const message = errors.join('; ') || (result.verified ? 'verified' : refusal);
  return { ok: result.verified === true, status: result.verified ? 'success' : 'failure', steps, message };
}

await verifierMain('verify-vc.mjs', verify);
