// Deliveries of a running service, as they came over the wire, and the four verifiers that we name to integrators
// (docs/webhooks.md): each accepts all of them, and refuses whatever is not one.
import assert from 'node:assert/strict';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDemo } from './lib/demo.mjs';
import { openVerifiers } from './lib/documented-verifiers.mjs';
import { openReceiver } from './lib/receiver.mjs';

const work = await mkdtemp(join(tmpdir(), 'learncoin-webhooks-'));
const verifiers = await openVerifiers(work);
const demo = await openDemo();
const receiver = await openReceiver();
after(async () => {
  Object.values(verifiers).forEach((verifier) => verifier.stop());
  receiver.stop();
  await rm(work, { recursive: true, force: true });
  await demo.stop();
});

async function api(path, { method = 'POST', body } = {}) {
  const response = await fetch(`${demo.summary.api_url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${demo.summary.api_key}`, ...(body && { 'Content-Type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${path} answered ${response.status}: ${text.slice(0, 600)}`);
  return text && JSON.parse(text);
}

async function assertAll(delivery, expected, what) {
  for (const [name, verifier] of Object.entries(verifiers)) {
    assert.equal(await verifier.accepts(delivery), expected, `${name}: ${what}`);
  }
}

/** Signs as spec/api.md says, by itself: against a mistake that product and documents share. */
function signed(body, secret, seconds, id = 'evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC') {
  const own = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex');
  const standard = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64')).update(`${id}.${seconds}.`).update(body).digest('base64');
  return {
    body, secret, now: seconds,
    headers: { 'x-learncoin-signature': `t=${seconds},v1=${own}`, 'webhook-id': id, 'webhook-timestamp': `${seconds}`, 'webhook-signature': `v1,${standard}` },
  };
}

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

describe('what is signed by the letter of the contract', () => {
  const body = Buffer.from('{"id":"evt_1","type":"webhook.test","data":{"name":"Đặng ☃"}}');
  const seconds = 1_777_032_000;
  const secret = newSecret();

  it('is accepted, up to five minutes before and after', async () => {
    for (const skew of [0, 0.5, -299, 299]) await assertAll({ ...signed(body, secret, seconds), now: seconds + skew }, true, `${skew} s`);
    for (const skew of [-302, 302, 86_400]) await assertAll({ ...signed(body, secret, seconds), now: seconds + skew }, false, `${skew} s`);
  });

  it('is accepted when any one of several signatures is right', async () => {
    const [right, other] = [signed(body, secret, seconds), signed(body, newSecret(), seconds)];
    for (const [first, second] of [[right, other], [other, right]]) {
      const headers = {
        ...right.headers,
        'x-learncoin-signature': `${first.headers['x-learncoin-signature']},${second.headers['x-learncoin-signature'].split(',')[1]}`,
        'webhook-signature': `${first.headers['webhook-signature']} ${second.headers['webhook-signature']}`,
      };
      await assertAll({ ...right, headers }, true, 'two signatures');
    }
  });

  it('an empty body and one of bytes that are no text have signatures too', async () => {
    // The library of Standard Webhooks parses what it has verified: it is for JSON only.
    const { standardwebhooks, ...own } = verifiers;
    for (const bytes of [Buffer.alloc(0), Buffer.from([0, 0xff, 0xfe, 10, 13])]) {
      for (const [name, verifier] of Object.entries(own)) assert.ok(await verifier.accepts(signed(bytes, secret, seconds)), name);
    }
  });

  it('malformed headers are refused and nothing is thrown', async () => {
    const good = signed(body, secret, seconds);
    const mac = good.headers['x-learncoin-signature'].split('v1=')[1];
    const headers = ['', ',', '=', 't=', 'v1=', `v1=${mac}`, `t=${seconds}`, `t=${seconds},v1=`, `t=${seconds},v1=${mac.slice(1)}`, `t=${seconds},v1=${mac}00`,
      `t=${seconds},v0=${mac}`, `t=${seconds},v1=${'z'.repeat(64)}`, `t=${seconds},v1=${'é'.repeat(64)}`, `t=${seconds},t=${seconds},v1=${mac}`, `t=-${seconds},v1=${mac}`,
      `t=${seconds}.0,v1=${mac}`, `t=1e9,v1=${mac}`, `t=NaN,v1=${mac}`, `t=${'9'.repeat(400)},v1=${mac}`, `t=${seconds};v1=${mac}`, 'x'.repeat(20_000)];
    for (const header of headers) {
      for (const [name, verifier] of Object.entries(verifiers)) {
        if (name !== 'standardwebhooks') {
          assert.equal(await verifier.accepts({ ...good, headers: { 'x-learncoin-signature': header } }), false, `${name}: ${header.slice(0, 90)}`);
        }
      }
    }
  });
});

describe('deliveries of a running service', () => {
  const subscribed = ['batch.created', 'batch.signed', 'batch.anchored', 'batch.finalized', 'credential.revoked', 'credential.erased'];
  let endpoint;
  let secrets;

  before(async () => {
    endpoint = await api('/webhooks', { body: { url: `${receiver.origin}/hook`, events: subscribed } });
    secrets = [endpoint.signing_secret];
    const { id } = await api('/batches', {
      body: {
        credentials: [1, 2].map((n) => ({
          recipient: { id: `urn:uuid:${randomUUID()}`, name: `Đặng Ada ${n}`, auto_claim: true },
          achievement: { name: 'Webhooks ☃', description: 'Was told.', criteria: { narrative: 'Listened.' } },
          issuanceDate: new Date().toISOString(),
        })),
      },
    });
    const anchored = await receiver.until(({ event }) => event.type === 'batch.anchored' && event.data.id === id, 'batch.anchored');
    const [revoked, erased] = anchored.event.data.credentials;
    await api(`/credentials/${revoked.id}/revoke`, { body: { reason: 'Superseded.', reason_code: 'superseded' } });
    await api(`/credentials/${erased.id}/erase`, { body: { requester: 'recipient', verified_at: new Date().toISOString() } });
    for (const type of ['batch.created', 'batch.signed', 'credential.revoked', 'credential.erased']) {
      await receiver.until(({ event }) => event.type === type, type);
    }
    assert.equal((await api(`/webhooks/${endpoint.id}/test`)).delivered, true);
    await receiver.until(({ event }) => event.type === 'webhook.test', 'webhook.test');
  });

  const captured = (delivery, secret = secrets[0]) => ({ body: delivery.body, headers: delivery.headers, secret, now: delivery.at });

  it('each is accepted by each verifier, and names its event twice', async () => {
    const types = new Set(receiver.deliveries.map(({ event }) => event.type));
    for (const type of ['batch.created', 'batch.signed', 'batch.anchored', 'credential.revoked', 'credential.erased', 'webhook.test']) assert.ok(types.has(type), type);
    for (const delivery of receiver.deliveries) {
      await assertAll(captured(delivery), true, delivery.event.type);
      assert.equal(delivery.headers['x-learncoin-event-id'], delivery.event.id);
      assert.equal(delivery.headers['webhook-id'], delivery.event.id);
      assert.match(delivery.headers['x-learncoin-delivery-attempt'], /^[1-9]\d*$/);
      assert.match(delivery.headers['x-request-id'], /^req_[A-Z0-9]{26}$/);
      assert.doesNotMatch(delivery.body.toString('utf8'), /Đặng|Ada/);
    }
    console.log(`# ${receiver.deliveries.length} deliveries of ${types.size} types, ${Object.keys(verifiers).length} verifiers`);
  });

  it('with one changed byte, another secret, too old or without the header none is accepted', async () => {
    for (const delivery of receiver.deliveries) {
      const good = captured(delivery);
      for (const place of [0, delivery.body.length >> 1, delivery.body.length - 1]) {
        const body = Buffer.from(delivery.body);
        body[place] ^= 1;
        await assertAll({ ...good, body }, false, `byte ${place}`);
      }
      await assertAll({ ...good, secret: newSecret() }, false, 'wrong secret');
      await assertAll({ ...good, now: good.now + 302 }, false, 'old');
      await assertAll({ ...good, headers: {} }, false, 'no headers');
      const own = delivery.headers['x-learncoin-signature'];
      const later = Number(delivery.headers['webhook-timestamp']) + 60;
      await assertAll({ ...good, headers: { ...delivery.headers, 'x-learncoin-signature': own.replace(/t=\d+/, `t=${later}`), 'webhook-timestamp': `${later}` } }, false, 'a newer time written over it');
    }
  });

  it('after a rotation the old and the new secret both fit', async () => {
    secrets.unshift((await api(`/webhooks/${endpoint.id}/rotate-secret`)).signing_secret);
    assert.notEqual(secrets[0], secrets[1]);
    const come = receiver.deliveries.length;
    await api(`/webhooks/${endpoint.id}/test`);
    await receiver.until((delivery) => receiver.deliveries.indexOf(delivery) >= come, 'the delivery after the rotation');
    const delivery = receiver.deliveries[come];
    assert.equal(delivery.headers['x-learncoin-signature'].match(/v1=/g).length, 2);
    for (const secret of secrets) await assertAll(captured(delivery, secret), true, 'rotation');
    await assertAll(captured(delivery, newSecret()), false, 'wrong secret');
  });
});
