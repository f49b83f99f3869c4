// The document by the rules of @redocly/cli, its recommended set: no error, no warning.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { servedDocument } from './lib/recorded.mjs';

const file = process.env.LEARNCOIN_EXCHANGES;
const redocly = fileURLToPath(new URL('node_modules/@redocly/cli/bin/cli.js', import.meta.url));

it('the OpenAPI document lints clean', { skip: file ? false : 'LEARNCOIN_EXCHANGES names no file' }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'learncoin-lint-'));
  try {
    await writeFile(join(folder, 'openapi.json'), JSON.stringify(await servedDocument(file)));
    await writeFile(join(folder, 'redocly.yaml'), 'extends: [recommended]\ntelemetry: off\n');
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' };
    const { code, told } = await new Promise((done) => {
      execFile(process.execPath, [redocly, 'lint', 'openapi.json', '--format', 'json'], { cwd: folder, env, maxBuffer: 1 << 26 },
        (error, stdout, stderr) => done({ code: error?.code ?? 0, told: stdout || stderr }));
    });
    const { totals, problems } = JSON.parse(told);
    assert.deepEqual({ code, ...totals }, { code: 0, errors: 0, warnings: 0, ignored: 0 },
      problems.map((p) => `${p.severity} ${p.ruleId}: ${p.message} ${p.location?.[0]?.pointer ?? ''}`).join('\n'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
