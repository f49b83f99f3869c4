// The parts of the owner's walkthrough that the demo's own run leaves out: the webhook of step 5a, the magic link of step 6, and "I issued a
// credential with the wrong achievement name", on a running service and in the walkthrough's own calls.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { simpleParser } from 'mailparser';
import { Webhook } from 'standardwebhooks';
import { openDemo } from './lib/demo.mjs';
import { openReceiver } from './lib/receiver.mjs';

const PATIENCE_MS = 60_000;
const demo = await openDemo();
const receiver = await openReceiver();
after(async () => {
  receiver.stop();
  await demo.stop();
});

const URL = demo.summary.api_url;
const KEY = demo.summary.api_key;
const achievement = { name: 'Introduction to Machine Learnin', description: 'Completed the 12-week introductory course.', criteria: { narrative: 'Passing grade (≥ 70%).' } };

async function call(path, { method = 'GET', body, key = KEY, expect } = {}) {
  const response = await fetch(`${URL}${path}`, {
    method,
    headers: { ...(key && { Authorization: `Bearer ${key}` }), ...(body && { 'Content-Type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  const answer = text === '' ? null : JSON.parse(text);
  assert.equal(response.status, expect ?? (response.ok ? response.status : 200), `${method} ${path}: ${text.slice(0, 400)}`);
  return answer;
}

const issue = (recipient, of) => call('/batches', {
  method: 'POST', expect: 202, body: { credentials: [{ recipient, achievement: of, issuanceDate: new Date().toISOString() }] },
});

/** The mail to an address; the demo's service writes its mails into a folder. */
async function mailTo(address) {
  const folder = join(demo.summary.cli.env.DataDirectory, 'mail');
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await new Promise((resolve) => { setTimeout(resolve, 200); })) {
    for (const file of (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'))) {
      const mail = await simpleParser(await readFile(join(folder, file)));
      if (mail.to.value.some((to) => to.address === address)) return mail;
    }
  }
  throw new Error('The mail did not come');
}

describe('the walkthrough with webhook and magic link', () => {
  const email = `ada-${randomUUID()}@students.example`;
  const recipient = { id: `urn:uuid:${randomUUID()}`, name: 'Ada Lovelace', email };
  let subscription;
  let credential;
  let token;

  const delivered = async (type, subject) => {
    const delivery = await receiver.until(({ event }) => event.type === type && event.data.id === subject, `${type} of ${subject}`);
    return new Webhook(subscription.signing_secret).verify(delivery.body, delivery.headers);
  };

  it('5a: a registered webhook hears batch.anchored, signed', async () => {
    subscription = await call('/webhooks', {
      method: 'POST', expect: 201, body: { url: `${receiver.origin}/hooks`, events: ['batch.anchored', 'credential.claimed', 'credential.revoked'] },
    });
    const batch = await issue(recipient, achievement);
    const told = await delivered('batch.anchored', batch.id);
    assert.deepEqual([told.tenant_id, told.data.status, told.data.credentials_count], [demo.summary.tenant_id, 'anchored', 1]);
    [credential] = told.data.credentials;
    assert.equal(credential.recipient_id, recipient.id);
    assert.equal((await call(`/batches/${batch.id}`)).status, 'anchored');
  });

  it('6: the recipient gets one mail in the tenant\'s name, whose link leads to the verification page', async () => {
    const mail = await mailTo(email);
    assert.equal(mail.from.value[0].name, 'Example University');
    const [link] = mail.text.match(/https?:\S+#claim=\S+/);
    assert.equal(link.split('#')[0], credential.verify_url);
    assert.ok(mail.html.includes('Introduction to Machine Learnin'));
    token = link.split('#claim=')[1];
    assert.equal((await call(`/credentials/${credential.id}`)).claim_state, 'pending');
  });

  it('6: the link claims once, and the webhook hears of it', async () => {
    const claimed = await call('/claims', { method: 'POST', key: null, body: { token }, expect: 200 });
    assert.deepEqual([claimed.credential_id, claimed.verify_url], [credential.id, credential.verify_url]);
    assert.equal((await call('/claims', { method: 'POST', key: null, body: { token }, expect: 409 })).error.code, 'claim_already_used');
    assert.equal((await call(`/credentials/${credential.id}`)).claim_state, 'claimed');
    const told = await delivered('credential.claimed', credential.id);
    assert.equal(told.data.recipient_id, recipient.id);
    assert.ok(!JSON.stringify(told).includes('Ada') && !JSON.stringify(told).includes(email));
  });

  it('the wrong one is revoked and a corrected one issued', async () => {
    const revoked = await call(`/credentials/${credential.id}/revoke`, {
      method: 'POST', body: { reason: 'Superseded after grading correction.', reason_code: 'reissued' }, expect: 200,
    });
    assert.equal(revoked.revoked, true);
    assert.equal((await delivered('credential.revoked', credential.id)).data.reason_code, 'reissued');
    const batch = await issue(recipient, { ...achievement, name: 'Introduction to Machine Learning' });
    assert.equal((await delivered('batch.anchored', batch.id)).data.credentials[0].recipient_id, recipient.id);
  });
});
