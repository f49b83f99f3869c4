// The module worker, in a thread with the little that a browser's worker has.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { files, workerFile } from './lib/bundle.mjs';
import { credential } from './lib/demo.mjs';

const scope = `
  import { parentPort, workerData } from 'node:worker_threads';
  const listeners = [];
  globalThis.addEventListener = (type, listener) => { listeners.push(listener); };
  globalThis.postMessage = (answer) => parentPort.postMessage(answer);
  globalThis.fetch = async () => { throw new TypeError('offline'); };
  await import(workerData);
  parentPort.on('message', (data) => { for (const listener of listeners) listener({ data }); });
`;

const inWorker = async (message) => {
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(scope)}`), { workerData: new URL(`file://${workerFile}`).href });
  try {
    worker.postMessage(message);
    return await new Promise((resolve, reject) => { worker.once('message', resolve); worker.once('error', reject); });
  } finally {
    await worker.terminate();
  }
};

const options = { rpcUrls: ['https://rpc.example/'], now: new Date('2026-11-23T00:00:00Z') };

test('the worker posts a report with the id of the request', { timeout: 30_000 }, async () => {
  const { id, report } = await inWorker({ id: 7, input: JSON.stringify(credential), options });
  assert.equal(id, 7);
  assert.deepEqual(report.checks.map((check) => check.outcome), ['passed', 'unknown', 'unknown', 'unknown', 'unknown', 'passed']);
  assert.equal(report.verdict, 'undetermined');
});

test('a request that the worker cannot work with is answered as an error, not left unanswered', { timeout: 30_000 }, async () => {
  assert.deepEqual(await inWorker({ id: 8, input: null, options }), { id: 8, error: true });
});

test('the bundles need no import, no document and no compiler at run time, and stay small', () => {
  for (const { file, gzip } of files) {
    // Blockcerts' own is loaded on demand; the scripts of pages are for every visitor.
    const limit = file.endsWith('blockcerts.worker.js') ? 400_000 : file.includes('verifier') ? 60_000 : 10_000;
    assert.ok(gzip < limit, `${file}: ${gzip} bytes gzipped`);
  }
  const text = readFileSync(workerFile, 'utf8');
  const found = /(?<![@\w.])import\s*[({"']|\brequire\(|\bdocument\.(?:create|get|query)|\bwindow\.|new Function|\beval\(|XMLHttpRequest/.exec(text);
  assert.equal(found && text.slice(found.index - 20, found.index + 40), null);
});
