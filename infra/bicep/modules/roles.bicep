// Every role that is given, and to whom. The names come from scope, principal and role: a deployment that runs again gives nothing twice.
param storageAccountName string
param vaultName string
param componentName string

@description('Object id of the app\'s identity.')
param appPrincipalId string

@description('Object id of the operator; empty: none.')
param operatorPrincipalId string

@description('User, Group or ServicePrincipal.')
param operatorPrincipalType string

// Ids of Azure's built-in roles (learn.microsoft.com, "Azure built-in roles").
var storageBlobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var storageQueueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var storageTableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var keyVaultCryptoUser = '12338af0-0e69-4776-bea7-57ae8d297424'
var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var keyVaultSecretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

// Storage of the app: Blob Data Owner is what the Functions host needs for its leases and the package, and Durable for large messages;
// queues and tables serve the product, Durable and the triggers.
var appStorageRoles = [storageBlobDataOwner, storageQueueDataContributor, storageTableDataContributor]

// Vault of the app: Crypto User signs, wraps and unwraps, and cannot make, import, delete or purge a key or take its bits out. It can do more than
// the app needs: read every key of the vault, set attributes (so disable a key) and write a backup that only a vault of the subscription restores.
// No built-in role has sign without these. Secrets User reads what the settings refer to.
var appVaultRoles = [keyVaultCryptoUser, keyVaultSecretsUser]

// The operator works on the same tables and queues, signs new tenants' keys in, and sets the secrets. No role on blobs.
var operatorStorageRoles = [storageQueueDataContributor, storageTableDataContributor]
var operatorVaultRoles = [keyVaultCryptoUser, keyVaultSecretsOfficer]

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storageAccountName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource appOnStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in appStorageRoles: {
  scope: account
  name: guid(account.id, appPrincipalId, role)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

resource appOnVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in appVaultRoles: {
  scope: vault
  name: guid(vault.id, appPrincipalId, role)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

resource appOnMonitoring 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: component
  name: guid(component.id, appPrincipalId, monitoringMetricsPublisher)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
  }
}

resource operatorOnStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in operatorStorageRoles: if (!empty(operatorPrincipalId)) {
  scope: account
  name: guid(account.id, operatorPrincipalId, role)
  properties: {
    principalId: operatorPrincipalId
    principalType: operatorPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

resource operatorOnVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in operatorVaultRoles: if (!empty(operatorPrincipalId)) {
  scope: vault
  name: guid(vault.id, operatorPrincipalId, role)
  properties: {
    principalId: operatorPrincipalId
    principalType: operatorPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]
