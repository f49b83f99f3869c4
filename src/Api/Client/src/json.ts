// Reads members of documents that others may have made: no kind of value is taken for granted.
import type { Json, JsonObject } from './strict-json.js';
import { instantOf, type Instant } from './time.js';

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object's own member; undefined when there is none or the owner is no object. */
export const member = (owner: Json | undefined, name: string): Json | undefined =>
  isObject(owner) && Object.hasOwn(owner, name) ? owner[name] : undefined;

export function text(owner: Json | undefined, name: string): string | undefined {
  const value = member(owner, name);
  return typeof value === 'string' ? value : undefined;
}

export function time(owner: Json | undefined, name: string): Instant | undefined {
  const value = text(owner, name);
  return value === undefined ? undefined : instantOf(value);
}

/** The entries of an array; none for anything else. */
export function entries(owner: Json | undefined, name: string): readonly Json[] {
  const value = member(owner, name);
  return Array.isArray(value) ? value : [];
}

/** The strings of an array; undefined when it is no array of strings. */
export function texts(owner: Json | undefined, name: string): readonly string[] | undefined {
  const value = member(owner, name);
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : undefined;
}

/** An absolute IRI. */
export const isIri = (value: string | undefined): value is string =>
  value !== undefined && /^[A-Za-z][A-Za-z0-9+.-]*:/.test(value) && URL.canParse(value);

/** Equal as JSON: the order of members does not count. */
export function deepEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((entry, i) => deepEqual(entry, b[i]));
  }

  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && deepEqual(a[name], b[name]));
  }

  return a === b;
}
