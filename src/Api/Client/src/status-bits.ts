import { fromBase64Url } from './bytes.js';
import { readUpTo } from './resources.js';

/** Entries of a list: the least that both specifications allow, for herd privacy. */
export const statusEntries = 131_072;

const listBytes = statusEntries / 8;

/** The bits of a list: base64url (after a `u` in the multibase form) of gzip of exactly that many. Undefined for anything else. */
export async function decodeStatusBits(encodedList: string, isMultibase: boolean): Promise<Uint8Array | undefined> {
  const compressed = !isMultibase ? fromBase64Url(encodedList) : encodedList.startsWith('u') ? fromBase64Url(encodedList.slice(1)) : undefined;
  if (compressed === undefined) {
    return undefined;
  }

  try {
    // A small text can be a very long list: reading stops when it is longer than it may be.
    const stream = new Blob([compressed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
    const bits = await readUpTo(stream, listBytes);
    return bits?.length === listBytes ? bits : undefined;
  } catch {
    return undefined;
  }
}

/** Index 0 is the most significant bit of the first byte. */
export const isBitSet = (bits: Uint8Array, index: number): boolean => ((bits[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0;
