// Every exchange of tests/Api.Tests, recorded under LEARNCOIN_EXCHANGES, against the OpenAPI document that the service served then;
// and every answer that the document declares, seen at least once.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { checkExchange, declaredKeys } from './lib/check.mjs';
import { OpenApi } from './lib/document.mjs';
import { exchanges, servedDocument } from './lib/recorded.mjs';
import { unseen } from './unseen.mjs';

const file = process.env.LEARNCOIN_EXCHANGES;
const MAX_SHOWN = 30;

describe('the recorded exchanges', { skip: file ? false : 'LEARNCOIN_EXCHANGES names no file' }, () => {
  const seen = new Set();
  const faults = new Map();
  let api;
  let count = 0;

  before(async () => {
    api = new OpenApi(await servedDocument(file));
    for await (const exchange of exchanges(file)) {
      count++;
      const { faults: found, key } = checkExchange(api, exchange);
      if (key) seen.add(key);
      for (const fault of found) faults.set(fault, `${exchange.method} ${exchange.path.slice(0, 120)}`);
    }
    console.log(`# ${count} exchanges, ${seen.size} of ${declaredKeys(api).length} documented answers seen`);
  });

  it('are many', () => assert.ok(count > 1000, `only ${count} exchanges`));

  it('are as the document says', () => {
    const told = [...faults].slice(0, MAX_SHOWN).map(([fault, where]) => `${fault}  (${where})`);
    assert.equal(faults.size, 0, `${faults.size} kinds of exchange are not as documented:\n${told.join('\n')}`);
  });

  it('show every answer that the document declares', () => {
    const missing = declaredKeys(api).filter((key) => !seen.has(key) && !unseen.some(({ match }) => match.test(key)));
    assert.deepEqual(missing, [], 'declared, but never seen, and unseen.mjs gives no reason');
  });

  it('leave no reason in unseen.mjs without a use', () => {
    const missing = declaredKeys(api).filter((key) => !seen.has(key));
    assert.deepEqual(unseen.filter(({ match }) => !missing.some((key) => match.test(key))).map(({ match }) => String(match)), []);
  });
});
