#!/usr/bin/env node
// Writes src/schema.ts from the OpenAPI document of a service: node generate.mjs http://localhost:8080/openapi.json (or a file).
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const HEAD = '// Generated from the OpenAPI document by generate.mjs. Do not edit.\n\n';

/** The types of a document, as text. Where it is served is no part of them. */
export async function generate(document) {
  const { servers, ...rest } = document;
  return HEAD + astToString(await openapiTS(rest, { alphabetize: false }));
}

const read = async (from) => JSON.parse(/^https?:/.test(from) ? await (await fetch(from)).text() : await readFile(from, 'utf8'));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , from] = process.argv;
  if (!from) {
    console.error('usage: node generate.mjs <url or file of openapi.json>');
    process.exit(2);
  }
  await writeFile(new URL('src/schema.ts', import.meta.url), await generate(await read(from)));
}
