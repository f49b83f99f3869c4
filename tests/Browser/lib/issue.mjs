// Issues credentials through the public API of a running demo and waits until they are anchored.
import { randomUUID } from 'node:crypto';

const ANCHOR_TIMEOUT_MS = 90_000;
const POLL_MS = 500;

export async function api(summary, path, init = {}) {
  const { method = 'GET', body } = init;
  const response = await fetch(`${new URL(summary.api_url).origin}/v1${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${summary.api_key}`,
      ...(body && { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }),
    },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${(await response.text()).slice(0, 800)}`);
  return response.json();
}

export const tenantOf = (summary) => api(summary, '/tenants/me');

/** people: [{name, achievement, email?, issuanceDate?, expirationDate?}]; without an address they claim by themselves -> the anchored batch object; its credentials in the order of `people`. */
export async function issue(summary, people) {
  const credentials = people.map(({ name, achievement, email, issuanceDate, expirationDate }) => ({
    recipient: { id: `urn:uuid:${randomUUID()}`, name, ...(email ? { email } : { auto_claim: true }) },
    achievement,
    issuanceDate: issuanceDate ?? new Date().toISOString(),
    ...(expirationDate && { expirationDate }),
  }));
  const { id } = await api(summary, '/batches', { method: 'POST', body: { credentials } });
  for (const end = Date.now() + ANCHOR_TIMEOUT_MS; Date.now() < end;) {
    const batch = await api(summary, `/batches/${id}`);
    if (batch.status === 'anchored') {
      const inOrder = credentials.map((c) => batch.credentials.find((i) => i.recipient_id === c.recipient.id));
      return { ...batch, credentials: inOrder };
    }
    if (batch.status === 'failed') throw new Error(`batch ${id} failed: ${batch.error}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`batch ${id} was not anchored within ${ANCHOR_TIMEOUT_MS} ms`);
}
