// Strings that match a regular expression, of the kind that JSON schemas use: literals, classes, groups, alternatives, quantifiers.
const ANY = [...'abcXYZ019-_ é漢'];
const ESCAPES = { d: [...'0123456789'], S: [...'abcXYZ09-'], s: [' '], w: [...'abcXYZ09_'] };

function readClass(pattern, at) {
  let members = [];
  const negated = pattern[at] === '^';
  if (negated) at++;
  for (; pattern[at] !== ']'; at++) {
    if (pattern[at] === '\\') members.push(...(ESCAPES[pattern[++at]] ?? [pattern[at]]));
    else if (pattern[at + 1] === '-' && pattern[at + 2] !== ']') {
      for (let c = pattern.charCodeAt(at); c <= pattern.charCodeAt(at + 2); c++) members.push(String.fromCharCode(c));
      at += 2;
    } else members.push(pattern[at]);
  }
  if (negated) members = ANY.filter((c) => !members.includes(c));
  return [(random) => random.pick(members), at + 1];
}

function readQuantifier(pattern, at) {
  const range = { '*': [0, 3], '+': [1, 4], '?': [0, 1] }[pattern[at]];
  if (range) return [range, at + 1];
  const counted = /^\{(\d+)(?:,(\d*))?\}/.exec(pattern.slice(at));
  if (!counted) return [[1, 1], at];
  const least = Number(counted[1]);
  const most = counted[2] === undefined ? least : counted[2] === '' ? least + 3 : Number(counted[2]);
  return [[least, most], at + counted[0].length];
}

function readAtom(pattern, at) {
  switch (pattern[at]) {
    case '[': return readClass(pattern, at + 1);
    case '(': {
      const [inner, end] = readAlternatives(pattern, pattern.startsWith('?:', at + 1) ? at + 3 : at + 1);
      return [inner, end + 1];
    }
    case '.': return [(random) => random.pick(ANY), at + 1];
    case '^': case '$': return [() => '', at + 1];
    case '\\': return [ESCAPES[pattern[at + 1]] ? (random) => random.pick(ESCAPES[pattern[at + 1]]) : () => pattern[at + 1], at + 2];
    default: return [() => pattern[at], at + 1];
  }
}

function readAlternatives(pattern, at) {
  const alternatives = [[]];
  while (at < pattern.length && pattern[at] !== ')') {
    if (pattern[at] === '|') {
      alternatives.push([]);
      at++;
      continue;
    }
    const [atom, afterAtom] = readAtom(pattern, at);
    const [[least, most], end] = readQuantifier(pattern, afterAtom);
    alternatives.at(-1).push((random) => Array.from({ length: random.int(least, most) }, () => atom(random)).join(''));
    at = end;
  }
  return [(random) => random.pick(alternatives).map((part) => part(random)).join(''), at];
}

/** A string that matches the pattern. */
export const matching = (pattern, random) => readAlternatives(pattern, 0)[0](random);
