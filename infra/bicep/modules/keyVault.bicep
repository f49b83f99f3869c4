// The vault, and the keys that must exist before the first request. The app may use keys but not make them: its role has no create.
param name string
param location string
param tags object

@description('Bits of the wrapping key.')
param wrappingKeyBits int

@description('Reached through private endpoints only.')
param isPrivate bool

@description('Addresses and CIDR blocks that are let in all the same.')
param operatorAddresses string[]

@description('Where the vault writes who used which key.')
param workspaceId string

// Core/Anchoring/AnchorNetwork names them: anchor-<environment>.
var anchorKeys = ['anchor-test', 'anchor-live']

// Core/Tenants/TenantKeys.WrappingKey.
var wrappingKey = 'tenant-seeds'

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      // Keys of the kinds EC-HSM and RSA-HSM exist in this one only.
      name: 'premium'
    }
    enableRbacAuthorization: true
    // A lost key is a lost account, or tenants that cannot sign: neither mistake nor malice can purge one for 90 days.
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: isPrivate && empty(operatorAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
      ipRules: [for address in operatorAddresses: { value: address }]
    }
  }
}

// A deployment makes a key that is not there and leaves one that is: the account that anchors stays the same.
resource anchors 'Microsoft.KeyVault/vaults/keys@2024-11-01' = [for key in anchorKeys: {
  parent: vault
  name: key
  tags: tags
  properties: {
    kty: 'EC-HSM'
    curveName: 'P-256K'
    keyOps: ['sign', 'verify']
    attributes: {
      enabled: true
      exportable: false
    }
  }
}]

resource wrapping 'Microsoft.KeyVault/vaults/keys@2024-11-01' = {
  parent: vault
  name: wrappingKey
  tags: tags
  properties: {
    kty: 'RSA-HSM'
    keySize: wrappingKeyBits
    keyOps: ['wrapKey', 'unwrapKey']
    attributes: {
      enabled: true
      exportable: false
    }
  }
}

resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'audit'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'audit'
        enabled: true
      }
    ]
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
