// Live: both networks, data in two regions, closed to the internet but for the operators' addresses, the front and the lane kept warm.
using 'main.bicep'

param environmentName = 'prod'
param location = readEnvironmentVariable('AZURE_LOCATION', 'northeurope')
param publicOrigin = readEnvironmentVariable('LEARNCOIN_PUBLIC_ORIGIN')
param liveNetwork = true
param alertsUrl = true
param storageSku = 'Standard_GZRS'
param maximumInstanceCount = 100
param alwaysReady = [
  { name: 'http', instanceCount: 1 }
  { name: 'durable', instanceCount: 1 }
]
param logRetentionDays = 90
param logDailyGb = 20
param privateNetwork = true
param operatorAddresses = split(readEnvironmentVariable('LEARNCOIN_OPERATOR_ADDRESSES'), ',')
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID')
param alertEmails = split(readEnvironmentVariable('LEARNCOIN_ALERT_EMAILS'), ',')
