// Text forms of bytes, each value in one spelling only. Undefined: the text is not of the form.

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

// The work grows with the square of the length, and no proof comes near this.
const maxBase58Digits = 22_000;

// 58^10 is the largest power below 2^59: few and cheap steps for the big integers.
const digitsPerStep = 10;

/** Multibase `z`: base58 with the Bitcoin alphabet. */
export function fromMultibase58(text: string | undefined): Uint8Array | undefined {
  if (text === undefined || text[0] !== 'z' || text.length > maxBase58Digits) {
    return undefined;
  }

  let value = 0n;
  for (let at = 1; at < text.length; at += digitsPerStep) {
    const step = text.slice(at, at + digitsPerStep);
    let group = 0n;
    for (const digit of step) {
      const index = alphabet.indexOf(digit);
      if (index < 0) {
        return undefined;
      }

      group = group * 58n + BigInt(index);
    }

    value = value * 58n ** BigInt(step.length) + group;
  }

  const zeros = /^z(1*)/.exec(text)?.[1]?.length ?? 0;
  const hex = value === 0n ? '' : value.toString(16);
  const digits = fromHex(hex.length % 2 === 0 ? hex : `0${hex}`) ?? new Uint8Array();
  const bytes = new Uint8Array(zeros + digits.length);
  bytes.set(digits, zeros);
  return bytes;
}

/** base64url (RFC 4648, section 5) without padding, white space or stray bits. */
export function fromBase64Url(text: string | undefined): Uint8Array | undefined {
  if (text === undefined || !/^[\w-]*$/.test(text) || text.length % 4 === 1) {
    return undefined;
  }

  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const again = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return again === text ? Uint8Array.from(binary, (char) => char.charCodeAt(0)) : undefined;
}

/** Any letter case, no prefix. */
export function fromHex(text: string): Uint8Array | undefined {
  if (!/^(?:[0-9a-f]{2})*$/i.test(text)) {
    return undefined;
  }

  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  }

  return bytes;
}

export const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }

  return joined;
}
