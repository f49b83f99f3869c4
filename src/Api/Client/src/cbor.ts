// The part of CBOR (RFC 8949) that Merkle proofs use: unsigned integers, byte strings and arrays, of definite and shortest length
// (section 4.2.1). A general reader would take other spellings of the same values.

export class CborError extends Error {}

const kinds = { unsigned: 0, bytes: 2, array: 4 } as const;

export class CborReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  unsigned(): bigint {
    return this.head(kinds.unsigned);
  }

  /** Number of items of the array that starts here. */
  array(min: number, max: number): number {
    const length = this.head(kinds.array);
    if (length < BigInt(min) || length > BigInt(max)) {
      throw new CborError('an array has too few or too many items');
    }

    return Number(length);
  }

  byteString(): Uint8Array {
    const length = this.head(kinds.bytes);
    if (length > BigInt(this.bytes.length - this.at)) {
      throw new CborError('a byte string is cut short');
    }

    const start = this.at;
    this.at += Number(length);
    return this.bytes.subarray(start, this.at);
  }

  end(): void {
    if (this.at !== this.bytes.length) {
      throw new CborError('bytes follow the value');
    }
  }

  private head(kind: number): bigint {
    const first = this.bytes[this.at];
    if (first === undefined || first >> 5 !== kind) {
      throw new CborError('an item is of another kind');
    }

    this.at++;
    const info = first & 0x1f;
    if (info < 24) {
      return BigInt(info);
    }

    const size = 1 << (info - 24);
    if (info > 27 || this.bytes.length - this.at < size) {
      throw new CborError('a head is indefinite, reserved or cut short');
    }

    let value = 0n;
    for (let i = 0; i < size; i++) {
      value = (value << 8n) | BigInt(this.bytes[this.at++] ?? 0);
    }

    const least = size === 1 ? 24n : 1n << BigInt(size * 4);
    if (value < least) {
      throw new CborError('a head is not in its shortest form');
    }

    return value;
  }
}
