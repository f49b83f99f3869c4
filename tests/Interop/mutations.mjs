#!/usr/bin/env node
// node mutations.mjs DIR CREDENTIAL.json
// Writes DIR/mutations/NN-name.json and manifest.json: [{file, name, part, refused_by | accepted_by, did_document?}].
// Verifiers: learncoin (ours), vc (@digitalbazaar/vc), blockcerts (cert-verifier-js); one that is not named may do either.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openFolder } from './lib/folder.mjs';
import { anchorMutations } from './lib/mutate-anchor.mjs';
import { eddsaProof, harmless, knownHoles, remainingMembers, signedMembers, statements } from './lib/mutate-document.mjs';

/** The issuer's document with a key taken out of assertionMethod, the way a compromised key leaves it. */
const withoutAssertion = (did, key) => ({ ...did, assertionMethod: did.assertionMethod.filter((m) => (m.id ?? m) !== key) });

function keyMutations(did, credential) {
  const [first, merkle] = ['eddsa-rdfc-2022', 'merkle-proof-2019']
    .map((suite) => credential.proof.find((p) => p.cryptosuite === suite).verificationMethod);
  return [
    { name: 'signing-key-outside-assertionMethod', part: 'did', refused_by: ['learncoin', 'vc'], did: withoutAssertion(did, first), apply: (c) => c },
    { name: 'anchor-key-outside-assertionMethod', part: 'did', refused_by: ['learncoin'], did: withoutAssertion(did, merkle), apply: (c) => c },
  ];
}

/** Makes the folder of mutations anew and returns its manifest, paths absolute. */
export async function writeMutations(dir, file) {
  const { did, rpcUrl } = await openFolder(dir);
  const credential = JSON.parse(await readFile(file, 'utf8'));
  const target = join(dir, 'mutations');
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  const all = [
    ...harmless, ...signedMembers, ...eddsaProof, ...(await anchorMutations(credential, rpcUrl)),
    ...statements, ...remainingMembers(credential), ...knownHoles, ...keyMutations(did, credential),
  ];
  const manifest = [];
  for (const [n, mutation] of all.entries()) {
    const stem = `${String(n).padStart(2, '0')}-${mutation.name}`;
    const mutated = mutation.apply(structuredClone(credential));
    const text = mutated.text ?? JSON.stringify(mutated, null, 2);
    if (mutation.part !== 'control' && !mutation.did && text === JSON.stringify(credential, null, 2)) {
      throw new Error(`mutation ${stem} changes nothing`);
    }
    const entry = { file: join(target, `${stem}.json`), name: mutation.name, part: mutation.part };
    await writeFile(entry.file, text);
    if (mutation.did) {
      entry.did_document = join(target, `${stem}.did`);
      await writeFile(entry.did_document, JSON.stringify(mutation.did, null, 2));
    }
    manifest.push({ ...entry, refused_by: mutation.refused_by ?? [], accepted_by: mutation.accepted_by ?? [] });
  }
  await writeFile(join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.length !== 4) {
    console.error('usage: mutations.mjs DIR CREDENTIAL.json');
    process.exit(2);
  }
  const manifest = await writeMutations(process.argv[2], process.argv[3]);
  console.log(`${manifest.length} documents in ${join(process.argv[2], 'mutations')}`);
}
