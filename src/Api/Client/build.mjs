#!/usr/bin/env node
// node build.mjs: dist/verifier.js (ES module: `verify`), dist/verifier.worker.js and dist/blockcerts.worker.js (module workers) and the pages'
// scripts, and says what they weigh.
// node build.mjs --why: also which packages weigh how much.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { compiledAhead } from './compiled-ahead.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const contextsFolder = join(here, '../../Core/JsonLd/Contexts');

// Contexts that neither a credential nor a status list of the service uses.
const leftOut = new Set([
  'https://w3id.org/blockcerts/v3', 'https://w3id.org/blockcerts/v3.1', 'https://w3id.org/security/multikey/v1', 'https://www.w3.org/ns/did/v1',
]);

/** The service's own embedded contexts: the table of names and hashes in its source is the only one. */
export async function readContexts() {
  const table = await readFile(join(contextsFolder, 'EmbeddedContexts.cs'), 'utf8');
  const contexts = {};
  for (const [, iri, file, sha256] of table.matchAll(/\["([^"]+)"\]\s*=\s*\("([^"]+)",\s*"([0-9a-f]{64})"\)/g)) {
    if (leftOut.has(iri)) continue;
    const bytes = await readFile(join(contextsFolder, 'Documents', `${file}.jsonld`));
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error(`the context ${file} is not the pinned one`);
    contexts[iri] = JSON.parse(bytes);
  }
  if (Object.keys(contexts).length === 0) throw new Error('no contexts found in EmbeddedContexts.cs');
  return contexts;
}

export const embeddedContexts = {
  name: 'embedded-contexts',
  setup(on) {
    on.onResolve({ filter: /^embedded:contexts$/ }, ({ path }) => ({ path, namespace: 'embedded' }));
    on.onLoad({ filter: /.*/, namespace: 'embedded' }, async () => ({
      // As text: engines parse JSON faster than they parse an expression.
      contents: `export const contexts = JSON.parse(${JSON.stringify(JSON.stringify(await readContexts()))});`, loader: 'js',
    }));
  },
};

// Parts of the two JSON-LD libraries that canonizing does not come near, and the ones that would load documents or set globals.
// Each is replaced by what the rest needs of it at load time. Key: package, then module.
const empty = 'module.exports = {};';
const replaced = {
  jsonld: {
    './compact': empty, './flatten': empty, './frame': empty, './fromRdf': empty, './RequestQueue': empty,
    './documentLoaders/node': empty, './documentLoaders/xhr': empty,
    './JsonLdProcessor': 'module.exports = () => undefined;',
    './platform': 'module.exports = { setupGlobals() {}, setupDocumentLoaders() {} };',
  },
  'rdf-canonize': {
    './RDFC10Sync': empty, './MessageDigest': empty,
    // Its own brings a polyfill that compiles text. Timers are clamped to 4 ms, a message channel is not.
    './platform': `exports.setImmediate = globalThis.setImmediate ?? ((run) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { port1.close(); run(); };
      port2.postMessage(0);
    });`,
  },
};

const smallerLibraries = {
  name: 'smaller-libraries',
  setup(on) {
    on.onResolve({ filter: /^\.\// }, ({ path, importer }) => {
      const name = /node_modules[\\/](jsonld|rdf-canonize)[\\/]lib[\\/][^\\/]+$/.exec(importer)?.[1];
      return name !== undefined && Object.hasOwn(replaced[name], path) ? { path: `${name}/${path}`, namespace: 'replaced' } : undefined;
    });
    on.onLoad({ filter: /.*/, namespace: 'replaced' }, ({ path }) => {
      const at = path.indexOf('/');
      return { contents: replaced[path.slice(0, at)][path.slice(at + 1)], loader: 'js' };
    });
  },
};

// RDFC-1.0 orders lines by code point; rdf-canonize 5.0.0 orders them by UTF-16 code unit, which puts U+10000 and above before U+E000. The
// service goes by the standard, and a good credential with such texts must not be called forged here.
const codePointOrder = {
  name: 'code-point-order',
  setup(on) {
    on.onLoad({ filter: /rdf-canonize[\\/]lib[\\/]RDFC10\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const line of ['normalized.sort();', 'nquads.sort();']) {
        if (contents.split(line).length !== 2) throw new Error(`rdf-canonize has changed: ${line} is not there once`);
        contents = contents.replace(line, line.replace('()', '(byCodePoint)'));
      }
      return { contents: `${contents}\n${byCodePoint}`, loader: 'js' };
    });
  },
};

function byCodePoint(a, b) {
  // Surrogates after all other units.
  const rank = (unit) => unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** The verifier, by itself and as a worker, Blockcerts' own as a worker, and each script of src/pages under its own name. */
async function entryPoints() {
  const pages = (await readdir(join(here, 'src/pages')).catch(() => [])).filter((name) => name.endsWith('.ts'));
  const verifiers = { verifier: 'src/verify.ts', 'verifier.worker': 'src/worker.ts', 'blockcerts.worker': 'src/blockcerts/worker.ts' };
  return { ...verifiers, ...Object.fromEntries(pages.map((name) => [name.slice(0, -3), `src/pages/${name}`])) };
}

/** Builds into a folder; returns [{file, bytes, gzip}] and esbuild's account of what went in. */
export async function bundle(outdir = join(here, 'dist')) {
  const result = await build({
    absWorkingDir: here,
    entryPoints: await entryPoints(),
    outdir, bundle: true, format: 'esm', platform: 'browser', target: 'es2023', minify: true, legalComments: 'linked', charset: 'utf8',
    metafile: true, logLevel: 'warning', plugins: [embeddedContexts, compiledAhead, smallerLibraries, codePointOrder],
  });
  const files = [];
  for (const file of Object.keys(result.metafile.outputs).filter((name) => name.endsWith('.js'))) {
    const bytes = await readFile(join(here, file));
    // Blockcerts' library calls `Function` here and there; in its worker that is not the one that compiles (src/blockcerts/globals.ts).
    const compiles = file.endsWith('blockcerts.worker.js') ? /\beval\(|new Function\(/ : /\beval\(|new Function\(|\bFunction\("/;
    if (compiles.test(bytes)) throw new Error(`${file} compiles text, which the pages' policy forbids`);
    files.push({ file, bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length });
  }
  return { files, metafile: result.metafile };
}

/** Minified bytes of each package in an output. */
function weights({ inputs }) {
  const sums = new Map();
  for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? (input.startsWith('embedded:') ? 'contexts' : 'our own');
    sums.set(name, (sums.get(name) ?? 0) + bytesInOutput);
  }
  return [...sums].sort((a, b) => b[1] - a[1]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { files, metafile } = await bundle();
  for (const { file, bytes, gzip } of files) {
    console.log(`${file}: ${bytes} bytes, ${gzip} gzipped`);
    if (process.argv.includes('--why')) {
      for (const [name, size] of weights(metafile.outputs[file])) console.log(`  ${String(size).padStart(7)} ${name}`);
    }
  }
}
