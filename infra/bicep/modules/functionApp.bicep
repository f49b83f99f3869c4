// The Flex Consumption plan and the app on it. Every setting is a name, an address or a reference: nothing here opens anything.
param name string
param planName string
param location string
param tags object
param storageAccountName string

@description('Container that holds the deployed package.')
param deploymentContainer string

param vaultName string
param componentName string

@description('Resource id of the app\'s identity.')
param identityId string

@description('Client id of the app\'s identity.')
param identityClientId string

@description('Subnet that the app leaves through; empty: none.')
param subnetId string

param publicOrigin string
param apiOrigin string
param testNetwork bool
param liveNetwork bool
param alertsUrl bool
param mailPassword bool

@description('''
Proxy:Hops. 1 is right for the app as Azure serves it: the Functions host takes the client's address from Azure's front end for that of its own
connection, and its forwarder to the worker sets X-Forwarded-For to that one address; it does not append. So the header has one entry, nothing that a
caller wrote into it is left, and 0 would give all clients the address of the host. What a proxy in front (Front Door, Application Gateway) wrote does
not reach the worker either (azure-functions-host issue 11254): the address is then that of the proxy.
''')
param proxyHops int

param moreSettings object
param instanceMemoryMB int
param maximumInstanceCount int
param alwaysReady { name: string, instanceCount: int }[]

// The operator sets these secrets (docs/deploy.md). A name that has no secret yet reaches the app as this text, which start-up refuses by the option's name.
var secretOf = '@Microsoft.KeyVault(VaultName=${vaultName};SecretName='

var hostSettings = {
  AzureWebJobsStorage__accountName: account.name
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  // Else the host answers / with a page of its own.
  AzureWebJobsDisableHomepage: 'true'
  // Names the component. It opens nothing: the component takes telemetry from identities with a role only.
  APPLICATIONINSIGHTS_CONNECTION_STRING: component.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
}

var productSettings = {
  PublicOrigin: publicOrigin
  Storage__Provider: 'azure'
  Storage__TableServiceUri: account.properties.primaryEndpoints.table
  Storage__QueueServiceUri: account.properties.primaryEndpoints.queue
  Keys__Provider: 'azure'
  Keys__VaultUri: vault.properties.vaultUri
  Azure__ClientId: identityClientId
  Proxy__Hops: string(proxyHops)
}

var apiSettings = empty(apiOrigin) ? {} : { ApiOrigin: apiOrigin }
var testSettings = testNetwork ? { Anchoring__Test__RpcUrl: '${secretOf}rpc-url-test)' } : {}
var liveSettings = liveNetwork ? { Anchoring__Live__RpcUrl: '${secretOf}rpc-url-live)' } : {}
var alertSettings = alertsUrl ? { Alerts__Url: '${secretOf}alerts-url)' } : {}
var mailSettings = mailPassword ? { Mail__Password: '${secretOf}mail-password)' } : {}

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storageAccountName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  // azd finds the app of the service by this tag.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    publicNetworkAccess: 'Enabled'
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${account.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReady
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      http20Enabled: true
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(moreSettings, productSettings, apiSettings, testSettings, liveSettings, alertSettings, mailSettings, hostSettings)
  }

  // A password would be a key: packages are pushed by identities.
  resource publishing 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }
}

output name string = app.name
output uri string = 'https://${app.properties.defaultHostName}'
