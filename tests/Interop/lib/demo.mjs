// A running demo for the tests: the one named by LEARNCOIN_DEMO_DIR, else one started here and stopped at the end.
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url));
const START_TIMEOUT_MS = 10 * 60_000; // a fresh clone restores and builds first
const STOP_TIMEOUT_MS = 20_000;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function readSummary(dir) {
  try {
    return JSON.parse(await readFile(join(dir, 'summary.json'), 'utf8'));
  } catch {
    return undefined; // not there yet, or half written
  }
}

/** -> {dir, summary, stop()}. */
export async function openDemo({ credentials = 3 } = {}) {
  const given = process.env.LEARNCOIN_DEMO_DIR;
  if (given) {
    const summary = await readSummary(given);
    if (!summary) throw new Error('LEARNCOIN_DEMO_DIR names a folder without summary.json');
    return { dir: given, summary, stop: async () => {} };
  }
  const work = await mkdtemp(join(tmpdir(), 'learncoin-demo-'));
  const dir = join(work, 'out');
  const logFile = join(work, 'demo.log');
  const log = openSync(logFile, 'w');
  const child = spawn(join(repositoryRoot, 'scripts', 'demo'), ['--out', dir, '--credentials', String(credentials)],
    { cwd: repositoryRoot, stdio: ['ignore', log, log] });
  closeSync(log);
  let failure;
  const ended = new Promise((resolve) => {
    child.on('error', (error) => { failure = error.message; resolve(); });
    child.on('exit', (code, signal) => { failure ??= `it ended with ${signal ?? code}`; resolve(); });
  });
  // However this process ends, the demo ends with it.
  process.once('exit', () => child.kill('SIGTERM'));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  const stop = async () => {
    if (failure === undefined) {
      child.kill('SIGTERM');
      if (await Promise.race([ended.then(() => true), sleep(STOP_TIMEOUT_MS).then(() => false)]) === false) child.kill('SIGKILL');
    }
    await rm(work, { recursive: true, force: true });
  };
  for (const end = Date.now() + START_TIMEOUT_MS; Date.now() < end && failure === undefined; await sleep(250)) {
    const summary = await readSummary(dir);
    if (summary) return { dir, summary, stop };
  }
  const tail = (await readFile(logFile, 'utf8').catch(() => '')).slice(-3000);
  await stop();
  throw new Error(`scripts/demo did not get as far as summary.json: ${failure ?? 'time is up'}\n${tail}`);
}
