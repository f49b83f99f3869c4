#!/usr/bin/env node
// The public walkthrough "Issuing your first credential", run as a user would run it. Its code stands here as it is
// published (steps 2, 3, 4, 5b, 6), as plain JavaScript; around it only what a script needs: N recipients instead of
// one, a JSON file instead of `db.recipients`, progress, and a result file.
//
//   LEARNCOIN_BASE_URL=http://localhost:8080/v1 LEARNCOIN_API_KEY=lrn_test_.. \
//     node walkthrough.mjs --out DIR --result FILE [--credentials N]
//
// LEARNCOIN_POLL_MS shortens the pause between polls (5000 as published), LEARNCOIN_ANCHOR_TIMEOUT_MS the waiting
// (120000 as published). Writes DIR/<crd_id>.json (the signed documents) and DIR/recipients.json (the mapping of step 2).
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const POLL_MS = Number(process.env.LEARNCOIN_POLL_MS ?? 5_000);
const ANCHOR_TIMEOUT_MS = Number(process.env.LEARNCOIN_ANCHOR_TIMEOUT_MS ?? 120_000);
const PARALLEL_DOWNLOADS = 8;
const MAX_TRIES = 8;

const { values: args } = parseArgs({
  options: { out: { type: 'string' }, result: { type: 'string' }, credentials: { type: 'string', default: '3' } },
});
const count = Number(args.credentials);
if (!args.out || !args.result || !Number.isInteger(count) || count < 1 || count > 500
  || !process.env.LEARNCOIN_BASE_URL || !process.env.LEARNCOIN_API_KEY) {
  console.error('usage: LEARNCOIN_BASE_URL=.. LEARNCOIN_API_KEY=.. walkthrough.mjs --out DIR --result FILE [--credentials 1..500]');
  process.exit(2);
}

const say = (text) => console.log(`  ${text}`);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const GIVEN = ['Ada', 'Amina', 'Björn', 'Chloé', 'Dmitri', 'Esra', 'Fatou', 'Giulia', 'Hiroko', 'Íñigo', 'Jürgen', 'Kwame'];
const FAMILY = ['Lovelace', 'Okafor', "O'Neill", 'Müller', 'Sørensen', 'Yılmaz', 'Nguyễn', 'García Ruiz', 'Kowalska', 'Tanaka', 'Đorđević'];

/**
 * fetch, patient where the API asks for patience: 429 and 503 wait as long as Retry-After says. A connection that
 * breaks is tried again too; that is safe for the POST because of its Idempotency-Key.
 */
async function patientFetch(url, init) {
  for (let tries = 1; ; tries++) {
    let seconds = 1;
    try {
      const res = await fetch(url, init);
      if (![429, 503].includes(res.status) || tries === MAX_TRIES) return res;
      await res.body?.cancel();
      const asked = Number(res.headers.get('retry-after') ?? NaN);
      if (Number.isFinite(asked)) seconds = Math.max(asked, 0.1);
    } catch (error) {
      if (tries === MAX_TRIES) throw error;
    }
    await sleep(seconds * 1000);
  }
}

/** The JSON of a 2xx answer; else an error that says what the API said and under which request id. */
async function jsonOf(res, what) {
  const text = await res.text();
  if (!res.ok) throw new Error(`${what} answered ${res.status} (${res.headers.get('x-request-id') ?? 'no request id'}): ${text.slice(0, 600)}`);
  return JSON.parse(text);
}

// --- 2. Generate a pseudonymous recipient ID -----------------------------------------------------------------------
const recipients = [];
const db = { recipients: { insert: async (row) => { recipients.push(row); } } };

async function newRecipient(n) {
  const recipientId = `urn:uuid:${randomUUID()}`;
  const name = `${GIVEN[n % GIVEN.length]} ${FAMILY[Math.floor(n / GIVEN.length + n) % FAMILY.length]}`;
  const email = `recipient-${n + 1}@students.example`;
  await db.recipients.insert({ id: recipientId, email, legal_name: name, learncoin_tenant: process.env.LEARNCOIN_TENANT_ID ?? null });
  return { id: recipientId, name, email };
}

// --- 3. Define the achievement -------------------------------------------------------------------------------------
const achievement = {
  id: 'https://yourschool.edu/credentials/intro-ml',
  name: 'Introduction to Machine Learning',
  description: 'Completed the 12-week introductory course with distinction.',
  criteria: {
    narrative:
      'Passing grade (≥ 70%) on the final project plus peer-reviewed code submission.',
  },
  alignment: [
    {
      targetFramework: 'ESCO',
      targetCode: 'S1.4.0',
      targetName: 'Machine learning',
      targetUrl:
        'https://esco.ec.europa.eu/en/classification/skill?uri=http%3A%2F%2Fdata.europa.eu%2Fesco%2Fskill%2FS1.4.0',
    },
  ],
};

// --- 4. POST the batch ---------------------------------------------------------------------------------------------
async function postBatch(people) {
  const response = await patientFetch(`${process.env.LEARNCOIN_BASE_URL}/batches`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${process.env.LEARNCOIN_API_KEY}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
    },
    body: JSON.stringify({
      credentials: people.map((recipient) => ({
        recipient,
        achievement,
        issuanceDate: new Date().toISOString(),
      })),
    }),
  });
  return jsonOf(response, 'POST /batches');
}

// --- 5b. Poll (fine for scripts + testing) -------------------------------------------------------------------------
async function waitForAnchor(batchId, timeoutMs = ANCHOR_TIMEOUT_MS) {
  const start = Date.now();
  let last;
  while (Date.now() - start < timeoutMs) {
    const res = await patientFetch(`${process.env.LEARNCOIN_BASE_URL}/batches/${batchId}`, {
      headers: { Authorization: `Bearer ${process.env.LEARNCOIN_API_KEY}` },
    });
    const batch = await jsonOf(res, `GET /batches/${batchId}`);
    if (batch.status !== last) say(`${batch.status} after ${((Date.now() - start) / 1000).toFixed(1)} s`);
    last = batch.status;
    if (batch.status === 'anchored') return batch;
    if (batch.status === 'failed') throw new Error(`Batch failed: ${batch.error}`);
    await sleep(POLL_MS);
  }
  throw new Error(`Timed out waiting for anchor (status ${last}); is the EVM node running?`);
}

// --- 6. Download the signed JSON-LD --------------------------------------------------------------------------------
async function download(credentialId) {
  const res = await patientFetch(
    `${process.env.LEARNCOIN_BASE_URL}/credentials/${credentialId}`,
    { headers: { Authorization: `Bearer ${process.env.LEARNCOIN_API_KEY}` } },
  );
  const { signed_credential } = await jsonOf(res, `GET /credentials/${credentialId}`);
  if (!signed_credential) throw new Error(`GET /credentials/${credentialId} has no signed_credential`);
  await writeFile(join(args.out, `${credentialId}.json`), `${JSON.stringify(signed_credential, null, 2)}\n`);
}

/** Runs `work` over the items, at most `width` at a time. */
async function inParallel(items, width, work) {
  const queue = [...items];
  const worker = async () => { while (queue.length > 0) await work(queue.shift()); };
  await Promise.all(Array.from({ length: Math.min(width, queue.length) }, worker));
}

async function run() {
  await mkdir(args.out, { recursive: true });
  const people = [];
  for (let n = 0; n < count; n++) people.push(await newRecipient(n));
  await writeFile(join(args.out, 'recipients.json'), `${JSON.stringify(recipients, null, 2)}\n`, { mode: 0o600 });

  const posted = Date.now();
  const batch = await postBatch(people);
  say(`batch ${batch.id}: ${batch.credentials_count} credential(s) ${batch.status}, environment ${batch.environment}`);
  const anchored = await waitForAnchor(batch.id);
  const issuedMs = Date.now() - posted;

  let done = 0;
  await inParallel(anchored.credentials, PARALLEL_DOWNLOADS, async (credential) => {
    await download(credential.id);
    if (++done % 100 === 0 || done === count) say(`${done} of ${count} signed documents downloaded`);
  });
  const result = {
    batch_id: anchored.id,
    credential_ids: anchored.credentials.map((c) => c.id),
    verify_urls: anchored.credentials.map((c) => c.verify_url),
    issued_to_anchored_ms: issuedMs,
    anchor_transaction: anchored.anchor_transaction ?? null,
  };
  await writeFile(args.result, `${JSON.stringify(result, null, 2)}\n`);
}

run().catch((error) => {
  console.error(`  the walkthrough stopped: ${error.cause?.message ?? error.message}`);
  process.exitCode = 1;
});
