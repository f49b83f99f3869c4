// Values that a schema of the document allows.
import { matching } from './pattern.mjs';

const TEXTS = ['Introduction to Machine Learning', 'é', '日本語', '𝒳 mathematics', 'a', "O'Neill <b>&amp;</b>", 'x'.repeat(200), 'right‏left', 'tab\tand\nline'];
const MAX_DEPTH = 6;

function text(schema, random) {
  if (schema.format === 'date') return `${random.int(1900, 2100)}-${String(random.int(1, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`;
  if (schema.format === 'date-time') return '2026-04-23T12:00:00.000Z';
  if (schema.format === 'uri') return `https://yourschool.example/${random.hex(6)}`;
  if (schema.pattern === '\\S') return random.pick(TEXTS);
  if (schema.pattern) return matching(schema.pattern, random);
  const free = random.pick(TEXTS);
  return free.slice(0, schema.maxLength ?? free.length).padEnd(schema.minLength ?? 0, 'x');
}

function number(schema, random) {
  const [least, most] = [schema.minimum ?? -1000, schema.maximum ?? 100000];
  return schema.type === 'integer' || random.chance(0.5) ? random.int(Math.ceil(least), Math.floor(most)) : least + random.next() * (most - least);
}

export function anyJson(random, depth = 3) {
  return random.pick([
    () => null, () => random.chance(0.5), () => random.int(-1e6, 1e6), () => random.pick(TEXTS),
    () => (depth === 0 ? [] : Array.from({ length: random.int(0, 3) }, () => anyJson(random, depth - 1))),
    () => (depth === 0 ? {} : Object.fromEntries(Array.from({ length: random.int(0, 3) }, (_, i) => [`member${i}`, anyJson(random, depth - 1)]))),
  ])();
}

function object(api, schema, random, depth) {
  const required = new Set(schema.required ?? []);
  const result = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (required.has(name) || (depth < MAX_DEPTH && random.chance(depth < 3 ? 0.3 : 0.1))) result[name] = valueOf(api, property, random, depth + 1);
  }
  for (const part of schema.allOf ?? []) Object.assign(result, valueOf(api, part, random, depth));
  return result;
}

/** A value that fits the schema; where only words say what is allowed, one that probably does. */
export function valueOf(api, given, random, depth = 0) {
  const schema = api.resolve(given);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  if (schema.examples && random.chance(0.7)) return random.pick(schema.examples);
  const alternatives = schema.oneOf ?? (schema.properties ? undefined : schema.anyOf);
  if (alternatives) return valueOf(api, random.pick(alternatives), random, depth);
  if (schema.anyOf) {
    const { required } = random.pick(schema.anyOf);
    return object(api, { ...schema, required: [...(schema.required ?? []), ...required] }, random, depth);
  }
  const type = Array.isArray(schema.type) ? random.pick(schema.type) : schema.type;
  switch (type) {
    case 'object': return object(api, schema, random, depth);
    case 'array': return Array.from({ length: random.int(schema.minItems ?? 0, Math.min(schema.maxItems ?? 3, (schema.minItems ?? 0) + 2)) }, () => valueOf(api, schema.items ?? {}, random, depth + 1));
    case 'string': return text(schema, random);
    case 'integer': case 'number': return number({ ...schema, type }, random);
    case 'boolean': return random.chance(0.5);
    case 'null': return null;
    default: return anyJson(random);
  }
}
