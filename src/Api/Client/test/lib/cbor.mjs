// Writes the CBOR of Merkle proofs: unsigned integers, arrays and byte strings, in the shortest form.
const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function head(kind, value) {
  if (value < 24) return Buffer.from([(kind << 5) | value]);
  if (value < 0x100) return Buffer.from([(kind << 5) | 24, value]);
  if (value < 0x10000) return Buffer.from([(kind << 5) | 25, value >> 8, value & 0xff]);
  const bytes = Buffer.alloc(5);
  bytes[0] = (kind << 5) | 26;
  bytes.writeUInt32BE(value, 1);
  return bytes;
}

/** Numbers, arrays, and 32-byte hashes as Buffers, which become a byte string within a byte string. */
export function cbor(value) {
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length + 2), head(2, value.length), value]);
  return head(0, value);
}

export function multibase58(bytes) {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
  let digits = '';
  for (; value > 0n; value /= 58n) digits = alphabet[Number(value % 58n)] + digits;
  for (const byte of bytes) {
    if (byte !== 0) break;
    digits = `1${digits}`;
  }
  return `z${digits}`;
}

export const merkleProofValue = ({ root, leaf, anchors, path }) => multibase58(cbor([
  [0, root], [1, leaf], [2, anchors.map((a) => [[0, a.chain], [1, a.network], [2, a.transaction]])],
  [3, path.map(({ side, hash }) => [side === 'right' ? 1 : 0, hash])],
]));
