// There is no container engine in CI: what of the image can be held against the repository without one.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join, normalize } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { context, isSent, parse, root } from './docker.mjs';

const ignore = readFileSync(join(root, '.dockerignore'), 'utf8');
const stages = parse(readFileSync(join(root, 'Dockerfile'), 'utf8'));
const [build, final] = stages;
const sent = context(ignore);
const steps = (stage, keyword) => stage.steps.filter((step) => step.keyword === keyword);
const only = (stage, keyword) => {
  const found = steps(stage, keyword);
  assert.equal(found.length, 1, `${keyword} stands once`);
  return found[0];
};
const env = Object.fromEntries(steps(final, 'ENV').flatMap((step) => step.words).map((pair) => pair.split('=')));
const port = new URL(env.Listen).port;

test('two stages: what builds is not what runs', () => {
  assert.deepEqual(stages.map((stage) => stage.name), ['build', undefined]);
  const framework = /<TargetFramework>net(\d+\.\d+)</.exec(readFileSync(join(root, 'Directory.Build.props'), 'utf8'))[1];
  assert.deepEqual(stages.map((stage) => stage.image), [`mcr.microsoft.com/dotnet/sdk:${framework}`, `mcr.microsoft.com/dotnet/aspnet:${framework}`]);
  assert.ok(JSON.parse(readFileSync(join(root, 'global.json'), 'utf8')).sdk.version.startsWith(framework));
});

test('everything that is copied is there and sent', () => {
  for (const step of steps(build, 'COPY')) {
    for (const source of step.words.slice(0, -1)) {
      assert.ok(existsSync(join(root, source)), source);
      assert.ok(sent.some((path) => path === source || path.startsWith(`${source}/`)), `${source} is sent`);
    }
  }
  const [published] = steps(final, 'COPY');
  assert.deepEqual([published.flags, published.words], [['from=build'], ['/app', '/app']]);
  // Node for the scripts of the pages, then the program.
  const [tools, publish, ...more] = steps(build, 'RUN');
  assert.match(tools.text, /^apt-get update && apt-get install .* nodejs npm && rm -rf \/var\/lib\/apt\/lists\/\*$/);
  assert.match(publish.text, /^dotnet publish src\/Standalone -c Release -o \/app\b/);
  assert.deepEqual(more, []);
});

test('every project that the published one needs is sent, and no other file than sources', () => {
  const needed = new Set();
  const visit = (project) => {
    if (needed.has(project)) return;
    needed.add(project);
    for (const [, reference] of readFileSync(join(root, project), 'utf8').matchAll(/<ProjectReference Include="([^"]+)"/g)) visit(normalize(join(dirname(project), reference)));
  };
  visit('src/Standalone/LearnCoin.Standalone.csproj');
  assert.ok(needed.size > 3);
  for (const project of needed) assert.ok(sent.includes(project), project);
  for (const path of ['src/BannedSymbols.txt', 'src/Directory.Build.props']) assert.ok(sent.includes(path), path);
  const top = new Set(sent.map((path) => path.split('/')[0]));
  assert.deepEqual([...top].sort(), ['.editorconfig', 'Directory.Build.props', 'Directory.Packages.props', 'docs', 'global.json', 'src']);
});

test('no data, settings, keys or build output are sent', () => {
  for (const path of [
    'learncoin-data/learncoin.db', 'learncoin-data/keys/a.key', 'demo-data/x', 'appsettings.json', 'src/Standalone/appsettings.json', 'src/Functions/local.settings.json',
    'src/Core/bin/Release/a.dll', 'src/Core/obj/project.assets.json', '.git/config', 'tests/EndToEnd/a.cs', 'backup.tar', '.env',
  ]) assert.equal(isSent(ignore, path), false, path);
  assert.ok(isSent(ignore, 'src/Core/LearnCoinCore.cs'));
});

test('the host runs as a user without rights, on its own volume', () => {
  assert.equal(only(final, 'USER').text, '$APP_UID');
  assert.ok(final.steps.findIndex((step) => step.keyword === 'USER') < final.steps.findIndex((step) => step.keyword === 'ENTRYPOINT'));
  assert.equal(only(final, 'VOLUME').text, env.DataDirectory);
  const made = only(final, 'RUN').text;
  // Before VOLUME: what is changed in a volume later is lost.
  assert.ok(made.includes(`mkdir ${env.DataDirectory}`) && made.includes(`chown $APP_UID:$APP_UID ${env.DataDirectory}`) && made.includes(`chmod 700 ${env.DataDirectory}`));
  assert.ok(final.steps.findIndex((step) => step.keyword === 'RUN') < final.steps.findIndex((step) => step.keyword === 'VOLUME'));
});

test('the options it sets are options, and none is a secret', () => {
  const options = readFileSync(join(root, 'docs/configuration.md'), 'utf8');
  for (const name of Object.keys(env)) {
    assert.ok(options.includes(`\`${name.replaceAll('__', ':')}\``), name);
    assert.doesNotMatch(name, /passphrase|rpcurl|url|key|secret/i);
  }
  assert.deepEqual(stages.flatMap((stage) => steps(stage, 'ARG')), []);
});

test('signals reach the host: no shell in between', () => {
  assert.deepEqual(JSON.parse(only(final, 'ENTRYPOINT').text), ['/app/learncoin']);
  assert.deepEqual(JSON.parse(only(final, 'CMD').text), ['serve']);
  assert.equal(/<AssemblyName>(.*)</.exec(readFileSync(join(root, 'src/Standalone/LearnCoin.Standalone.csproj'), 'utf8'))[1], 'learncoin');
});

test('the health check tells an answer of 200 from others and from none', async () => {
  assert.equal(only(final, 'EXPOSE').text, port);
  const text = only(final, 'HEALTHCHECK').text.replace(/^CMD /, '');
  const [program, ...args] = JSON.parse(text);
  assert.ok(text.includes(`/127.0.0.1/${port} `));
  let status = 200;
  const paths = [];
  const server = createServer((request, response) => { paths.push(request.url); response.writeHead(status).end('x'); });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const ask = () => promisify(execFile)(program, args.map((arg) => arg.replace(`/${port} `, `/${server.address().port} `))).then(() => true, () => false);
  assert.equal(await ask(), true);
  status = 503;
  assert.equal(await ask(), false);
  assert.deepEqual(paths, ['/healthz', '/healthz']);
  assert.match(readFileSync(join(root, 'src/Api/Public/PublicEndpoints.cs'), 'utf8'), /"\/healthz"/);
  const free = server.address().port;
  await new Promise((done) => { server.closeAllConnections(); server.close(done); });
  await assert.rejects(promisify(execFile)(program, args.map((arg) => arg.replace(`/${port} `, `/${free} `))));
});
