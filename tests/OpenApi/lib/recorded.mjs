// The file of exchanges that tests/Api.Tests wrote.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

export async function* exchanges(file) {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) yield JSON.parse(line);
}

/** The OpenAPI document as the service served it then. */
export async function servedDocument(file) {
  for await (const { method, path, status, body } of exchanges(file)) {
    if (method === 'GET' && path === '/openapi.json' && status === 200) return JSON.parse(body);
  }
  throw new Error('no recorded exchange holds the document');
}
