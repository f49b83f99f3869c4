// Child processes of the demo: started, waited for, and stopped by their own id, whatever happens.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
const TAIL_CHARACTERS = 3_000;

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** A port that nobody listens on now. */
export function freePort() {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

export class Processes {
  #children = new Map();
  #running = new Set();
  #stopping = false;

  /** Starts a server that runs on; its output is kept for the case of a failure. */
  start(name, command, args, settings = {}) {
    const child = spawn(command, args, { ...settings, stdio: ['ignore', 'pipe', 'pipe'] });
    const entry = { child, tail: '' };
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => { entry.tail = (entry.tail + chunk).slice(-TAIL_CHARACTERS); });
    }
    entry.ended = new Promise((done) => {
      child.once('error', (error) => { entry.over = error.message; done(); });
      child.once('exit', (code, signal) => { entry.over ??= `it ended with ${signal ?? code}`; done(); });
    });
    this.#children.set(name, entry);
  }

  /** Tries `probe` until it answers; fails when the process ends or time is up. */
  async until(name, probe) {
    const entry = this.#children.get(name);
    let last;
    for (const end = Date.now() + READY_TIMEOUT_MS; Date.now() < end && !entry.over; await sleep(100)) {
      try {
        return await probe();
      } catch (error) {
        last = error;
      }
    }
    throw new Error(`${name} did not start: ${entry.over ?? last?.message}\n${entry.tail}`);
  }

  /** Runs a command to its end; -> its standard output. With `show` the output is seen as it comes. */
  run(command, args, { show = false, ...settings } = {}) {
    return new Promise((done, failed) => {
      const child = spawn(command, args, { ...settings, stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'] });
      this.#running.add(child);
      child.once('close', () => this.#running.delete(child));
      let [out, err] = ['', ''];
      child.stdout?.on('data', (chunk) => { out += chunk; });
      child.stderr?.on('data', (chunk) => { err += chunk; });
      child.once('error', failed);
      child.once('close', (code) => {
        if (code === 0) done(out);
        else failed(new Error(`${args.at(0)?.split('/').at(-1)} ${args[1] ?? ''} ended with ${code}\n${out}${err}`));
      });
    });
  }

  /** Until a server ends by itself; for ever when it is told to. */
  async untilOneEnds() {
    const entries = [...this.#children.values()];
    await Promise.race(entries.map((entry) => entry.ended));
    if (this.#stopping) await new Promise(() => {});
    for (const [name, entry] of this.#children) if (entry.over) console.error(`${name}: ${entry.over}\n${entry.tail}`);
  }

  async stopAll() {
    this.#stopping = true;
    for (const child of this.#running) child.kill('SIGTERM');
    const entries = [...this.#children.values()].filter((entry) => !entry.over);
    for (const { child } of entries) child.kill('SIGTERM');
    for (const { child, ended } of entries) {
      const stopped = await Promise.race([ended.then(() => true), sleep(STOP_TIMEOUT_MS).then(() => false)]);
      if (!stopped) child.kill('SIGKILL');
    }
  }

  /** On Ctrl-C or SIGTERM: clean up, then end. */
  onSignal(clean) {
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.once(signal, async () => {
        await clean();
        process.exit(signal === 'SIGINT' ? 130 : 0);
      });
    }
  }
}
