import type { components } from './schema.js';

export type ErrorCode = components['schemas']['ErrorCode'];
export type Fault = components['schemas']['Fault'];

/** An answer that is no success, as the API tells it. Program against `code`; `message` is for people. */
export class LearnCoinError extends Error {
  override readonly name = 'LearnCoinError';

  constructor(
    readonly status: number,
    /** Undefined when the answer did not come from the API, but from something in between. */
    readonly code: ErrorCode | undefined,
    message: string,
    /** Name it to support. */
    readonly requestId: string | undefined,
    /** All faults found, each with its JSON pointer. */
    readonly details: readonly Fault[],
    readonly retryAfterSeconds: number | undefined,
  ) {
    super(message);
  }

  static async from(response: Response): Promise<LearnCoinError> {
    const text = await response.text();
    let error: Partial<components['schemas']['Error']['error']> = {};
    try {
      error = (JSON.parse(text) as components['schemas']['Error']).error ?? {};
    } catch {
      // A proxy's page: its status is all that can be told.
    }
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    return new LearnCoinError(
      response.status, error.code, error.message ?? `The answer is ${response.status}`,
      error.request_id ?? response.headers.get('x-request-id') ?? undefined, error.details ?? [], Number.isFinite(seconds) ? seconds : undefined,
    );
  }
}
