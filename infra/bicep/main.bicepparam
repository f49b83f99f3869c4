// For `azd provision`: reads the environment that azd keeps (`azd env set NAME VALUE`).
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param publicOrigin = readEnvironmentVariable('LEARNCOIN_PUBLIC_ORIGIN')
param apiOrigin = readEnvironmentVariable('LEARNCOIN_API_ORIGIN', '')
param testNetwork = bool(readEnvironmentVariable('LEARNCOIN_TEST_NETWORK', 'true'))
param liveNetwork = bool(readEnvironmentVariable('LEARNCOIN_LIVE_NETWORK', 'false'))
param alertsUrl = bool(readEnvironmentVariable('LEARNCOIN_ALERTS_URL', 'false'))
param mailPassword = bool(readEnvironmentVariable('LEARNCOIN_MAIL_PASSWORD', 'false'))
param moreSettings = empty(readEnvironmentVariable('LEARNCOIN_MAIL_HOST', '')) ? {} : union(
  {
    Mail__Host: readEnvironmentVariable('LEARNCOIN_MAIL_HOST')
    Mail__From: readEnvironmentVariable('LEARNCOIN_MAIL_FROM')
  },
  empty(readEnvironmentVariable('LEARNCOIN_MAIL_USERNAME', '')) ? {} : { Mail__Username: readEnvironmentVariable('LEARNCOIN_MAIL_USERNAME') })
param privateNetwork = bool(readEnvironmentVariable('LEARNCOIN_PRIVATE_NETWORK', 'false'))
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param operatorPrincipalType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')
param alertEmails = empty(readEnvironmentVariable('LEARNCOIN_ALERT_EMAILS', '')) ? [] : split(readEnvironmentVariable('LEARNCOIN_ALERT_EMAILS', ''), ',')
