// Logos of tenants on a running demo: fetched from a server on loopback, which only such a service may do, and served as
// pictures and nothing else.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, it } from 'node:test';
import { openDemo } from './lib/demo.mjs';

// 1x1, complete.
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const asked = [];
const answers = {
  '/good.png': (response) => response.writeHead(200, { 'Content-Type': 'text/html', 'Set-Cookie': 'a=b' }).end(PNG),
  '/picture.svg': (response) => response.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  '/html.png': (response) => response.writeHead(200, { 'Content-Type': 'image/png' }).end('<html><script>alert(1)</script>'),
  '/huge.png': (response) => response.writeHead(200, { 'Content-Type': 'image/png' }).end(Buffer.concat([PNG, Buffer.alloc(512 * 1024)])),
  '/moved.png': (response) => response.writeHead(302, { Location: '/good.png' }).end(),
  '/slow.png': (response) => { response.writeHead(200, { 'Content-Type': 'image/png' }); response.write(PNG.subarray(0, 20)); },
  '/gone.png': (response) => response.writeHead(404).end(),
};
const server = createServer((request, response) => { asked.push(request.url); answers[request.url](response); });
await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
const demo = await openDemo();
const origin = new URL(demo.summary.api_url).origin;
const api = async (path, init) => {
  const response = await fetch(`${demo.summary.api_url}${path}`, { ...init, headers: { Authorization: `Bearer ${demo.summary.institution_api_key}`, 'Content-Type': 'application/json' } });
  assert.ok(response.ok, `${path} answered ${response.status} ${await response.clone().text()}`);
  return response.json();
};
const { id: tenant } = await api('/tenants/me');
const setLogo = (url) => api('/tenants/me', { method: 'PATCH', body: JSON.stringify({ logo_url: url }) });
const own = (path) => `http://127.0.0.1:${server.address().port}${path}`;
const logo = (headers) => fetch(`${origin}/logos/${tenant}`, { headers });
after(async () => {
  await setLogo(null);
  server.closeAllConnections();
  server.close();
  await demo.stop();
});

it('a picture is served from here, as what its bytes are, once fetched', async () => {
  await setLogo(own('/good.png'));
  const answers = await Promise.all(Array.from({ length: 20 }, () => logo()));
  for (const answer of answers) {
    assert.equal(answer.status, 200);
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), PNG);
  }
  const { headers } = answers[0];
  assert.equal(headers.get('content-type'), 'image/png');
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('content-security-policy'), "sandbox; default-src 'none'");
  assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin');
  assert.match(headers.get('cache-control'), /^public, max-age=\d+$/);
  assert.equal(headers.get('set-cookie'), null);
  assert.equal((await logo({ 'If-None-Match': headers.get('etag') })).status, 304);
  assert.deepEqual(asked.filter((path) => path === '/good.png'), ['/good.png']);
});

for (const path of ['/picture.svg', '/html.png', '/huge.png', '/moved.png', '/slow.png', '/gone.png']) {
  it(`${path} is no logo`, async () => {
    await setLogo(own(path));
    const began = Date.now();
    const answer = await logo();
    assert.equal(answer.status, 404);
    assert.equal((await answer.json()).error.code, 'route_not_found');
    assert.ok(Date.now() - began < 8_000, 'it held the visitor too long');
    assert.equal((await logo()).status, 404);
    assert.equal(asked.filter((one) => one === path).length, 1);
  });
}

it('without an address there is none, and a tenant nobody knows has none', async () => {
  await setLogo(null);
  assert.equal((await logo()).status, 404);
  for (const name of ['tnt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC', 'x', '..%2f', '%00']) assert.ok([400, 404].includes((await fetch(`${origin}/logos/${name}`)).status), name);
});
