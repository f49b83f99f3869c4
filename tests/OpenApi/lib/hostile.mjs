// What no careful client sends: in values, in the text of a body, in its bytes, in addresses and headers.
const LONE_SURROGATE = '\\ud800'; // as JSON text: an escape that is no character
export const STRINGS = [
  '', ' ', '\u0000', 'a\u0000b', '../../etc/passwd', "'; DROP TABLE batches; --", '<script>alert(1)</script>', '{{7*7}}', '${jndi:ldap://x.example/a}',
  'javascript:alert(1)', 'urn:uuid:not-a-uuid', 'https://user:pass@evil.example/', 'http://[::1]:1/', '_:b0', '@id', 'null', 'NaN', 'true', '0x10', '１２３',
  '\u202e\u2066abc', '\ufeffbom', 'e\u0301'.repeat(50), '😀'.repeat(300), 'A'.repeat(70_000), '9999-99-99T99:99:99Z', '0001-01-01T00:00:00+23:59', '9999-12-31T23:59:59-23:59',
  'did:web:evil.example', 'did:web:localhost%3A1', 'crd_', 'bat_01HXYZABCDEFGHJKMNPQRSTVW', 'crd_01hxyzabcdefghjkmnpqrstvwx', 'a@b', '"quoted"', '\\', '%', '%zz', '%00',
];
const NUMBERS = [-1, 0, 1.5, -0, 1e21, 2 ** 53, -(2 ** 63), 1e308, 5e-324, 101, 366];
const NAMES = ['@context', '@id', '@type', 'proof', '__proto__', 'constructor', 'id', 'type', '', 'a:b', 'x'.repeat(1000), 'é', '$ref', 'credentials'];

export function nested(depth, open = '[', close = ']') { return open.repeat(depth) + close.repeat(depth); }

function otherType(random) {
  return random.pick([null, true, false, 0, [], {}, [[]], [null], { '': null }, random.pick(STRINGS), random.pick(NUMBERS), Array(600).fill(0)]);
}

/** All places of a JSON value: [[owner, key], ..]. */
function places(value, found = []) {
  if (value && typeof value === 'object') {
    for (const key of Object.keys(value)) {
      found.push([value, key]);
      places(value[key], found);
    }
  }
  return found;
}

/** Changes one place of the value. */
export function mutateValue(given, random) {
  const holder = { value: structuredClone(given) };
  const all = places(holder);
  const [owner, key] = random.pick(all);
  random.weighted([
    [4, () => { owner[key] = otherType(random); }],
    [3, () => { if (Array.isArray(owner)) owner.splice(Number(key), 1); else if (owner !== holder) delete owner[key]; }],
    [3, () => { owner[key] = random.pick(STRINGS); }],
    [1, () => { owner[key] = random.pick(NUMBERS); }],
    [2, () => { const target = [owner[key], holder.value].find((value) => value && typeof value === 'object' && !Array.isArray(value)); if (target) Object.defineProperty(target, random.pick(NAMES), { value: otherType(random), enumerable: true, configurable: true, writable: true }); }],
    [1, () => { if (Array.isArray(owner[key])) owner[key] = [...owner[key], ...owner[key]]; else owner[key] = [owner[key]]; }],
    [1, () => { owner[key] = JSON.parse(nested(random.pick([5, 30, 31, 32, 33, 40, 500]))); }],
    [0.1, () => { if (Array.isArray(owner[key]) && owner[key].length > 0) owner[key] = Array(501).fill(owner[key][0]); }],
  ])();
  return holder.value;
}

/** Changes the text of a body: what JSON.stringify would never write. */
export function mutateText(text, random) {
  const at = random.int(0, text.length);
  const insert = (what) => text.slice(0, at) + what + text.slice(at);
  const firstMember = /"([a-zA-Z_]+)":/.exec(text);
  return random.pick([
    () => text.slice(0, at),
    () => text + random.pick(['}', ']', ' x', '\u0000', text]),
    () => insert(random.pick(['\u0000', '\\', '"', ',', ':', '{', '\u0001', '/* c */', '\ufeff', '\ud83d'])),
    () => (firstMember ? text.replace(firstMember[0], `${firstMember[0]}null,${firstMember[0]}`) : nested(100)),
    () => text.replace(/"([^"]*)"(?!:)/, `"${random.pick([LONE_SURROGATE, '\\udc00\\ud800', '\\u0000', '\\x41', '\\u12'])}"`),
    () => text.replace(/"([^"]*)":/, `"${LONE_SURROGATE}":`),
    () => text.replace(/(:|\[|,)("[^"]*"|\d+)/, `$1${random.pick(['NaN', 'Infinity', '01', '.5', '1.', '+1', '1e999', '-1e400', '0x1', "'a'", 'undefined', '1'.repeat(400), '123456789012345678901234567890'])}`),
    () => nested(random.pick([33, 64, 1000, 100_000])),
    () => nested(random.pick([33, 1000]), '{"a":', '}').replace('}', '1}'),
    () => '',
    () => '\ufeff' + text,
    () => text.replaceAll('"', "'"),
  ])();
}

/** Changes the bytes of a body: what is no UTF-8. */
export function mutateBytes(bytes, random) {
  const bad = random.pick([[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0xfe, 0xff], [0x80]]);
  const quote = bytes.indexOf(0x22, random.int(0, Math.max(0, bytes.length - 1)));
  const at = quote < 0 ? 0 : quote + 1;
  return random.weighted([
    [4, Buffer.concat([bytes.subarray(0, at), Buffer.from(bad), bytes.subarray(at)])],
    [1, Buffer.from(bytes.toString('utf8'), 'utf16le')],
    [1, Buffer.from(Array.from({ length: random.int(1, 400) }, () => random.int(0, 255)))],
  ]);
}
