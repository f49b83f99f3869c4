// The files that the checks read, by their path from the repository's root. A check sees nothing else, so that a test can break one.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from './bicep.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const Folders = [['infra/bicep', /\.(bicep|bicepparam)$/], ['src/Core', /\.cs$/], ['src/Api', /\.cs$/], ['src/Local', /\.cs$/], ['src/Functions', /\.(cs|csproj)$/]];
const Files = ['azure.yaml', 'host.json', 'docs/deploy.md', 'docs/configuration.md', '.github/workflows/ci.yml', 'global.json'];

function* walk(folder, pattern) {
  if (!existsSync(join(root, folder))) return;
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== 'bin' && entry.name !== 'obj') yield* walk(path, pattern);
    } else if (pattern.test(entry.name)) yield path;
  }
}

/** Reads the repository as it is. */
export function read() {
  const files = new Map();
  for (const [folder, pattern] of Folders) {
    for (const path of walk(folder, pattern)) files.set(path, readFileSync(join(root, path), 'utf8'));
  }
  for (const path of Files) files.set(path, readFileSync(join(root, path), 'utf8'));
  return new Repository(files);
}

export class Repository {
  constructor(files) {
    this.files = files;
  }

  /** The same repository with one file changed. Fails when the change changes nothing: such a test would prove nothing. */
  with(path, from, to) {
    const before = this.text(path);
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${path} has no ${from}`);
    return new Repository(new Map(this.files).set(path, after));
  }

  text(path) {
    if (!this.files.has(path)) throw new Error(`${path} is not there`);
    return this.files.get(path);
  }

  /** Texts of all files whose path matches. */
  matching(pattern) {
    return [...this.files].filter(([path]) => pattern.test(path));
  }

  bicep(path) {
    return parse(this.text(path));
  }

  /** Paths of the templates. */
  get templates() {
    return [...this.files.keys()].filter((path) => path.endsWith('.bicep'));
  }
}
