import { LearnCoinError } from './error.js';

export interface Options {
  /** Such as `https://learncoin.example`, without `/v1`. */
  readonly baseUrl: string;
  readonly apiKey?: string;
  /** Tries of one call, the first included (5). */
  readonly maxTries?: number;
  /** A replacement of the global `fetch`. */
  readonly fetch?: typeof fetch;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
const WORTH_A_RETRY = [429, 500, 502, 503, 504];

const pause = (ms: number, signal?: AbortSignal) => new Promise<void>((done, failed) => {
  signal?.throwIfAborted();
  const onAbort = () => { clearTimeout(timer); failed(signal!.reason as Error); };
  const timer = setTimeout(() => { signal?.removeEventListener('abort', onAbort); done(); }, ms);
  signal?.addEventListener('abort', onAbort, { once: true });
});

/** Sends calls; tries again what may be tried again, as long as `Retry-After` asks. */
export class Transport {
  readonly #options: Options;

  constructor(options: Options) { this.#options = options; }

  async send<T>(call: Call): Promise<T> {
    const most = this.#options.maxTries ?? 5;
    for (let tries = 1; ; tries++) {
      const outcome = await this.#once<T>(call);
      if ('value' in outcome) return outcome.value;
      const { error } = outcome;
      if (tries === most || !Transport.#isWorthARetry(call, error)) throw error;
      const asked = error instanceof LearnCoinError && error.retryAfterSeconds !== undefined ? error.retryAfterSeconds * 1000 : FIRST_PAUSE_MS * 2 ** (tries - 1);
      if (asked > LONGEST_PAUSE_MS) throw error;
      await pause(asked, call.signal);
    }
  }

  async #once<T>({ method, path, query, body, idempotencyKey, signal }: Call): Promise<{ value: T } | { error: unknown }> {
    const { baseUrl, apiKey, fetch: send = fetch } = this.#options;
    const url = new URL(path, baseUrl);
    for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) url.searchParams.set(name, String(value));
    const headers = new Headers({ Accept: 'application/json' });
    if (apiKey !== undefined) headers.set('Authorization', `Bearer ${apiKey}`);
    if (idempotencyKey !== undefined) headers.set('Idempotency-Key', idempotencyKey);
    if (body !== undefined) headers.set('Content-Type', 'application/json');
    try {
      const response = await send(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...(signal ? { signal } : {}) });
      if (response.status === 204) return { value: undefined as T };
      return response.ok ? { value: (await response.json()) as T } : { error: await LearnCoinError.from(response) };
    } catch (error) {
      signal?.throwIfAborted();
      return { error };
    }
  }

  /** A change without an idempotency key may have been made although no answer came: only what is refused for sure is sent again. */
  static #isWorthARetry({ method, idempotencyKey }: Call, error: unknown): boolean {
    if (error instanceof LearnCoinError && (error.status === 429 || error.code === 'idempotency_request_in_progress')) return true;
    const isSafe = method !== 'POST' || idempotencyKey !== undefined;
    return isSafe && (error instanceof LearnCoinError ? WORTH_A_RETRY.includes(error.status) : error instanceof TypeError);
  }
}
