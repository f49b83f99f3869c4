// One timed run of npm jsonld over one file: parse, canonize in safe mode, SHA-256, with a new identifier each time.
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import jsonld from 'jsonld';

const [file, seconds] = [process.argv[2], Number(process.argv[3])];
const contexts = JSON.parse(readFileSync(join(dirname(file), 'contexts.json'), 'utf8'));
const text = readFileSync(file, 'utf8');
const id = '00000000-0000-4000-8000-000000000000';

async function documentLoader(url) {
  if (!contexts[url]) throw new Error(`no context ${url}`);
  return {contextUrl: null, documentUrl: url, document: contexts[url]};
}

async function hash(json) {
  const options = {algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true, base: null, documentLoader};
  const nquads = await jsonld.canonize(JSON.parse(json), options);
  return createHash('sha256').update(nquads).digest('hex');
}

let next = 0;
async function repeat(duration) {
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < duration * 1000) {
    await hash(text.replace(id, id.slice(0, 24) + String(++next).padStart(12, '0')));
    count++;
  }
  return count / ((performance.now() - started) / 1000);
}

const known = await hash(text);
await repeat(seconds / 2);
console.log(JSON.stringify({per_second: await repeat(seconds), hash: known}));
