// Entry of a module worker: takes a Request, posts an Answer with the same id. Whoever started it may end it at any time.
import { verify, type Report, type VerifyOptions } from './verify.js';

export interface Request {
  readonly id: number;
  readonly input: Uint8Array | string;
  readonly options: Omit<VerifyOptions, 'fetch'>;
}

/** `error`: a fault of the verifier itself, about which nothing can be said. */
export type Answer = { readonly id: number; readonly report: Report } | { readonly id: number; readonly error: true };

interface WorkerScope {
  addEventListener(type: 'message', listener: (event: { readonly data: Request }) => void): void;
  postMessage(answer: Answer): void;
  fetch: VerifyOptions['fetch'];
}

const scope = globalThis as unknown as WorkerScope;

scope.addEventListener('message', ({ data }) => {
  verify(data.input, { ...data.options, fetch: (url, init) => scope.fetch(url, init) }).then(
    (report) => { scope.postMessage({ id: data.id, report }); },
    () => { scope.postMessage({ id: data.id, error: true }); });
});
