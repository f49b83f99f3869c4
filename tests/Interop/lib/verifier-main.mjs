// What the verifier scripts share: their arguments, one JSON object on stdout, and the exit code: 0 accepted, 1 refused, 2 could not run.
import { parseArgs } from 'node:util';

export async function verifierMain(name, verify) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { live: { type: 'boolean' }, 'did-document': { type: 'string' } },
  });
  if (positionals.length !== 2) {
    console.error(`usage: ${name} DIR CREDENTIAL.json [--live] [--did-document FILE]`);
    process.exit(2);
  }
  let exitCode = 2;
  try {
    const result = await verify(...positionals, { live: values.live, didDocument: values['did-document'] });
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    exitCode = result.ok ? 0 : 1;
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ ok: false, status: 'could-not-run', steps: [], message: error.message })}\n`);
  }
  process.exitCode = exitCode;
}
