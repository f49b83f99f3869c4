// A credential that the service itself issued (npm run demo's fixture tenants), with its DID document and status list. Its local chain is gone:
// the answers of a node are written here from what the anchor said.
import { readFile } from 'node:fs/promises';
import { chainOf, fetchOf, hash } from './node.mjs';

const read = async (name) => JSON.parse(await readFile(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));

export const credential = await read('credential.json');
export const did = await read('did.json');
export const list = await read('status-list.json');
/** Of the fixture's Merkle proof. */
export const anchor = await read('anchor.json');
export const rpcUrl = 'https://rpc.example/';
export const now = new Date('2026-11-23T00:00:00Z');
const origin = 'http://localhost:43379';

export const otherTransactions = { sender: hash(1), calldata: hash(2), longer: hash(3), reverted: hash(4) };

export function demoOptions({ didDocument = did, chain = anchorChain() } = {}) {
  const documents = { [`${origin}/.well-known/did.json`]: didDocument, [list.id]: list };
  return { fetch: fetchOf(documents, { [rpcUrl]: chain }), rpcUrls: [rpcUrl], now };
}

export const anchorChain = () => chainOf(anchor);
