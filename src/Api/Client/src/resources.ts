// Everything that comes from elsewhere comes through here: with a time limit, a size limit, and never an exception.

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Bytes, or why they could not be had: words that end a sentence, without an address. */
export type Fetched = { readonly bytes: Uint8Array } | { readonly unavailable: string };

export interface Limits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

class Unavailable extends Error {}

/** Redirects are not followed: the addresses come from the document that is being judged, or are set. */
export async function fetchBytes(fetch: Fetch, url: string, init: RequestInit, limits: Limits): Promise<Fetched> {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => { reject(new Unavailable('the server did not answer in time.')); }, limits.timeoutMs);
  });
  try {
    const options: RequestInit = { ...init, signal: stop.signal, redirect: 'error', credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-cache' };
    return { bytes: await Promise.race([answer(fetch, url, options, limits.maxBytes), late]) };
  } catch (error) {
    return { unavailable: error instanceof Unavailable ? error.message : 'the server could not be reached.' };
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

async function answer(fetch: Fetch, url: string, init: RequestInit, maxBytes: number): Promise<Uint8Array> {
  const response = await fetch(url, init);
  if (response.status !== 200) {
    throw new Unavailable(`the server answered ${response.status}.`);
  }

  return response.body === null ? new Uint8Array() : await readAll(response.body, maxBytes);
}

/** Reads to the end, or fails as soon as there is more than that. */
async function readAll(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const read = await readUpTo(stream, maxBytes);
  if (read === undefined) {
    throw new Unavailable('the answer is too large.');
  }

  return read;
}

/** All that the stream holds; undefined when it is more than that many bytes. */
export async function readUpTo(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array | undefined> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > maxBytes) {
      await reader.cancel();
      return undefined;
    }

    parts.push(next.value);
  }

  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }

  return bytes;
}
