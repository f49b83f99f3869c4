// A tenant of one's own on a running demo, and its operator's command line: for tests that change keys, which must not
// disturb the tenant that the other tests look at.
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.mjs';

const PATIENCE_MS = 60_000;
const POLL_MS = 500;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class OwnTenant {
  #summary;
  #work;
  #key;

  constructor(summary, work) {
    this.#summary = summary;
    this.#work = work;
  }

  /** Runs `learncoin ARGS` on the demo's data; -> its outcome. */
  cli(...args) {
    const { command, cwd, env } = this.#summary.cli;
    return run(command[0], [...command.slice(1), ...args], { cwd, env: { ...process.env, ...env } });
  }

  /** The same for a command that must succeed and prints one JSON object. */
  async told(...args) {
    const outcome = await this.cli(...args);
    if (outcome.code !== 0) throw new Error(`learncoin ${args.join(' ')} ended with ${outcome.code}: ${outcome.tail()}`);
    return JSON.parse(outcome.stdout);
  }

  async create(name) {
    this.id = (await this.told('tenants', 'create', '--name', name)).id;
    this.#key = (await this.told('keys', 'create', '--tenant', this.id, '--environment', 'test')).api_key;
  }

  async #call(path, init = {}) {
    const response = await fetch(`${this.#summary.api_url}${path}`, { ...init, headers: { Authorization: `Bearer ${this.#key}`, 'Content-Type': 'application/json' } });
    if (!response.ok) throw new Error(`${path} answered ${response.status} ${await response.text()}`);
    return response.json();
  }

  /** Issues one credential and waits until it is anchored; -> path of the file with the signed document. */
  async issue(name) {
    const credential = {
      recipient: { id: `urn:uuid:${randomUUID()}`, name: 'Ada Lovelace' },
      achievement: { name: 'Key ceremony', description: 'Held a key ceremony.', criteria: { narrative: 'Took part.' } },
      issuanceDate: '2026-05-01T12:00:00Z',
    };
    const { id } = await this.#call('/batches', { method: 'POST', body: JSON.stringify({ credentials: [credential] }) });
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(POLL_MS)) {
      const batch = await this.#call(`/batches/${id}`);
      if (batch.status === 'anchored') {
        const { signed_credential: document } = await this.#call(`/credentials/${batch.credentials[0].id}`);
        const file = join(this.#work, `${name}.json`);
        await writeFile(file, JSON.stringify(document));
        return file;
      }
    }
    throw new Error(`batch ${id} was not anchored in time`);
  }
}
