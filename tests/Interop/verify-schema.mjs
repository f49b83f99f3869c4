#!/usr/bin/env node
// node verify-schema.mjs FILE...
// The Open Badges 3.0 AchievementCredential JSON schema (1EdTech), by ajv. The schema is not part of this repository:
// it is taken from LEARNCOIN_VECTORS or a `shared/vectors` folder beside the repository; without it this says so.
// Prints one JSON object; exit 0 accepted (or skipped), 1 refused.
import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import addFormats from 'ajv-formats';
import Ajv from 'ajv/dist/2019.js';

const SCHEMA = join('open-badges', 'ob_v3p0_achievementcredential_schema.json');
const exists = (path) => access(path).then(() => true, () => false);

/** The path of the schema, or undefined when no vectors folder is there. */
export async function findSchema() {
  if (process.env.LEARNCOIN_VECTORS) {
    const path = join(process.env.LEARNCOIN_VECTORS, SCHEMA);
    return (await exists(path)) ? path : undefined;
  }
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const path = join(folder, 'shared', 'vectors', SCHEMA);
    if (await exists(path)) return path;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Validates each file; `skipped` holds the reason when the schema is absent. */
export async function validateFiles(files) {
  const path = await findSchema();
  if (!path) return { ok: true, skipped: 'the Open Badges JSON schema is absent (set LEARNCOIN_VECTORS)', files: [] };
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(await readFile(path, 'utf8')));
  const results = [];
  for (const file of files) {
    const ok = validate(JSON.parse(await readFile(file, 'utf8')));
    const errors = (validate.errors ?? []).map((e) => `${e.instancePath || '/'} ${e.message}`);
    results.push({ file, ok, errors });
  }
  return { ok: results.every((r) => r.ok), files: results };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const result = await validateFiles(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  process.exitCode = result.ok ? 0 : 1;
}
