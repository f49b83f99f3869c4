// The documents for integrators: every relative link leads somewhere, and every curl example works against a running service.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { issue, register, startService } from './lib/service.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const texts = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'bench/README.md', 'clients/typescript/README.md'].map((name) => join(root, name)),
  ...(await readdir(join(root, 'docs'), { recursive: true })).filter((name) => name.endsWith('.md')).map((name) => join(root, 'docs', name)),
];
const anchorOf = (heading) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');

describe('links between documents', () => {
  for (const file of texts) {
    it(relative(root, file), () => {
      const dead = [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, link]) => link).filter((link) => {
        const [path, fragment] = link.split('#');
        const target = path ? join(dirname(file), path) : file;
        if (!existsSync(target)) return true;
        return fragment && ![...readFileSync(target, 'utf8').matchAll(/^#+ (.*)$/gm)].some(([, heading]) => anchorOf(heading) === fragment);
      });
      assert.deepEqual(dead, []);
    });
  }
});

describe('curl examples', { concurrency: 6 }, () => {
  const examples = texts.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].map(([, text]) => text)
    .filter((text) => text.includes('LEARNCOIN_BASE_URL')).map((text, n) => ({ name: `${relative(root, file)} ${n + 1}`, text })));
  let service;
  let tenant;
  before(async () => {
    service = await startService();
    tenant = await service.makeTenant('Example University');
  });
  after(() => service?.stop());

  it('are there', () => assert.ok(examples.length >= 18, `${examples.length}`));

  for (const { name, text } of examples) {
    it(name, async () => {
      const [batch, other] = await Promise.all([1, 2].map(() => issue(service.origin, tenant.key, 1)));
      const { webhook, delivery } = await register(service.origin, tenant.key);
      const env = { ...process.env, LEARNCOIN_BASE_URL: service.origin + '/v1', LEARNCOIN_API_KEY: tenant.key, BATCH: batch.id, CREDENTIAL: batch.credentials[0].id, OTHER_CREDENTIAL: other.credentials[0].id, WEBHOOK: webhook, DELIVERY: delivery };
      // --fail-with-body: an answer of 400 or more ends the example.
      const script = `set -eu\ncurl() { command curl -sS --fail-with-body "$@"; }\n${text}`;
      const { code, told } = await new Promise((done) => { execFile('bash', ['-c', script], { env }, (error, stdout, stderr) => done({ code: error?.code ?? 0, told: stdout + stderr })); });
      assert.equal(code, 0, told);
    });
  }
});
