// Reads the Dockerfile and .dockerignore, as far as ours go, and builds what the image would hold without an engine:
// `node docker.mjs FOLDER` copies what the build stage copies into FOLDER and runs its RUN lines there.
import { execSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** -> stages: [{ image, name, steps: [{ keyword, text, flags, words }] }] */
export function parse(text) {
  const stages = [];
  const lines = text.replace(/\\\n\s*/g, '').split('\n').filter((line) => line.trim() && !line.startsWith('#'));
  for (const line of lines) {
    const [, keyword, rest] = /^(\S+)\s+(.*)$/.exec(line);
    if (keyword === 'FROM') {
      const [, image, name] = /^(\S+)(?: AS (\S+))?$/.exec(rest);
      stages.push({ image, name, steps: [] });
      continue;
    }
    const flags = [...rest.matchAll(/(?:^|\s)--(\S+)/g)].map(([, flag]) => flag);
    const body = keyword === 'RUN' ? rest : rest.replace(/^(--\S+\s+)*/, '');
    stages.at(-1).steps.push({ keyword, flags, text: body, words: body.split(/\s+/) });
  }
  return stages;
}

/** Whether .dockerignore leaves a path: the last line that fits it, or a folder above it, decides. */
export function isSent(ignore, path) {
  let sent = true;
  for (const line of ignore.split('\n').map((entry) => entry.trim()).filter((entry) => entry && !entry.startsWith('#'))) {
    const pattern = line.replace(/^!/, '');
    const expression = pattern.split('/').map((part) => part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*\*/g, '\0').replace(/\*/g, '[^/]*').replace(/\0/g, '.*')).join('/').replace(/^\.\*\//, '(.*/)?');
    if (new RegExp(`^${expression}(/.*)?$`).test(path)) sent = line.startsWith('!');
  }
  return sent;
}

/** Every file of the repository that the engine would be sent, by path from its root. */
export function context(ignore) {
  const found = [];
  const walk = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (['.git', 'node_modules', 'bin', 'obj'].includes(entry.name)) continue;
      if (entry.isDirectory()) walk(path);
      else if (isSent(ignore, path)) found.push(path);
    }
  };
  walk('');
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve(process.argv[2]);
  const [build] = parse(readFileSync(join(root, 'Dockerfile'), 'utf8'));
  const sent = context(readFileSync(join(root, '.dockerignore'), 'utf8'));
  for (const { keyword, words, text } of build.steps) {
    if (keyword === 'COPY') {
      const target = words.at(-1);
      for (const source of words.slice(0, -1)) {
        for (const path of sent.filter((one) => one === source || one.startsWith(`${source}/`))) {
          const to = join(folder, 'source', target, path === source ? path : path.slice(source.length + 1));
          mkdirSync(dirname(to), { recursive: true });
          cpSync(join(root, path), to);
        }
      }
    } else if (keyword === 'RUN') {
      execSync(text.replaceAll(' /app', ` ${join(folder, 'app')}`), { cwd: join(folder, 'source'), stdio: 'inherit' });
    }
  }
}
