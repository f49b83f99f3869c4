// The tests run what is shipped: the bundles, built once by the first file that asks.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../../build.mjs';

const folder = mkdtempSync(join(tmpdir(), 'learncoin-verifier-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
export const { files } = await bundle(folder);
export const workerFile = join(folder, 'verifier.worker.js');
export const blockcertsFile = join(folder, 'blockcerts.worker.js');
export const { verify } = await import(pathToFileURL(join(folder, 'verifier.js')));
