// The verifying code of docs/webhooks.md as it stands there, and the library of Standard Webhooks: what the tests ask is
// what integrators copy. A verifier takes {body, headers, secret, now} and says whether it accepts.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { repositoryRoot } from './demo.mjs';

const OWN_HEADER = 'x-learncoin-signature';
const PYTHON_LOOP = `
import base64, json, sys
for line in sys.stdin:
    row = json.loads(line)
    print("accepted" if verify_webhook(base64.b64decode(row["body"]), row["header"], row["secret"], row["now"]) else "refused", flush=True)
`;

export async function documentedBlock(language) {
  const page = await readFile(join(repositoryRoot, 'docs', 'webhooks.md'), 'utf8');
  const blocks = [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter(([, name]) => name === language).map(([, , text]) => text);
  if (blocks.length !== 1) throw new Error(`docs/webhooks.md has ${blocks.length} blocks of ${language}, expected one`);
  return blocks[0];
}

/** A process that is asked a line and answers a line. */
class LineVerifier {
  #child;
  #answers;

  constructor(command, args) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async accepts({ body, headers, secret, now }) {
    this.#child.stdin.write(`${JSON.stringify({ body: body.toString('base64'), header: headers[OWN_HEADER] ?? null, secret, now })}\n`);
    const { value, done } = await this.#answers.next();
    if (done || !['accepted', 'refused'].includes(value)) throw new Error(`the verifier said ${value}`);
    return value === 'accepted';
  }

  stop() {
    this.#child.stdin.end();
  }
}

async function typescript(work) {
  const compiler = createRequire(join(repositoryRoot, 'clients/typescript/package.json'))('typescript');
  const source = join(work, 'verify.ts');
  await writeFile(join(work, 'package.json'), '{"type":"module"}');
  await writeFile(source, await documentedBlock('typescript'));
  // With all checks, as an integrator's compiler has them.
  const program = compiler.createProgram([source], {
    strict: true, target: compiler.ScriptTarget.ES2022, module: compiler.ModuleKind.NodeNext, moduleResolution: compiler.ModuleResolutionKind.NodeNext,
    outDir: work, types: ['node'], typeRoots: [join(repositoryRoot, 'clients/typescript/node_modules/@types')],
  });
  const faults = compiler.getPreEmitDiagnostics(program).map((fault) => compiler.flattenDiagnosticMessageText(fault.messageText, '\n'));
  if (faults.length > 0) throw new Error(`the documented TypeScript does not compile: ${faults.join('\n')}`);
  program.emit();
  const { verifyWebhook } = await import(pathToFileURL(join(work, 'verify.js')));
  return { accepts: async ({ body, headers, secret, now }) => verifyWebhook(body, headers[OWN_HEADER], secret, now), stop() {} };
}

async function python(work) {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
  } catch {
    console.log('skipped: the documented Python (there is no python3)');
    return undefined;
  }
  const file = join(work, 'verify.py');
  await writeFile(file, `${await documentedBlock('python')}\n${PYTHON_LOOP}`);
  return new LineVerifier('python3', [file]);
}

function csharp() {
  const built = join(repositoryRoot, 'tests/WebhookVerifier/bin/Release/net10.0/LearnCoin.WebhookVerifier.dll');
  if (!existsSync(built)) throw new Error('no Release build of tests/WebhookVerifier');
  return new LineVerifier('dotnet', [built]);
}

const standardwebhooks = {
  async accepts({ body, headers, secret, now }) {
    // The library asks this clock and no other.
    const clock = Date.now;
    Date.now = () => now * 1000;
    try {
      new Webhook(secret).verify(body, headers);
      return true;
    } catch (error) {
      if (error.name !== 'WebhookVerificationError' && error.constructor.name !== 'WebhookVerificationError') throw error;
      return false;
    } finally {
      Date.now = clock;
    }
  },
  stop() {},
};

/** -> {name: verifier}; files that they need go into the folder `work`. */
export async function openVerifiers(work) {
  const all = { typescript: await typescript(work), python: await python(work), csharp: csharp(), standardwebhooks };
  return Object.fromEntries(Object.entries(all).filter(([, verifier]) => verifier !== undefined));
}
