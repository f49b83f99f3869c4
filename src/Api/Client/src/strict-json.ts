// JSON as the service takes it (RFC 8259; I-JSON, RFC 7493): UTF-8 without a byte order mark, no member repeated in one object, no half of a
// surrogate pair, at most 32 levels. Two readers of anything else could see two documents.

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject { [member: string]: Json }

const maxDepth = 32;
const loneSurrogate = /\p{Surrogate}/u;

/** The value, or undefined when the text is not strict JSON. */
export function parseStrict(input: Uint8Array | string): Json | undefined {
  const text = typeof input === 'string' ? input : decode(input);
  if (text === undefined || text.startsWith('\uFEFF') || loneSurrogate.test(text)) {
    return undefined;
  }

  try {
    return isStrict(text) ? JSON.parse(text) as Json : undefined;
  } catch {
    return undefined;
  }
}

function decode(utf8: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(utf8);
  } catch {
    return undefined;
  }
}

/** What JSON.parse does not look at. Of text that is no JSON it may say either; JSON.parse refuses that. */
function isStrict(text: string): boolean {
  // Names of each object that is open; undefined for an array.
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '{' || char === '[') {
      if (open.push(char === '{' ? new Set() : undefined) > maxDepth) {
        return false;
      }
    } else if (char === '}' || char === ']') {
      open.pop();
    } else if (char === '"') {
      const end = endOfString(text, at);
      const value: unknown = JSON.parse(text.slice(at, end));
      if (typeof value !== 'string' || loneSurrogate.test(value) || !isNewName(text, end, value, open.at(-1))) {
        return false;
      }

      at = end - 1;
    }
  }

  return true;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') {
    at += text[at] === '\\' ? 2 : 1;
  }

  return at + 1;
}

/** True for a string that is no name, too. */
function isNewName(text: string, end: number, name: string, names: Set<string> | undefined): boolean {
  let at = end;
  while (' \t\r\n'.includes(text[at] ?? '-')) {
    at++;
  }

  if (text[at] !== ':' || names === undefined) {
    return true;
  }

  const isNew = !names.has(name);
  names.add(name);
  return isNew;
}
