import { Transport, type Options } from './transport.js';
import type { components, operations } from './schema.js';

export { LearnCoinError, type ErrorCode, type Fault } from './error.js';
export type { Options } from './transport.js';
export type { components, operations, paths } from './schema.js';

type Schemas = components['schemas'];
type Query<Operation extends keyof operations> = NonNullable<operations[Operation]['parameters']['query']>;
export type Batch = Schemas['Batch'];
export type Credential = Schemas['Credential'];
export type SignedCredential = Schemas['SignedCredential'];
export type Webhook = Schemas['Webhook'];

const webhook = (id: string) => `/v1/webhooks/${encodeURIComponent(id)}`;

/** What is sent to endpoints; narrow it by `type`. */
export type WebhookEvent = Schemas['BatchEvent' | 'CredentialEvent' | 'WebhookTestEvent' | 'WebhookDisabledEvent'];

export interface Write {
  /** Makes a repeated call the same call. A fresh one is made when you give none, so that retries inside the client are safe. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

export interface Wait {
  /** Longest wait (120000). */
  readonly timeoutMs?: number;
  /** Pause between two looks (2000). */
  readonly pollMs?: number;
  readonly signal?: AbortSignal;
}

/** The batch cannot be anchored, or was not in the time given. */
export class BatchNotAnchored extends Error {
  override readonly name = 'BatchNotAnchored';

  constructor(readonly batch: Batch) {
    super(batch.status === 'failed' ? `The batch failed: ${batch.error ?? 'no reason is given'}` : `The batch is still ${batch.status}`);
  }
}

/** The LearnCoin API. */
export class LearnCoin {
  readonly #transport: Transport;

  constructor(options: Options) { this.#transport = new Transport(options); }

  createBatch(request: Schemas['BatchRequest'], write: Write = {}): Promise<Schemas['BatchAccepted']> {
    return this.#post('/v1/batches', request, write);
  }

  /** Checks a batch without storing it. */
  dryRun(request: Schemas['BatchRequest']): Promise<Schemas['DryRun']> {
    return this.#transport.send({ method: 'POST', path: '/v1/batches', query: { dry_run: 'true' }, body: request });
  }

  getBatch(id: string, signal?: AbortSignal): Promise<Batch> { return this.#get(`/v1/batches/${encodeURIComponent(id)}`, {}, signal); }

  listBatches(query: Query<'listBatches'> = {}): Promise<Schemas['BatchPage']> { return this.#get('/v1/batches', query); }

  /** Every batch, page by page. */
  async * batches(query: Omit<Query<'listBatches'>, 'cursor'> = {}): AsyncGenerator<Schemas['BatchSummary']> {
    let page = await this.listBatches(query);
    yield* page.data;
    while (page.next_cursor !== null) {
      page = await this.listBatches({ ...query, cursor: page.next_cursor });
      yield* page.data;
    }
  }

  /** Waits until the batch is anchored; throws {@link BatchNotAnchored} when it failed or time is up. */
  async waitForAnchor(id: string, { timeoutMs = 120_000, pollMs = 2_000, signal }: Wait = {}): Promise<Batch> {
    const end = Date.now() + timeoutMs;
    for (;;) {
      const batch = await this.getBatch(id, signal);
      if (batch.status === 'anchored') return batch;
      if (batch.status === 'failed' || Date.now() >= end) throw new BatchNotAnchored(batch);
      await new Promise((done) => setTimeout(done, Math.max(0, Math.min(pollMs, end - Date.now()))));
    }
  }

  revokeBatch(id: string, request: Schemas['BatchRevokeRequest'], write: Write = {}): Promise<Schemas['BatchRevoked']> {
    return this.#post(`/v1/batches/${encodeURIComponent(id)}/revoke`, request, write);
  }

  getCredential(id: string): Promise<Credential> { return this.#get(`/v1/credentials/${encodeURIComponent(id)}`); }

  listCredentials(query: Query<'listCredentials'> = {}): Promise<Schemas['CredentialPage']> { return this.#get('/v1/credentials', query); }

  revokeCredential(id: string, request: Schemas['RevokeRequest'], write: Write = {}): Promise<Schemas['Revoked']> {
    return this.#post(`/v1/credentials/${encodeURIComponent(id)}/revoke`, request, write);
  }

  eraseCredential(id: string, request: Schemas['EraseRequest'], write: Write = {}): Promise<Schemas['Erased']> {
    return this.#post(`/v1/credentials/${encodeURIComponent(id)}/erase`, request, write);
  }

  /** Sends the claim mail again, with a new link. Not repeated by itself: each is another mail. */
  resendClaim(id: string): Promise<Schemas['ClaimResent']> {
    return this.#transport.send({ method: 'POST', path: `/v1/credentials/${encodeURIComponent(id)}/resend-claim` });
  }

  /** Credentials whose recipients ask for erasure. */
  listErasureRequests(query: Query<'listErasureRequests'> = {}): Promise<Schemas['ErasureRequestPage']> { return this.#get('/v1/erasure-requests', query); }

  /** Verifies a credential by its id, or a signed document. Needs no API key. */
  verify(subject: string | object): Promise<Schemas['Verification']> {
    return this.#transport.send({ method: 'POST', path: '/v1/credentials/verify', body: typeof subject === 'string' ? { id: subject } : subject });
  }

  getTenant(): Promise<Schemas['Tenant']> { return this.#get('/v1/tenants/me'); }

  updateTenant(change: Schemas['TenantPatch']): Promise<Schemas['Tenant']> {
    return this.#transport.send({ method: 'PATCH', path: '/v1/tenants/me', body: change });
  }

  setDid(did: string): Promise<Schemas['CustomDidState']> { return this.#transport.send({ method: 'PUT', path: '/v1/tenants/me/did', body: { did } }); }

  removeDid(): Promise<Schemas['Tenant']> { return this.#transport.send({ method: 'DELETE', path: '/v1/tenants/me/did' }); }

  /** The answer alone shows `signing_secret`. */
  createWebhook(request: Schemas['WebhookRequest'], write: Write = {}): Promise<Schemas['WebhookWithSecret']> {
    return this.#post('/v1/webhooks', request, write);
  }

  listWebhooks(query: Query<'listWebhooks'> = {}): Promise<Schemas['WebhookPage']> { return this.#get('/v1/webhooks', query); }

  getWebhook(id: string): Promise<Webhook> { return this.#get(webhook(id)); }

  updateWebhook(id: string, change: Schemas['WebhookPatch']): Promise<Webhook> {
    return this.#transport.send({ method: 'PATCH', path: webhook(id), body: change });
  }

  deleteWebhook(id: string): Promise<void> { return this.#transport.send({ method: 'DELETE', path: webhook(id) }); }

  /** The answer alone shows the new `signing_secret`; the one before signs too for 24 hours. */
  rotateWebhookSecret(id: string, write: Write = {}): Promise<Schemas['WebhookWithSecret']> {
    return this.#post(`${webhook(id)}/rotate-secret`, undefined, write);
  }

  testWebhook(id: string): Promise<Schemas['WebhookTested']> { return this.#transport.send({ method: 'POST', path: `${webhook(id)}/test` }); }

  listDeliveries(id: string, query: Query<'listDeliveries'> = {}): Promise<Schemas['DeliveryPage']> { return this.#get(`${webhook(id)}/deliveries`, query); }

  getDelivery(id: string, delivery: string): Promise<Schemas['Delivery']> {
    return this.#get(`${webhook(id)}/deliveries/${encodeURIComponent(delivery)}`);
  }

  retryDelivery(id: string, delivery: string): Promise<Schemas['Delivery']> {
    return this.#transport.send({ method: 'POST', path: `${webhook(id)}/deliveries/${encodeURIComponent(delivery)}/retry` });
  }

  /** Up to 1,000 deliveries a call: while `has_more` is true, call again with `next_since`. */
  replayWebhook(id: string, range: Schemas['ReplayRequest']): Promise<Schemas['Replayed']> {
    return this.#transport.send({ method: 'POST', path: `${webhook(id)}/replay`, body: range });
  }

  #get<T>(path: string, query: Readonly<Record<string, string | number | undefined>> = {}, signal?: AbortSignal): Promise<T> {
    return this.#transport.send({ method: 'GET', path, query, signal });
  }

  #post<T>(path: string, body: unknown, { idempotencyKey = crypto.randomUUID(), signal }: Write): Promise<T> {
    return this.#transport.send({ method: 'POST', path, body, idempotencyKey, signal });
  }
}
