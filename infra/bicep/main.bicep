// Everything that LearnCoin needs on Azure, in a resource group of its own. docs/deploy.md has the way from here to the first credential.
targetScope = 'subscription'

@description('Name of the environment, such as dev or prod. The names of all resources come from it.')
@minLength(1)
@maxLength(20)
param environmentName string

@description('Region. It must offer the Flex Consumption plan and Key Vault Premium.')
param location string

@description('Origin of pages, DID and status lists, such as https://learncoin.example. Signed into every credential: it cannot change after the first one.')
param publicOrigin string

@description('Origin of the API; empty: the same as publicOrigin.')
param apiOrigin string = ''

@description('Opens the test environment (Base Sepolia). Its RPC URL is then the secret rpc-url-test of the vault.')
param testNetwork bool = true

@description('Opens the live environment (Base). Its RPC URL is then the secret rpc-url-live of the vault.')
param liveNetwork bool = false

@description('Sends alerts of the product to the URL in the secret alerts-url of the vault.')
param alertsUrl bool = false

@description('Logs in to the mail server with the password in the secret mail-password of the vault. Mail__Host, Mail__Username and Mail__From are moreSettings.')
param mailPassword bool = false

@description('Proxy:Hops: which entry of X-Forwarded-For is the client, from the right; modules/functionApp.bicep says why it is 1.')
@minValue(0)
@maxValue(10)
param proxyHops int = 1

@description('Further settings of docs/configuration.md, such as { Anchoring__Confirmations: \'5\' }. Never a secret: they can be read in the portal.')
param moreSettings object = {}

@description('Memory of an instance, MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Most instances at a time.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Instances that are kept warm, by group (http, durable) or function:<name>. Each costs its baseline day and night.')
param alwaysReady { name: string, instanceCount: int }[] = []

@description('Redundancy of the storage account.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_ZRS'

@description('Bits of the RSA key in the HSM that wraps the tenants\' signing keys.')
@allowed([3072, 4096])
param wrappingKeyBits int = 3072

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('GB of logs a day after which no more are taken until the next day; -1: no limit.')
param logDailyGb int = 5

@description('Closes storage and vault to the internet: a virtual network, private endpoints and their DNS zones.')
param privateNetwork bool = false

@description('Addresses or CIDR blocks that reach storage and vault although privateNetwork is on, for operators.')
param operatorAddresses string[] = []

@description('Object id of the operator who may set the vault\'s secrets and run operator commands against the store; empty: nobody.')
param operatorPrincipalId string = ''

@description('What the operator is.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param operatorPrincipalType string = 'User'

@description('E-mail addresses that the alert rules tell; empty: the rules are only shown in the portal.')
param alertEmails string[] = []

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = {
  'azd-env-name': environmentName
  product: 'learncoin'
}

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-learncoin-${environmentName}'
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  name: 'monitoring'
  params: {
    workspaceName: 'log-${token}'
    componentName: 'appi-${token}'
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyGb: logDailyGb
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  scope: group
  name: 'network'
  params: {
    name: 'vnet-${token}'
    location: location
    tags: tags
    storageAccountName: storage.outputs.name
    vaultName: keyVault.outputs.name
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  name: 'storage'
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    sku: storageSku
    isPrivate: privateNetwork
    operatorAddresses: operatorAddresses
  }
}

module keyVault 'modules/keyVault.bicep' = {
  scope: group
  name: 'keyVault'
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    wrappingKeyBits: wrappingKeyBits
    isPrivate: privateNetwork
    operatorAddresses: operatorAddresses
    workspaceId: monitoring.outputs.workspaceId
  }
}

module identity 'modules/identity.bicep' = {
  scope: group
  name: 'identity'
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

module roles 'modules/roles.bicep' = {
  scope: group
  name: 'roles'
  params: {
    storageAccountName: storage.outputs.name
    vaultName: keyVault.outputs.name
    componentName: monitoring.outputs.componentName
    appPrincipalId: identity.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
    operatorPrincipalType: operatorPrincipalType
  }
}

module functionApp 'modules/functionApp.bicep' = {
  scope: group
  name: 'functionApp'
  params: {
    name: 'func-${token}'
    planName: 'plan-${token}'
    location: location
    tags: tags
    storageAccountName: storage.outputs.name
    deploymentContainer: storage.outputs.deploymentContainer
    vaultName: keyVault.outputs.name
    componentName: monitoring.outputs.componentName
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    subnetId: network.?outputs.appSubnetId ?? ''
    publicOrigin: publicOrigin
    apiOrigin: apiOrigin
    testNetwork: testNetwork
    liveNetwork: liveNetwork
    alertsUrl: alertsUrl
    mailPassword: mailPassword
    proxyHops: proxyHops
    moreSettings: moreSettings
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReady: alwaysReady
  }
  // The first start reads storage and vault.
  dependsOn: [roles]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  name: 'alerts'
  params: {
    location: location
    tags: tags
    environmentName: environmentName
    workspaceId: monitoring.outputs.workspaceId
    emails: alertEmails
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output SERVICE_API_NAME string = functionApp.outputs.name
output SERVICE_API_URI string = functionApp.outputs.uri
output STORAGE_ACCOUNT string = storage.outputs.name
output KEY_VAULT string = keyVault.outputs.name
output LOG_WORKSPACE string = monitoring.outputs.workspaceName
output KEY_VAULT_URI string = keyVault.outputs.uri
output STORAGE_TABLE_URI string = storage.outputs.tableUri
output STORAGE_QUEUE_URI string = storage.outputs.queueUri
