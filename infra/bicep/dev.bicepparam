// For trying: the test network only, one copy of the data, nothing kept warm.
using 'main.bicep'

param environmentName = 'dev'
param location = readEnvironmentVariable('AZURE_LOCATION', 'northeurope')
param publicOrigin = readEnvironmentVariable('LEARNCOIN_PUBLIC_ORIGIN')
param storageSku = 'Standard_LRS'
param instanceMemoryMB = 512
param maximumInstanceCount = 5
param logDailyGb = 1
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
