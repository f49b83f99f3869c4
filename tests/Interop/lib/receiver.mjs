// A subscriber's server on loopback: keeps every delivery as it came, and answers 200 unless told otherwise.
import { createServer } from 'node:http';

const PATIENCE_MS = 90_000;

export async function openReceiver() {
  const deliveries = [];
  const state = { status: 200 };
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      deliveries.push({ path: request.url, headers: request.headers, body, event: JSON.parse(body.toString('utf8')), at: Date.now() / 1000 });
      response.writeHead(state.status).end('thank you');
    });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const origin = `http://127.0.0.1:${server.address().port}`;
  /** The first delivery that fits, come or still to come. */
  const until = async (fits, what) => {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await new Promise((resolve) => { setTimeout(resolve, 100); })) {
      const found = deliveries.find(fits);
      if (found) return found;
    }
    throw new Error(`${what} did not come; came: ${deliveries.map(({ path, event }) => `${path} ${event.type}`).join(', ')}`);
  };
  return { origin, deliveries, state, until, stop: () => { server.closeAllConnections(); server.close(); } };
}
