// The modules of the pages' scripts that need no page, each by itself.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { embeddedContexts } from '../../build.mjs';

const folder = mkdtempSync(join(tmpdir(), 'learncoin-pages-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

export async function load(name) {
  const outfile = join(folder, `${name.replaceAll('/', '-')}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`../../src/${name}.ts`, import.meta.url))], outfile, bundle: true, format: 'esm', target: 'es2023', logLevel: 'warning',
    plugins: [embeddedContexts],
  });
  return import(pathToFileURL(outfile).href);
}
