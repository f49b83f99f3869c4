#!/usr/bin/env node
// Blockcerts' library checks the form of a Merkle proof with a schema that @exodus/schemasafe compiles when it is loaded; a page's policy forbids
// compiling text. The schema is fixed, so the same code is made from it here, by the library itself, and goes into the bundle as code. The worker
// finds it by its source (src/blockcerts/globals.ts); the library stays as published.
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(import.meta.url);

/** Arguments of each call of `Function` while the library is loaded. */
async function record() {
  const folder = dirname(createRequire(import.meta.url).resolve('@blockcerts/cert-verifier-js/dist/verifier-es/index.js'));
  const part = (await readdir(folder)).filter((name) => /^MerkleProof2019-.*\.js$/.test(name));
  if (part.length !== 1) throw new Error('cert-verifier-js has changed: no one part MerkleProof2019');
  const calls = [];
  globalThis.self = globalThis;
  globalThis.Function = new Proxy(Function, {
    apply(real, self, given) {
      calls.push(given);
      return Reflect.apply(real, self, given);
    },
  });
  await import(pathToFileURL(join(folder, part[0])));
  return calls;
}

/** esbuild's plugin: the module `embedded:compiled` with the map `compiled`, JSON of the arguments to the function. */
export const compiledAhead = {
  name: 'compiled-ahead',
  setup(on) {
    on.onResolve({ filter: /^embedded:compiled$/ }, ({ path }) => ({ path, namespace: 'compiled' }));
    on.onLoad({ filter: /.*/, namespace: 'compiled' }, async () => {
      // In a process of its own: the library sets globals.
      const calls = JSON.parse((await promisify(execFile)(process.execPath, [script])).stdout);
      if (calls.length === 0) throw new Error('cert-verifier-js has changed: it compiles no schema any more');
      const entries = calls.map((given) => `[${JSON.stringify(JSON.stringify(given))}, function (${given.slice(0, -1).join(', ')}) {\n${given.at(-1)}\n}]`);
      return { contents: `export const compiled = new Map([${entries.join(',\n')}]);`, loader: 'js' };
    });
  },
};

if (process.argv[1] && pathToFileURL(process.argv[1]).href === import.meta.url) {
  const calls = await record();
  process.stdout.write(JSON.stringify(calls));
}
