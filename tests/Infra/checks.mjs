// Each check returns its faults as sentences; none: an empty list.
import { hasDefault, members, membersAt, pathOf } from './bicep.mjs';
import { optionNames } from './csharp.mjs';

const Main = 'infra/bicep/main.bicep';
const App = 'infra/bicep/modules/functionApp.bicep';
const Vault = 'infra/bicep/modules/keyVault.bicep';
const Roles = 'infra/bicep/modules/roles.bicep';
const Alerts = 'infra/bicep/modules/alerts.bicep';

/** Built-in roles by id (learn.microsoft.com, "Azure built-in roles"). None of them manages a resource or gives a role. */
const RoleNames = {
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88': 'Storage Queue Data Contributor',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'Storage Table Data Contributor',
  '12338af0-0e69-4776-bea7-57ae8d297424': 'Key Vault Crypto User',
  '4633458b-17de-408a-b874-0445c86b69e6': 'Key Vault Secrets User',
  'b86a8fe4-44ce-4948-aee5-eccb2c155cd7': 'Key Vault Secrets Officer',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
};

const resolve = (from, path) => {
  const parts = from.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
};

/** Modules of a template, with the parsed file of each. */
function modulesOf(repository, path) {
  return repository.bicep(path).of('module').map((module) => {
    const target = resolve(path, pathOf(module));
    return { module, target, file: repository.files.has(target) ? repository.bicep(target) : null };
  });
}

export function everyModuleIsThereAndUsed(repository) {
  const used = new Set([Main]);
  const faults = [];
  for (const path of repository.templates) {
    for (const { module, target, file } of modulesOf(repository, path)) {
      used.add(target);
      if (!file) faults.push(`${path}: module ${module.name} names ${target}, which is not there`);
    }
  }
  return [...faults, ...repository.templates.filter((path) => !used.has(path)).map((path) => `${path} is used by no template`)];
}

export function everyModuleOutputExists(repository) {
  return repository.templates.flatMap((path) => {
    const { masked, text } = repository.bicep(path);
    const source = masked + strings(text);
    return modulesOf(repository, path).flatMap(({ module, target, file }) => {
      const outputs = new Set(file?.of('output').map((o) => o.name));
      return [...source.matchAll(new RegExp(`\\b${module.name}!?\\.\\??outputs\\.\\??(\\w+)`, 'g'))]
        .filter(([, name]) => !outputs.has(name))
        .map(([, name]) => `${path}: ${module.name}.outputs.${name} is no output of ${target}`);
    });
  });
}

/** What stands in interpolations. */
const strings = (text) => [...text.matchAll(/\$\{([^}]*)\}/g)].map((m) => `\n${m[1]}`).join('');

export function everyModuleParameterFits(repository) {
  return repository.templates.flatMap((path) => modulesOf(repository, path).flatMap(({ module, target, file }) => {
    if (!file) return [];
    const given = (membersAt(module, 'params') ?? []).map((m) => m.name);
    const known = file.of('param');
    return [
      ...given.filter((name) => !known.some((p) => p.name === name)).map((name) => `${path}: ${target} has no parameter ${name}`),
      ...known.filter((p) => !hasDefault(p) && !given.includes(p.name)).map((p) => `${path}: ${target} is not given ${p.name}`),
    ];
  }));
}

export function everyParameterFileFits(repository) {
  const files = repository.matching(/\.bicepparam$/);
  const faults = ['main', 'dev', 'prod'].filter((name) => !files.some(([path]) => path.endsWith(`/${name}.bicepparam`))).map((name) => `${name}.bicepparam is not there`);
  for (const [path] of files) {
    const file = repository.bicep(path);
    const target = resolve(path, pathOf(file.of('using')[0]));
    if (!repository.files.has(target)) {
      faults.push(`${path} uses ${target}, which is not there`);
      continue;
    }
    const known = repository.bicep(target).of('param');
    const given = file.of('param').map((p) => p.name);
    faults.push(...given.filter((name) => !known.some((p) => p.name === name)).map((name) => `${path}: ${target} has no parameter ${name}`));
    faults.push(...known.filter((p) => !hasDefault(p) && !given.includes(p.name)).map((p) => `${path} does not give ${p.name}`));
  }
  return faults;
}

/** Names of the app's settings: members of the objects that are joined into it. */
function settingsOf(repository) {
  const file = repository.bicep(App);
  return file.of('var').filter((v) => v.name.endsWith('Settings')).flatMap((v) => {
    const open = v.masked.lastIndexOf('{', v.masked.includes('?') ? v.masked.length : v.masked.indexOf('{'));
    return members(v.text, v.masked, open).map((m) => m.name);
  });
}

/** Every option that the app reads, as LearnCoinOptions and FunctionsOptions declare them. */
function optionsRead(repository) {
  const sources = (pattern) => repository.matching(pattern).map(([, text]) => text);
  return [
    ...optionNames('LearnCoinOptions', ...sources(/^src\/Core\/Configuration\//)),
    ...optionNames('FunctionsOptions', ...sources(/^src\/Functions\/Hosting\//)),
  ];
}

/** Options of docs/configuration.md that work without being set, `*` for `<name>`. */
function documentedDefaults(repository) {
  return repository.text('docs/configuration.md').split('\n').filter((line) => line.startsWith('| `')).flatMap((line) => {
    const [names, standard] = line.split('|').slice(1).map((cell) => cell.trim());
    return standard === 'required' || standard === '' ? [] : [...names.matchAll(/`([^`]+)`/g)].map((m) => m[1].replace(/<\w+>/, '*'));
  });
}

export function everyOptionIsSetOrHasADefault(repository) {
  const read = optionsRead(repository);
  const set = settingsOf(repository).map((name) => name.replaceAll('__', ':'));
  const defaults = documentedDefaults(repository);
  const hosts = /^(AzureWebJobs|APPLICATIONINSIGHTS_)/;
  return [
    ...(read.length < 20 ? [`only ${read.length} options were found in the code`] : []),
    ...read.filter((name) => !set.includes(name) && !defaults.includes(name)).map((name) => `${name} is neither set in ${App} nor has a default in docs/configuration.md`),
    ...set.filter((name) => !hosts.test(name) && !read.includes(name)).map((name) => `${App} sets ${name}, which the app does not read`),
  ];
}

export function theHostReachesEverythingByIdentity(repository) {
  const set = settingsOf(repository);
  const needed = ['AzureWebJobsStorage__accountName', 'AzureWebJobsStorage__credential', 'AzureWebJobsStorage__clientId', 'AzureWebJobsDisableHomepage', 'APPLICATIONINSIGHTS_CONNECTION_STRING', 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', 'Azure__ClientId'];
  // Flex Consumption refuses these: functionAppConfig has them.
  const refused = ['FUNCTIONS_WORKER_RUNTIME', 'FUNCTIONS_EXTENSION_VERSION', 'AzureWebJobsStorage', 'WEBSITE_CONTENTAZUREFILECONNECTIONSTRING', 'WEBSITE_RUN_FROM_PACKAGE'];
  return [
    ...needed.filter((name) => !set.includes(name)).map((name) => `${App} does not set ${name}`),
    ...refused.filter((name) => set.includes(name)).map((name) => `${App} sets ${name}`),
  ];
}

export function noSecretIsInTheClear(repository) {
  const faults = [];
  for (const path of repository.templates) {
    const file = repository.bicep(path);
    for (const param of file.of('param')) {
      const type = /^param\s+\w+\s+(\w+)/.exec(param.masked)?.[1];
      if (/secret|passw|passphrase|credential|connectionstring|token|apikey|privatekey|rpcurl/i.test(param.name) && /string|object/.test(type) && !param.decorators.includes('@secure()')) {
        faults.push(`${path}: parameter ${param.name} may hold a secret and is not @secure()`);
      }
    }
    const code = file.masked + strings(file.text);
    if (/\blist(Keys|AccountSas|ServiceSas|Secrets)?\s*\(/.test(code)) faults.push(`${path} reads a key of a resource`);
    if (/AccountKey=|SharedAccessKey|DefaultEndpointsProtocol/i.test(file.text)) faults.push(`${path} has a connection string`);
    if (/ConnectionString/i.test(code.replace(/APPLICATIONINSIGHTS_CONNECTION_STRING: component\.properties\.ConnectionString/, ''))) faults.push(`${path} reads a connection string`);
  }
  for (const name of ['Anchoring__Test__RpcUrl', 'Anchoring__Live__RpcUrl', 'Alerts__Url', 'Mail__Password']) {
    if (!new RegExp(`${name}: '\\$\\{secretOf\\}[a-z-]+\\)'`).test(repository.text(App))) faults.push(`${name} is not a reference to the vault`);
  }
  const kept = /var secretOf = '@Microsoft\.KeyVault\(VaultName=\$\{vaultName\};SecretName='/;
  if (!kept.test(repository.text(App))) faults.push('secretOf is not a reference to the vault');
  return faults;
}

export function storesAreClosedToKeys(repository) {
  const required = [
    ['infra/bicep/modules/storage.bicep', /allowSharedKeyAccess: false/, /allowBlobPublicAccess: false/, /minimumTlsVersion: 'TLS1_2'/, /supportsHttpsTrafficOnly: true/],
    [Vault, /enableRbacAuthorization: true/, /enablePurgeProtection: true/, /enableSoftDelete: true/, /name: 'premium'/],
    ['infra/bicep/modules/monitoring.bicep', /DisableLocalAuth: true/, /disableLocalAuth: true/],
    [App, /httpsOnly: true/, /type: 'UserAssignedIdentity'/, /keyVaultReferenceIdentity: identityId/, /name: 'scm'\s+properties: \{\s+allow: false/, /name: 'ftp'\s+properties: \{\s+allow: false/],
  ];
  return required.flatMap(([path, ...lines]) => lines.filter((line) => !line.test(repository.text(path))).map((line) => `${path} lacks ${line.source}`));
}

/** Names of the roles in a list of roles.bicep. */
function rolesIn(repository, list) {
  const file = repository.bicep(Roles);
  const ids = new Map(file.of('var').map((v) => [v.name, /'([0-9a-f-]{36})'/.exec(v.text)?.[1]]));
  const variable = file.of('var').find((v) => v.name === list);
  return variable ? [...variable.masked.slice(variable.masked.indexOf('[')).matchAll(/\w+/g)].map(([name]) => RoleNames[ids.get(name)] ?? `unknown role ${name}`) : [];
}

export function everyRoleThatTheCodeNeedsIsGiven(repository) {
  const code = repository.matching(/^src\/Functions\/.*\.cs$/).map(([, text]) => text).join('\n');
  // Also needed where only the settings lead to a service: the host and Durable use the same account.
  const set = settingsOf(repository);
  const needs = [
    ['appStorageRoles', 'Storage Table Data Contributor', code.includes('TableServiceClient') || set.includes('Storage__TableServiceUri')],
    ['appStorageRoles', 'Storage Queue Data Contributor', code.includes('QueueServiceClient') || set.includes('Storage__QueueServiceUri')],
    ['appStorageRoles', 'Storage Blob Data Owner', set.includes('AzureWebJobsStorage__accountName')],
    ['appVaultRoles', 'Key Vault Crypto User', /\b(KeyClient|CryptographyClient)\b/.test(code) || set.includes('Keys__VaultUri')],
    ['appVaultRoles', 'Key Vault Secrets User', repository.text(App).includes('@Microsoft.KeyVault(')],
  ];
  const file = repository.bicep(Roles);
  const assignments = file.of('resource').filter((r) => r.text.includes('Microsoft.Authorization/roleAssignments@'));
  const granted = (list, scope) => assignments.some((r) => r.masked.includes(`for role in ${list}`) && new RegExp(`scope: ${scope}\\b`).test(r.masked) && /principalId: appPrincipalId/.test(r.masked));
  const faults = needs.filter(([list, role, isNeeded]) => isNeeded && !rolesIn(repository, list).includes(role)).map(([list, role]) => `${list} lacks ${role}`);
  if (!granted('appStorageRoles', 'account')) faults.push('appStorageRoles are not given on the storage account');
  if (!granted('appVaultRoles', 'vault')) faults.push('appVaultRoles are not given on the vault');
  const publisher = assignments.find((r) => /scope: component\b/.test(r.masked) && /principalId: appPrincipalId/.test(r.masked) && r.masked.includes('monitoringMetricsPublisher'));
  if (!publisher) faults.push('Monitoring Metrics Publisher is not given on the component');
  return faults;
}

export function rolesAreFewAndTheirNamesFixed(repository) {
  const faults = [];
  for (const path of repository.templates) {
    for (const resource of repository.bicep(path).of('resource').filter((r) => r.text.includes('Microsoft.Authorization/roleAssignments@'))) {
      if (path !== Roles) faults.push(`${path}: ${resource.name} gives a role outside roles.bicep`);
      const name = /name: guid\(([^)]*)\)/.exec(resource.masked)?.[1].split(',').map((part) => part.trim()) ?? [];
      const [principal] = /principalId: (\w+)/.exec(resource.masked)?.slice(1) ?? [];
      const [scope] = /scope: (\w+)/.exec(resource.masked)?.slice(1) ?? [];
      if (name.length !== 3 || name[0] !== `${scope}.id` || name[1] !== principal) faults.push(`${path}: ${resource.name} is not named after its scope, principal and role`);
    }
  }
  for (const [, id] of repository.text(Roles).matchAll(/'([0-9a-f]{8}-[0-9a-f-]{27})'/g)) {
    if (!RoleNames[id]) faults.push(`${Roles} gives the role ${id}, which is not on the list of those that are needed`);
  }
  return faults;
}

export function keysAreThoseOfCore(repository) {
  const text = repository.text(Vault);
  const anchorName = /\$"([\w-]*)\{environment\.Name\(\)\}"/.exec(repository.text('src/Core/Anchoring/AnchorNetwork.cs'))?.[1];
  const environments = [...repository.text('src/Core/Tenants/TenantEnvironment.cs').matchAll(/TenantEnvironment\.\w+ => "(\w+)"/g)].map((m) => m[1]);
  const wrapping = /const string WrappingKey = "([\w-]+)"/.exec(repository.text('src/Core/Tenants/TenantKeys.cs'))?.[1];
  const faults = [];
  const expected = environments.map((environment) => `${anchorName}${environment}`);
  const made = [...(/var anchorKeys = \[([^\]]*)\]/.exec(text)?.[1] ?? '').matchAll(/'([^']+)'/g)].map((m) => m[1]);
  if (made.join() !== expected.join() || expected.length !== 2) faults.push(`anchor keys are ${made}, Core uses ${expected}`);
  if (/var wrappingKey = '([^']+)'/.exec(text)?.[1] !== wrapping) faults.push(`the wrapping key is not named ${wrapping}`);
  const resource = (name) => repository.bicep(Vault).of('resource').find((r) => r.name === name)?.text ?? '';
  for (const [name, ...lines] of [['anchors', "kty: 'EC-HSM'", "curveName: 'P-256K'", "keyOps: ['sign', 'verify']", 'exportable: false'], ['wrapping', "kty: 'RSA-HSM'", 'keySize: wrappingKeyBits', "keyOps: ['wrapKey', 'unwrapKey']", 'exportable: false']]) {
    faults.push(...lines.filter((line) => !resource(name).includes(line)).map((line) => `${name} lacks ${line}`));
  }
  if (!/@allowed\(\[3072, 4096\]\)\nparam wrappingKeyBits int/.test(repository.text(Main))) faults.push('wrappingKeyBits allows other sizes than 3072 and 4096');
  return faults;
}

export function alertsReadWhatIsLogged(repository) {
  const queries = repository.text(Alerts);
  const failures = repository.text('src/Api/Http/Failures.cs');
  const workflow = /public const string Name = "(\w+)"/.exec(repository.text('src/Core/Issuance/IssueBatchWorkflow.cs'))?.[1];
  const faults = [];
  if (!failures.includes('"Request {RequestId} failed: ') || !repository.text('src/Api/Http/RequestIds.cs').includes('"req_"') || !queries.includes('startswith "Request req_" and Message has " failed: "')) {
    faults.push('server-errors does not read event 1000 as Failures.cs writes it');
  }
  const logged = /Message = "(Alert )\{AlertType\}: /.exec(repository.text('src/Local/Alerts/LoggedAlerts.cs'))?.[1];
  const type = /BalanceLow = "(\w+)"/.exec(repository.text('src/Core/Alerts/IAlerts.cs'))?.[1];
  if (!queries.includes(`startswith "${logged}${type}: "`)) faults.push('balance-low does not read event 2012 as LoggedAlerts.cs writes it');
  const told = [.../= "((?:anchor|signing|rpc)\w*)"/g[Symbol.matchAll](repository.text('src/Core/Alerts/IAlerts.cs'))].map(([, name]) => name).filter((name) => !name.endsWith('_resumed')).sort();
  const read = (/matches regex "\^Alert \(([\w|]+)\): "/.exec(queries)?.[1] ?? '').split('|').sort();
  if (told.join() !== read.join()) faults.push(`anchoring-stands-still reads ${read}, told is ${told}`);
  if (!queries.includes(`"${workflow} (Orchestrator)"`)) faults.push(`anchor-lag does not read the workflow ${workflow}`);
  // As the Durable extension writes them for isolated workers (3.14.1, seen in a host's log): a start is told by 'started' alone, and
  // 'completed. ContinuedAsNew: True' is no end.
  const lag = /name: 'anchor-lag'[^]*?'''([^]*?)'''/.exec(queries)?.[1] ?? '';
  if (!lag.includes('"started. IsReplay: False"') || /scheduled/.test(lag)) faults.push('anchor-lag does not count from the first line that a run leaves');
  if (!lag.includes('"completed. ContinuedAsNew: False"') || /"completed[^"]*(ContinuedAsNew:|True)"/.test(lag)) faults.push('anchor-lag takes a run that continues as new for one that ended');
  for (const rule of ['failed-orchestrations', 'poison-queue', 'anchor-lag', 'balance-low', 'anchoring-stands-still', 'mail-unavailable', 'server-errors']) {
    if (!queries.includes(`name: '${rule}'`)) faults.push(`there is no rule ${rule}`);
  }
  return faults;
}

export function azdFindsWhatItDeploys(repository) {
  const yaml = repository.text('azure.yaml');
  const value = (name) => new RegExp(`^\\s+${name}: (.+)$`, 'm').exec(yaml)?.[1];
  const service = /^services:\n {2}(\w+):/m.exec(yaml)?.[1];
  const faults = [];
  if (!repository.files.has(`${value('path')}/${value('module')}.bicep`)) faults.push('azure.yaml names no template that is there');
  if (![...repository.files.keys()].some((path) => path.startsWith(`${value('project')}/`) && path.endsWith('.csproj'))) faults.push('azure.yaml names no project that is there');
  if (!repository.text(App).includes(`'azd-service-name': '${service}'`)) faults.push(`the app has no tag for the service ${service}`);
  if (!repository.bicep(Main).of('output').some((o) => o.name === `SERVICE_${service?.toUpperCase()}_NAME`)) faults.push(`main.bicep has no output SERVICE_${service?.toUpperCase()}_NAME`);
  return faults;
}

export function theDeploymentGuideNamesWhatExists(repository) {
  const guide = repository.text('docs/deploy.md');
  const outputs = repository.bicep(Main).of('output').map((o) => o.name);
  const variables = [...repository.matching(/\.bicepparam$/).map(([, text]) => text).join('\n').matchAll(/readEnvironmentVariable\('(LEARNCOIN_\w+)'/g)].map((m) => m[1]);
  const secrets = [...repository.text(App).matchAll(/\$\{secretOf\}([a-z-]+)\)/g)].map((m) => m[1]);
  const known = new Set([...outputs, ...variables, 'AZURE_ENV_NAME', 'AZURE_PRINCIPAL_ID', 'AZURE_PRINCIPAL_TYPE']);
  return [
    ...[...new Set(variables)].filter((name) => !guide.includes(name)).map((name) => `docs/deploy.md does not tell of ${name}`),
    ...secrets.filter((name) => !guide.includes(name)).map((name) => `docs/deploy.md does not tell of the secret ${name}`),
    ...[...guide.matchAll(/\$([A-Z]\w+)|\b((?:LEARNCOIN|AZURE|SERVICE)_[A-Z_]+)\b/g)].map((m) => m[1] ?? m[2]).filter((name) => !known.has(name) && !/^LEARNCOIN_(BASE_URL|API_KEY)$/.test(name)).map((name) => `docs/deploy.md names ${name}, which is not there`),
  ];
}

export function theWorkflowIsPinnedAndHarmless(repository) {
  const yaml = repository.text('.github/workflows/ci.yml');
  const sdk = JSON.parse(repository.text('global.json')).sdk.version.split('.')[0];
  const faults = [...yaml.matchAll(/uses: (\S+)/g)].filter(([, action]) => !/^[\w-]+\/[\w-]+@v\d+$/.test(action)).map(([, action]) => `${action} is not pinned by its major version`);
  if (!/^permissions:\n {2}contents: read\n\S?/m.test(yaml)) faults.push('the workflow may do more than read');
  if (/\$\{\{ *secrets\./.test(yaml)) faults.push('the workflow reads a secret');
  if (!/^concurrency:/m.test(yaml)) faults.push('the workflow does not cancel runs that are overtaken');
  if (!new RegExp(`dotnet-version: '?${sdk}\\.`).test(yaml)) faults.push(`the workflow does not use .NET ${sdk}`);
  for (const command of ['scripts/test', 'dotnet build LearnCoin.sln -c Azure', 'azure-functions-core-tools@4', 'azurite']) {
    if (!yaml.includes(command)) faults.push(`the workflow does not run ${command}`);
  }
  return faults;
}
