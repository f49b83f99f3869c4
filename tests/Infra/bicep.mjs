// Reads as much of Bicep as the checks need: statements of the top level, their decorators, and the members of objects. Not a compiler:
// `bicep build` judges types; this sees what no compiler can, which is whether the templates fit the code.

/** The text with comments and the insides of strings blanked, same length, so that brackets and words can be found by position. */
export function mask(text) {
  const out = [...text];
  const blank = (from, to) => {
    for (let i = from; i < to; i++) {
      if (out[i] !== '\n') out[i] = ' ';
    }
  };
  let i = 0;
  // Reads code up to the end, or to the brace that closes an interpolation.
  const code = (inString) => {
    let depth = 0;
    while (i < text.length) {
      if (text.startsWith('//', i)) {
        const end = text.indexOf('\n', i);
        const stop = end < 0 ? text.length : end;
        blank(i, stop);
        i = stop;
      } else if (text.startsWith('/*', i)) {
        const end = text.indexOf('*/', i + 2);
        const stop = end < 0 ? text.length : end + 2;
        blank(i, stop);
        i = stop;
      } else if (text.startsWith("'''", i)) {
        const end = text.indexOf("'''", i + 3);
        const stop = end < 0 ? text.length : end + 3;
        blank(i, stop);
        i = stop;
      } else if (text[i] === "'") {
        string();
      } else {
        if (text[i] === '{') depth++;
        if (text[i] === '}') {
          if (inString && depth === 0) return;
          depth--;
        }
        i++;
      }
    }
  };
  const string = () => {
    const start = i++;
    while (i < text.length && text[i] !== "'" && text[i] !== '\n') {
      if (text[i] === '\\') i += 2;
      else if (text.startsWith('${', i)) {
        i += 2;
        code(true);
        i++;
      } else i++;
    }
    i++;
    blank(start, i);
  };
  code(false);
  return out.join('');
}

/** Position behind the bracket that closes the one at `open`. */
export function closing(masked, open) {
  const pairs = { '{': '}', '[': ']', '(': ')' };
  let depth = 0;
  for (let i = open; i < masked.length; i++) {
    if (pairs[masked[i]]) depth++;
    else if (Object.values(pairs).includes(masked[i]) && --depth === 0) return i + 1;
  }
  throw new Error(`no bracket closes the one at ${open}`);
}

/** Names of an object's own members; `open` is the place of its brace. */
export function members(text, masked, open) {
  const end = closing(masked, open) - 1;
  const found = [];
  let depth = 0;
  let isStart = true;
  for (let i = open + 1; i < end; i++) {
    const c = masked[i];
    if ('{[('.includes(c)) depth++;
    if ('}])'.includes(c)) depth--;
    if (depth === 0 && isStart) {
      const name = /^(?:'([^'$]+)'|([A-Za-z_]\w*))\s*:/.exec(text.slice(i, end));
      if (name && (masked[i] !== ' ' || text[i] === "'")) {
        found.push({ name: name[1] ?? name[2], at: i + name[0].length });
        isStart = false;
      }
    }
    if (depth === 0 && (c === '\n' || c === ',')) isStart = true;
    else if (depth === 0 && c.trim() !== '') isStart = false;
  }
  return found;
}

const Statement = /^(param|var|resource|module|output|using|targetScope|type|func|import)\b[ \t]*(.*)$/;

/** Statements of the top level: keyword, name, decorators, and the text from the name to the next statement. */
export function parse(text) {
  const masked = mask(text);
  const statements = [];
  let depth = 0;
  let decorators = '';
  let offset = 0;
  for (const line of masked.split('\n')) {
    const original = text.slice(offset, offset + line.length);
    if (depth === 0) {
      const found = Statement.exec(line);
      if (found) {
        const name = /^[A-Za-z_]\w*/.exec(original.slice(found[1].length).trim())?.[0] ?? '';
        statements.push({ keyword: found[1], name, decorators, start: offset });
        decorators = '';
      } else if (line.startsWith('@')) decorators += original + '\n';
    }
    for (const c of line) {
      if ('{[('.includes(c)) depth++;
      if ('}])'.includes(c)) depth--;
    }
    offset += line.length + 1;
  }
  statements.forEach((statement, i) => {
    const end = statements[i + 1]?.start ?? text.length;
    statement.text = text.slice(statement.start, end);
    statement.masked = masked.slice(statement.start, end);
  });
  return { text, masked, statements, of: (keyword) => statements.filter((s) => s.keyword === keyword) };
}

/** Path in quotes of a `module x 'path'` or `using 'path'`. */
export const pathOf = (statement) => /'([^']+)'/.exec(statement.text)?.[1];

/** Whether a parameter needs no value: it has a default. */
export const hasDefault = (param) => /=/.test(param.masked.split('\n')[0].replace(/^param\s+\w+/, '')) || /^param[^\n]*\}?\[?\]?\s*=/.test(param.masked);

/** The members of the object that is the value of a member, by the path of names from the statement's own object. */
export function membersAt(statement, ...path) {
  let open = statement.masked.indexOf('{');
  if (open < 0) return null;
  for (const name of path) {
    const member = members(statement.text, statement.masked, open).find((m) => m.name === name);
    if (!member) return null;
    open = statement.masked.indexOf('{', member.at);
  }
  return members(statement.text, statement.masked, open);
}
