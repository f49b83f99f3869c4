// Ours and npm jsonld alternately on the same files; medians and ratios to the screen and to results.json beside this file.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const benchmarks = process.argv[2];
const rounds = Number(process.env.ROUNDS ?? 5);
const seconds = process.env.SECONDS_EACH ?? '2';
const folder = mkdtempSync(join(tmpdir(), 'learncoin-peers-'));
const run = (command, ...args) => JSON.parse(execFileSync(command, args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit']}));
const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

execFileSync('dotnet', [benchmarks, 'documents', folder]);
const results = [];
console.log(`${rounds} rounds, ${seconds} s each after a warm-up; documents/s, median\n`);
console.log(`${'document'.padEnd(10)}${'ours'.padStart(12)}${'jsonld 9'.padStart(12)}${'ratio'.padStart(9)}`);
for (const name of ['small', 'typical', 'many', 'long']) {
  const file = join(folder, `${name}.json`);
  const ours = [], theirs = [];
  for (let i = 0; i < rounds; i++) {
    const a = run('dotnet', benchmarks, 'measure', file, seconds);
    const b = run(process.execPath, join(here, 'jsonld-peer.mjs'), file, seconds);
    if (a.hash !== b.hash) throw new Error(`${name}: the hashes differ: ours ${a.hash}, theirs ${b.hash}`);
    ours.push(a.per_second);
    theirs.push(b.per_second);
  }
  const row = {name, ours_per_s: Math.round(median(ours)), peer_per_s: +median(theirs).toFixed(1)};
  row.ratio = +(row.ours_per_s / row.peer_per_s).toFixed(1);
  results.push(row);
  console.log(`${name.padEnd(10)}${String(row.ours_per_s).padStart(12)}${String(row.peer_per_s).padStart(12)}${String(row.ratio).padStart(9)}`);
}
writeFileSync(join(here, 'results.json'), JSON.stringify(results, null, 2) + '\n');
rmSync(folder, {recursive: true});
console.log('\nEach pair gave the same hash. Written: bench/peers/results.json');
