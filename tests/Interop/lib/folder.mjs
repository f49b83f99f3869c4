// The folder that `scripts/demo --out DIR` writes, as a verifier sees it: issuer documents and an RPC, no secrets.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PROFILE_SERVICE = 'IssuerProfile';

async function readJson(path, fallback) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' && fallback !== undefined) return fallback;
    throw error;
  }
}

async function getJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`GET ${url} answered ${response.status}`);
  return response.json();
}

export function profileUrlOf(didDocument) {
  const service = (didDocument.service ?? []).find((s) => s.type === PROFILE_SERVICE);
  if (!service) throw new Error(`the DID document has no service of type ${PROFILE_SERVICE}`);
  return service.serviceEndpoint;
}

/**
 * Opens a demo folder. With `live` the issuer's documents come from the running service (api_url of summary.json),
 * each from the URL at which the credential or the DID document says it is.
 * `didDocument` is the path of another DID document to use in place of did.json.
 */
export async function openFolder(dir, { live = false, didDocument } = {}) {
  const summary = await readJson(join(dir, 'summary.json'), {});
  const rpcUrl = process.env.LEARNCOIN_RPC_URL ?? summary.rpc_url;
  const apiUrl = summary.api_url ? new URL(summary.api_url).origin : undefined;
  if (live && !apiUrl) throw new Error(`${dir}: --live needs api_url in summary.json`);
  const did = didDocument
    ? await readJson(didDocument)
    : live ? await getJson(`${apiUrl}/.well-known/did.json`) : await readJson(join(dir, 'did.json'));
  const documents = new Map();
  if (!live) {
    const statusList = await readJson(join(dir, 'status-list.json'));
    documents.set(profileUrlOf(did), await readJson(join(dir, 'issuer-profile.json')));
    documents.set(statusList.id, statusList);
  }
  return { summary, rpcUrl, apiUrl, did, documents, live };
}
