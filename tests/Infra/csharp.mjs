// Reads option classes: what the binder of .NET would bind. `A:B` is the name of property B of the object A.

const Property = /public\s+(?:required\s+)?([\w<>?, ]+?)\s+(\w+)\s*\{\s*get;/g;

/** Settable properties by class name. */
function classes(sources) {
  const found = new Map();
  for (const source of sources) {
    // Without comments and strings: a brace in one would not be the class's.
    const text = source.replace(/"(?:[^"\\\n]|\\.)*"/g, '').replace(/\/\/.*$/gm, '');
    for (const head of text.matchAll(/\b(?:class|record)\s+(\w+)[^{;]*\{/g)) {
      let depth = 1;
      let end = head.index + head[0].length;
      while (depth > 0 && end < text.length) {
        if (text[end] === '{') depth++;
        if (text[end] === '}') depth--;
        end++;
      }
      const body = text.slice(head.index + head[0].length, end);
      found.set(head[1], [...body.matchAll(Property)].map((p) => ({ type: p[1].trim().replace(/\?$/, ''), name: p[2] })));
    }
  }
  return found;
}

/** Full names of a root class's options; a dictionary's keys stand as `*`. */
export function optionNames(root, ...sources) {
  const known = classes(sources);
  const flat = (type, prefix) => (known.get(type) ?? []).flatMap(({ type: inner, name }) => {
    const entry = /^(?:Dictionary|IDictionary)<string,\s*(\w+)>$/.exec(inner);
    if (entry) return flat(entry[1], `${prefix}${name}:*:`);
    return known.has(inner) ? flat(inner, `${prefix}${name}:`) : [`${prefix}${name}`];
  });
  return flat(root, '');
}
