import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verify } from './lib/bundle.mjs';
import { corpus, corpusChain, textOf } from './lib/corpus.mjs';
import { anchor, credential, demoOptions } from './lib/demo.mjs';

const chain = corpusChain();

for (const entry of corpus) {
  test(`the service's own credential, ${entry.name}: ${entry.check === undefined ? 'valid' : `${entry.check} failed, ${entry.code}`}`, async () => {
    const text = textOf(entry);
    const report = await verify(text, demoOptions({ chain, ...(entry.did === undefined ? {} : { didDocument: entry.did }) }));
    const found = report.checks.filter((check) => check.outcome === 'failed').map((check) => check.check);
    if (entry.check === undefined) {
      assert.deepEqual([report.verdict, found], ['valid', []], JSON.stringify(report.checks));
      return;
    }
    const check = report.checks.find((one) => one.check === entry.check);
    assert.deepEqual([report.verdict, found[0], check.reason.code], ['invalid', entry.check, entry.code], JSON.stringify(report.checks.map((c) => [c.check, c.outcome, c.reason.code])));
    assert.ok(entry.did !== undefined || text !== JSON.stringify(credential), 'the change changes something');
  });
}

test('the leaf and the path of the service are found again', async () => {
  const report = await verify(JSON.stringify(credential), demoOptions());
  const { leaf, root, path, transaction, sender } = report.checks[3].evidence;
  assert.deepEqual({ leaf: `0x${leaf}`, root: `0x${root}`, transaction, sender, path: path.map((step) => ({ ...step, hash: `0x${step.hash}` })) },
    { leaf: anchor.leaf, root: anchor.root, transaction: anchor.transaction, sender: anchor.from, path: anchor.path });
});
