// The file of exchanges that tests/Api.Tests wrote.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

export async function* exchanges(file) {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) yield JSON.parse(line);
}

/** The OpenAPI document as a service with a public address served it then: linters warn of servers on localhost, which some tests start. */
export async function servedDocument(file) {
  for await (const { method, path, status, body } of exchanges(file)) {
    if (method !== 'GET' || path !== '/openapi.json' || status !== 200) continue;
    const document = JSON.parse(body);
    if (document.servers[0].url.startsWith('https:')) return document;
  }
  throw new Error('no recorded exchange holds the document');
}
