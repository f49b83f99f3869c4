import type { Report, VerifyOptions } from '../verify.js';
import type { Answer, Request } from '../worker.js';

/** Longer than all time-outs inside together: a worker that has not answered by then never will. */
const patienceMs = 120_000;

/** Runs the verifier once, in a worker of its own; the signal ends it. Rejects where no answer comes, about which nothing can be said. */
export function verifyInWorker(workerUrl: string, input: Uint8Array, options: Omit<VerifyOptions, 'fetch'>, signal: AbortSignal): Promise<Report> {
  return askWorker<Request, Answer>(workerUrl, { id: 1, input, options }, signal).then((answer) => {
    if ('error' in answer) {
      throw new Error('the verifier failed');
    }

    return answer.report;
  });
}

/** One question, one answer, and the worker ends. */
export function askWorker<Question, Answer>(workerUrl: string, question: Question, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl, { type: 'module' });
    const timer = setTimeout(() => { end(() => { reject(new Error('the worker did not answer')); }); }, patienceMs);
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      worker.terminate();
      settle();
    };
    signal.addEventListener('abort', () => { end(() => { reject(new Error('no longer wanted')); }); });
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => { end(() => { resolve(data); }); });
    worker.addEventListener('error', () => { end(() => { reject(new Error('the worker could not run')); }); });
    worker.postMessage(question);
  });
}
