import assert from 'node:assert/strict';
import test from 'node:test';
import { hasDefault, mask, members, parse } from './bicep.mjs';
import { optionNames } from './csharp.mjs';
import * as checks from './checks.mjs';
import { read } from './repository.mjs';

const repository = read();
const main = 'infra/bicep/main.bicep';
const module = (name) => `infra/bicep/modules/${name}.bicep`;

// By check: the ways of breaking the repository that it must see. Each is [file, what to find, what to put in its place].
const Breaks = {
  everyModuleIsThereAndUsed: [
    [main, "'modules/roles.bicep'", "'modules/role.bicep'"],
  ],
  everyModuleOutputExists: [
    [main, 'storage.outputs.tableUri', 'storage.outputs.tablesUri'],
    [main, 'network.?outputs.appSubnetId', 'network.?outputs.appSubnet'],
    [module('storage'), 'output deploymentContainer string', 'output container string'],
    [main, "workspaceName: 'log-${token}'", "workspaceName: 'log-${storage.outputs.nothing}'"],
  ],
  everyModuleParameterFits: [
    [main, '    vaultName: keyVault.outputs.name\n', ''],
    [main, 'retentionDays: logRetentionDays', 'retentionDay: logRetentionDays'],
    [module('network'), 'param vaultName string', 'param vaultName string\nparam more string'],
  ],
  everyParameterFileFits: [
    ['infra/bicep/prod.bicepparam', 'param storageSku', 'param sku'],
    ['infra/bicep/main.bicepparam', /param location = .*\n/, ''],
    ['infra/bicep/dev.bicepparam', "using 'main.bicep'", "using 'mains.bicep'"],
    [main, "param apiOrigin string = ''", 'param apiOrigin string'],
  ],
  everyOptionIsSetOrHasADefault: [
    [module('functionApp'), /  PublicOrigin: publicOrigin\n/, ''],
    [module('functionApp'), 'Keys__VaultUri:', 'Keys__VaultUrl:'],
    ['src/Core/Configuration/LearnCoinOptions.cs', 'public int? Confirmations { get; set; }', 'public int? Confirmations { get; set; }\n    public int NewOne { get; set; }'],
    ['docs/configuration.md', '| `Anchoring:WindowSeconds` | 1 |', '| `Anchoring:WindowSeconds` | required |'],
    ['src/Core/Configuration/LearnCoinOptions.cs', 'class LearnCoinOptions', 'class OtherOptions'],
    ['src/Functions/Hosting/FunctionsOptions.cs', 'public string? VaultUri { get; set; }', 'public string? VaultUri { get; set; }\n    public string? Second { get; set; }'],
  ],
  theHostReachesEverythingByIdentity: [
    [module('functionApp'), /  AzureWebJobsStorage__credential: .*\n/, ''],
    [module('functionApp'), 'AzureWebJobsStorage__accountName:', 'AzureWebJobsStorage:'],
    [module('functionApp'), "AzureWebJobsDisableHomepage: 'true'", "FUNCTIONS_WORKER_RUNTIME: 'dotnet-isolated'"],
  ],
  noSecretIsInTheClear: [
    [main, 'param proxyHops int = 1', "param liveRpcUrl string = ''\nparam proxyHops int = 1"],
    [module('functionApp'), "'${secretOf}rpc-url-live)'", "'https://rpc.example/key'"],
    [module('functionApp'), 'account.properties.primaryEndpoints.table', 'account.listKeys().keys[0].value'],
    [module('functionApp'), "Storage__Provider: 'azure'", "Storage__Provider: 'DefaultEndpointsProtocol=https;AccountName=x'"],
    [module('functionApp'), "Storage__Provider: 'azure'", 'Storage__Provider: account.properties.connectionString'],
    [module('functionApp'), "var secretOf = '@Microsoft.KeyVault(", "var secretOf = '("],
  ],
  storesAreClosedToKeys: [
    [module('storage'), 'allowSharedKeyAccess: false', 'allowSharedKeyAccess: true'],
    [module('storage'), "minimumTlsVersion: 'TLS1_2'", "minimumTlsVersion: 'TLS1_0'"],
    [module('keyVault'), 'enablePurgeProtection: true\n', ''],
    [module('monitoring'), 'DisableLocalAuth: true', 'DisableLocalAuth: false'],
    [module('functionApp'), 'allow: false', 'allow: true'],
  ],
  everyRoleThatTheCodeNeedsIsGiven: [
    [module('roles'), ', storageTableDataContributor]', ']'],
    [module('roles'), 'var appVaultRoles = [keyVaultCryptoUser,', 'var appVaultRoles = ['],
    [module('roles'), '12338af0-0e69-4776-bea7-57ae8d297424', '12338af0-0e69-4776-bea7-57ae8d297425'],
    [module('roles'), 'for role in appVaultRoles: {\n  scope: vault', 'for role in appVaultRoles: {\n  scope: account'],
    [module('roles'), 'scope: component', 'scope: vault'],
  ],
  rolesAreFewAndTheirNamesFixed: [
    [module('roles'), 'name: guid(vault.id, appPrincipalId, role)', 'name: newGuid()'],
    [module('roles'), 'name: guid(account.id, operatorPrincipalId, role)', 'name: guid(vault.id, operatorPrincipalId, role)'],
    [module('roles'), '974c5e8b-45b9-4653-ba55-5f855dd0fb88', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'],
    [module('storage'), "resource tables '", "resource own 'Microsoft.Authorization/roleAssignments@2022-04-01' = {}\nresource tables '"],
  ],
  keysAreThoseOfCore: [
    [module('keyVault'), "'anchor-live'", "'anchor-production'"],
    [module('keyVault'), "'tenant-seeds'", "'seeds'"],
    [module('keyVault'), "curveName: 'P-256K'", "curveName: 'P-256'"],
    ['src/Core/Tenants/TenantKeys.cs', '"tenant-seeds"', '"tenant-keys"'],
    ['src/Core/Anchoring/AnchorNetwork.cs', '$"anchor-{', '$"anchors-{'],
    [main, '@allowed([3072, 4096])', '@allowed([2048, 3072])'],
  ],
  alertsReadWhatIsLogged: [
    ['src/Api/Http/Failures.cs', 'Request {RequestId} failed: ', 'Call {RequestId} failed: '],
    ['src/Core/Issuance/IssueBatchWorkflow.cs', 'Name = "IssueBatch"', 'Name = "Issue"'],
    ['src/Local/Alerts/LoggedAlerts.cs', '"Alert {AlertType}: ', '"Told {AlertType}: '],
    ['src/Core/Alerts/IAlerts.cs', '"balance_low"', '"low_balance"'],
    ['src/Core/Alerts/IAlerts.cs', '"anchor_lost"', '"anchor_gone"'],
    [module('alerts'), '|rpc_disagreement', ''],
    [module('alerts'), "name: 'poison-queue'", "name: 'poison'"],
    [module('alerts'), 'started. IsReplay: False', 'scheduled. Reason:'],
    [module('alerts'), 'completed. ContinuedAsNew: False', 'completed. ContinuedAsNew:'],
  ],
  azdFindsWhatItDeploys: [
    ['azure.yaml', 'project: src/Functions', 'project: src/Function'],
    ['azure.yaml', 'module: main', 'module: all'],
    [module('functionApp'), "'azd-service-name': 'api'", "'azd-service-name': 'app'"],
    [main, 'output SERVICE_API_NAME', 'output API_NAME'],
  ],
  theDeploymentGuideNamesWhatExists: [
    ['docs/deploy.md', /LEARNCOIN_LIVE_NETWORK/g, 'LEARNCOIN_LIVE'],
    ['docs/deploy.md', /rpc-url-live/g, 'rpc-live'],
    [main, 'output KEY_VAULT string', 'output VAULT string'],
    [main, 'output AZURE_RESOURCE_GROUP string', 'output GROUP string'],
  ],
  theWorkflowIsPinnedAndHarmless: [
    ['.github/workflows/ci.yml', /actions\/checkout@v\d+/, 'actions/checkout@main'],
    ['.github/workflows/ci.yml', 'contents: read', 'contents: write'],
    ['.github/workflows/ci.yml', /^concurrency:/m, 'concurrent:'],
    ['.github/workflows/ci.yml', /dotnet build LearnCoin\.sln -c Azure/g, 'dotnet build LearnCoin.sln'],
    ['global.json', /"version": "\d+/, '"version": "99'],
  ],
};

const words = (name) => name.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`).trim();

for (const [name, check] of Object.entries(checks)) {
  test(words(name), () => assert.deepEqual(check(repository), []));

  test(`${words(name)}: the check sees each way of breaking it`, () => {
    assert.ok(Breaks[name]?.length > 0, 'the check has no test that it can fail');
    for (const [path, from, to] of Breaks[name]) {
      assert.notDeepEqual(check(repository.with(path, from, to)), check(repository), `${path}: ${from} -> ${to}`);
    }
  });
}

test('a change that changes nothing is refused as a proof', () => {
  assert.throws(() => repository.with(main, 'no such text', ''), /has no/);
});

test('the reader sees through comments, strings and interpolations', () => {
  const text = "// param a string\nparam b string = '{ // no ${toLower('}')} '\n/* output c */\nvar d = '''\noutput e string = ''\n'''\noutput f string = b // g\n";
  assert.deepEqual(parse(text).statements.map((s) => `${s.keyword} ${s.name}`), ['param b', 'var d', 'output f']);
  assert.equal(mask(text).length, text.length);
});

test('the reader tells a parameter with a default from one without', () => {
  const file = parse("param a string\nparam b { c: string, d: int }[] = []\n@allowed(['x', 'y'])\nparam e string\nparam f string = ''\n");
  assert.deepEqual(file.of('param').map(hasDefault), [false, true, false, true]);
  assert.match(file.of('param')[2].decorators, /@allowed/);
});

test("the reader lists an object's own members only", () => {
  const text = "{\n  a: 1\n  b: { c: 2 }\n  'd e': [{ f: 3 }]\n  g: h ? { i: 4 } : { j: 5 }, k: 6\n}";
  assert.deepEqual(members(text, mask(text), 0).map((m) => m.name), ['a', 'b', 'd e', 'g', 'k']);
});

test('option names follow objects and dictionaries', () => {
  const source = 'public sealed class A { public B B { get; set; } = new(); public string? C { get; set; } public int D => 1; public Dictionary<string, E> F { get; } }\nclass B { public int G { get; set; } }\nclass E { public bool H { get; set; } }';
  assert.deepEqual(optionNames('A', source), ['B:G', 'C', 'F:*:H']);
});
