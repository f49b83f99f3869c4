// The claim mails that a demo wrote as .eml files (Mail:Transport folder).
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const WAIT_MS = 60_000;

/** Folder of the mails; undefined where the demo's host has none. */
export function mailFolder(summary) {
  const data = summary.cli?.env?.DataDirectory;
  return data && existsSync(data) ? join(data, 'mail') : undefined;
}

/** Text of the mail, its quoted-printable and base64 parts decoded. */
const decoded = (source) => [
  source.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
  ...[...source.matchAll(/base64\r?\n(?:[\w-]+:.*\r?\n)*\r?\n([\w+/=\r\n]+)/gi)].map(([, text]) => Buffer.from(text, 'base64').toString()),
].join('\n');

/** Waits for the mail to an address. -> the claim link in it. */
export async function claimLink(folder, address) {
  for (const end = Date.now() + WAIT_MS; Date.now() < end; await new Promise((done) => setTimeout(done, 250))) {
    for (const name of existsSync(folder) ? await readdir(folder) : []) {
      if (!name.endsWith('.eml')) continue;
      const source = await readFile(join(folder, name), 'utf8');
      if (source.includes(address)) return decoded(source).match(/https?:\/\/\S+?\/c\/crd_\w{26}#claim=[\w-]{43}/)[0];
    }
  }
  throw new Error('the claim mail did not come');
}
