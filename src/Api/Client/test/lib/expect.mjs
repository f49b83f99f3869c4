import assert from 'node:assert/strict';
import { verify } from './bundle.mjs';
import { optionsOf } from './world.mjs';

/** Verifies and asserts one check's end: `expected` is [check, outcome, code]. Returns the report. */
export async function expectEnd(document, given, [check, outcome, code]) {
  const input = typeof document === 'string' ? document : JSON.stringify(document);
  const report = await verify(input, await optionsOf(given));
  const found = report.checks.find((c) => c.check === check);
  assert.deepEqual([found.check, found.outcome, found.reason.code], [check, outcome, code], JSON.stringify(report.checks.map((c) => [c.check, c.outcome, c.reason.code])));
  assert.match(found.reason.sentence, /^[A-Za-z].{9,}\.$/);
  assert.equal(report.verdict, report.checks.some((c) => c.outcome === 'failed') ? 'invalid'
    : report.checks.every((c) => c.outcome === 'passed') ? 'valid' : 'undetermined');
  return report;
}

export const outcomes = (report) => report.checks.map((c) => c.outcome);
