// The TypeScript client against the running demo: issue, wait, get, verify, as its README shows.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { after, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openDemo } from './lib/demo.mjs';

const folder = fileURLToPath(new URL('../../clients/typescript/', import.meta.url));
execFileSync(process.execPath, [`${folder}node_modules/typescript/bin/tsc`, '-p', folder], { stdio: 'pipe' });
const { LearnCoin } = await import('../../clients/typescript/dist/index.js');
const demo = await openDemo();
after(() => demo.stop());

it('the client issues a credential that verifies', async () => {
  const learncoin = new LearnCoin({ baseUrl: new URL(demo.summary.api_url).origin, apiKey: demo.summary.api_key });
  const recipient = { id: `urn:uuid:${randomUUID()}`, name: 'Ada Lovelace' };
  const { id } = await learncoin.createBatch({
    credentials: [{
      recipient, issuanceDate: new Date().toISOString(),
      achievement: { name: 'Typed', description: 'Issued by the typed client.', criteria: { narrative: 'It compiled.' } },
    }],
  });
  const batch = await learncoin.waitForAnchor(id, { pollMs: 500 });
  const { signed_credential: document } = await learncoin.getCredential(batch.credentials[0].id);
  assert.equal(document.credentialSubject.id, recipient.id);
  assert.deepEqual([(await learncoin.verify(document)).verdict, (await learncoin.verify(batch.credentials[0].id)).verdict], ['valid', 'valid']);
  const forged = await learncoin.verify({ ...document, name: 'Something else' });
  assert.equal(forged.verdict, 'invalid');
});
