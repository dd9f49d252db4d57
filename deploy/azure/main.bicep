// The bot in Azure UK South: Container App with two replicas or more, PostgreSQL with Entra sign-in,
// Key Vault, one user-assigned identity for all of it, the bot's registration, its Teams channel, logs.
// There is no password and no secret in it. See ../README.md for what has been tried.
targetScope = 'resourceGroup'

@description('Where everything lies. Data about children in the United Kingdom stays there.')
@allowed(['uksouth', 'ukwest'])
param location string = 'uksouth'

@description('Begins the name of everything; small letters and digits.')
@minLength(3)
@maxLength(12)
param name string = 'maca'

@description('The container image, best by its digest: registry.azurecr.io/maca@sha256:...')
param image string

@description('The registry that holds it, such as registry.azurecr.io; the identity needs AcrPull there.')
param registry string

@description('The Entra group whose members administer the database: its object id.')
param databaseAdminsId string

@description('The name of that group.')
param databaseAdminsName string

@description('The name by which people reach the bot, such as audit.your-council.gov.uk. Empty: the name that Azure gives.')
param domain string = ''

@description('The partnership\'s own words; see docs/settings.md.')
param partnership string
param actNow string
param readBy string
param keptFor string
param contact string
param setUpBy string

@description('Ids of other organisations\' tenants whose people may use the bot, a comma between.')
param tenants string = ''

@minValue(2)
@maxValue(10)
param replicas int = 2

@description('Keep a second database server in another zone.')
param highAvailability bool = true

var unique = uniqueString(resourceGroup().id)
var vaultName = take('${name}-${unique}', 24)
var databaseName = '${name}-${unique}'
var cryptoUser = 'e147488a-f6f5-4113-8e2d-b22465e65bf6' // Key Vault Crypto Service Encryption User

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-bot'
  location: location
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 90
    features: { enableLogAccessUsingOnlyResourcePermissions: true }
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}-net'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.60.0.0/16'] }
    subnets: [
      {
        name: 'apps'
        properties: {
          addressPrefix: '10.60.0.0/23'
          delegations: [{ name: 'apps', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: '10.60.2.0/28'
          delegations: [{ name: 'database', properties: { serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers' } }]
        }
      }
      {
        name: 'endpoints'
        properties: { addressPrefix: '10.60.2.32/28', privateEndpointNetworkPolicies: 'Enabled' }
      }
    ]
  }
  resource appsNet 'subnets' existing = { name: 'apps' }
  resource databaseNet 'subnets' existing = { name: 'database' }
  resource endpointsNet 'subnets' existing = { name: 'endpoints' }
}

// --- the database: reached from the network alone, by Entra tokens alone ------------------------

resource databaseZone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: '${name}.private.postgres.database.azure.com'
  location: 'global'
  resource link 'virtualNetworkLinks' = {
    name: '${name}-net'
    location: 'global'
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: databaseName
  location: location
  sku: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' }
  properties: {
    version: '17'
    authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled', tenantId: tenant().tenantId }
    storage: { storageSizeGB: 64, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: 14, geoRedundantBackup: 'Disabled' }
    highAvailability: { mode: highAvailability ? 'ZoneRedundant' : 'Disabled' }
    network: {
      delegatedSubnetResourceId: network::databaseNet.id
      privateDnsZoneArmResourceId: databaseZone.id
      publicNetworkAccess: 'Disabled'
    }
    maintenanceWindow: { customWindow: 'Enabled', dayOfWeek: 0, startHour: 3, startMinute: 0 }
  }
  dependsOn: [databaseZone::link]
  resource audits 'databases' = {
    name: 'maca'
    properties: { charset: 'UTF8', collation: 'en_US.utf8' }
  }
  resource admins 'administrators' = {
    name: databaseAdminsId
    properties: { principalName: databaseAdminsName, principalType: 'Group', tenantId: tenant().tenantId }
  }
}

// --- the key that wraps all data keys: it never leaves the vault ---------------------------------

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: vaultName
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'premium' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: 'Disabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny' }
  }
  resource master 'keys' = {
    name: 'maca-master'
    properties: {
      kty: 'RSA-HSM'
      keySize: 3072
      keyOps: ['wrapKey', 'unwrapKey']
      rotationPolicy: {
        attributes: { expiryTime: 'P2Y' }
        lifetimeActions: [
          { trigger: { timeBeforeExpiry: 'P60D' }, action: { type: 'notify' } }
        ]
      }
    }
  }
}

resource mayWrap 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault::master.id, identity.id, cryptoUser)
  scope: vault::master
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', cryptoUser)
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource vaultZone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink${replace(environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.')}'
  location: 'global'
  resource link 'virtualNetworkLinks' = {
    name: '${name}-net'
    location: 'global'
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
}

resource vaultEndpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: '${name}-vault'
  location: location
  properties: {
    subnet: { id: network::endpointsNet.id }
    privateLinkServiceConnections: [
      { name: 'vault', properties: { privateLinkServiceId: vault.id, groupIds: ['vault'] } }
    ]
  }
  resource zones 'privateDnsZoneGroups' = {
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: 'vault', properties: { privateDnsZoneId: vaultZone.id } }] }
  }
}

resource vaultAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: logs.id
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

// --- the bot itself -----------------------------------------------------------------------------

resource apps 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-apps'
  location: location
  properties: {
    zoneRedundant: true
    vnetConfiguration: { infrastructureSubnetId: network::appsNet.id, internal: false }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: { customerId: logs.properties.customerId, sharedKey: logs.listKeys().primarySharedKey }
    }
    peerAuthentication: { mtls: { enabled: false } }
  }
}

var host = empty(domain) ? '${name}.${apps.properties.defaultDomain}' : domain
var settings = [
  { name: 'MACA_APP_ID', value: identity.properties.clientId }
  { name: 'MACA_TENANT_ID', value: tenant().tenantId }
  { name: 'MACA_CREDENTIAL', value: 'managed_identity' }
  { name: 'MACA_TENANTS', value: tenants }
  { name: 'MACA_ADDRESS', value: 'https://${host}' }
  { name: 'MACA_DATABASE', value: 'postgresql://${identity.name}@${database.properties.fullyQualifiedDomainName}/maca?sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt' }
  { name: 'MACA_DATABASE_TOKEN', value: 'true' }
  { name: 'MACA_KEY_VAULT_KEY', value: vault::master.properties.keyUri }
  { name: 'MACA_PARTNERSHIP', value: partnership }
  { name: 'MACA_ACT_NOW', value: actNow }
  { name: 'MACA_READ_BY', value: readBy }
  { name: 'MACA_KEPT_FOR', value: keptFor }
  { name: 'MACA_CONTACT', value: contact }
  { name: 'MACA_SET_UP_BY', value: setUpBy }
  { name: 'MACA_SECONDS_TO_FINISH', value: '25' }
]
var files = [{ volumeName: 'data', mountPath: '/var/lib/maca' }, { volumeName: 'scratch', mountPath: '/tmp' }]

resource bot 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    managedEnvironmentId: apps.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: { external: true, targetPort: 8080, transport: 'http', allowInsecure: false }
      registries: [{ server: registry, identity: identity.id }]
      maxInactiveRevisions: 5
    }
    template: {
      terminationGracePeriodSeconds: 40
      initContainers: [
        { name: 'migrate', image: image, args: ['migrate'], env: settings, volumeMounts: files, resources: { cpu: json('0.25'), memory: '0.5Gi' } }
      ]
      containers: [
        {
          name: 'bot'
          image: image
          env: settings
          volumeMounts: files
          resources: { cpu: json('1.0'), memory: '2Gi' }
          probes: [
            { type: 'Startup', httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 3, failureThreshold: 30 }
            { type: 'Liveness', httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 15, failureThreshold: 4 }
            { type: 'Readiness', httpGet: { path: '/readyz', port: 8080 }, periodSeconds: 5, failureThreshold: 3 }
          ]
        }
      ]
      scale: {
        minReplicas: replicas
        maxReplicas: replicas + 2
        rules: [{ name: 'turns', http: { metadata: { concurrentRequests: '40' } } }]
      }
      volumes: [
        { name: 'data', storageType: 'EmptyDir' }
        { name: 'scratch', storageType: 'EmptyDir' }
      ]
    }
  }
  dependsOn: [mayWrap, vaultEndpoint::zones, database::audits]
}

resource registration 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${name}-${unique}'
  location: 'global'
  kind: 'azurebot'
  sku: { name: 'S1' }
  properties: {
    displayName: 'Case audit'
    endpoint: 'https://${host}/api/messages'
    msaAppType: 'UserAssignedMSI'
    msaAppId: identity.properties.clientId
    msaAppTenantId: tenant().tenantId
    msaAppMSIResourceId: identity.id
    disableLocalAuth: true
    isStreamingSupported: false
    schemaTransformationVersion: '1.3'
  }
  resource teams 'channels' = {
    name: 'MsTeamsChannel'
    location: 'global'
    properties: {
      channelName: 'MsTeamsChannel'
      properties: { isEnabled: true, acceptedTerms: true }
    }
  }
}

@description('For: maca package --bot-id')
output botId string = identity.properties.clientId

@description('For: maca package --domain')
output botDomain string = host

@description('The role to make in the database for the bot.')
output databaseRole string = identity.name

output databaseHost string = database.properties.fullyQualifiedDomainName
