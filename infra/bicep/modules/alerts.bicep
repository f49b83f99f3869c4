// What an operator is told. Every rule reads what is logged today; where the text is ours, the event's id and file stand beside it, and
// tests/Infra/checks.mjs fails when the text is not in the source any more.
param location string
param tags object
param environmentName string

@description('The workspace that has the logs.')
param workspaceId string

param emails string[]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: 'ag-learncoin-${environmentName}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'learncoin'
    enabled: true
    emailReceivers: [for (email, i) in emails: {
      name: 'operator-${i}'
      emailAddress: email
      useCommonAlertSchema: true
    }]
  }
}

var rules = [
  {
    name: 'failed-orchestrations'
    description: 'A workflow ended with a failure. A sweep starts it anew; look at the activity that failed.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT5M'
    // The Durable extension's tracking event of a failed function (category Host.Triggers.DurableTask).
    query: '''
AppTraces
| where Message has "(Orchestrator)" and Message has "failed with an error" and Message has "IsReplay: False"
| project TimeGenerated, Message
'''
  }
  {
    name: 'poison-queue'
    description: 'A message was given up after many tries (host.json) and lies in a queue whose name ends in -poison.'
    severity: 2
    frequency: 'PT5M'
    window: 'PT5M'
    // The storage queue extension's line when it moves a message.
    query: '''
AppTraces
| where Message startswith "Message has reached MaxDequeueCount of"
| project TimeGenerated, Message
'''
  }
  {
    name: 'anchor-lag'
    description: 'Batches wait for more than five minutes to be anchored: keys, chain or fees need a look.'
    severity: 2
    frequency: 'PT5M'
    window: 'P1D'
    // Tracking events of the workflow IssueBatch (Core/Issuance/IssueBatchWorkflow): it runs from the 202 until the batch is anchored. A start from
    // an isolated worker leaves no line 'scheduled' (only events do); each run has a line 'started', and one that continues as new has not ended.
    query: '''
AppTraces
| where Message has "IssueBatch (Orchestrator)"
| extend started = Message has "started. IsReplay: False"
| extend ended = Message has_any ("completed. ContinuedAsNew: False", "failed with an error", "was terminated")
| where started or ended
| extend instance = tostring(split(Message, ":")[0])
| summarize since = minif(TimeGenerated, started), again = maxif(TimeGenerated, started), until = maxif(TimeGenerated, ended) by instance
| where since < ago(5m) and (isnull(until) or until < again)
'''
  }
  {
    name: 'balance-low'
    description: 'An account can pay for fewer than 500 anchors more: send it funds (learncoin accounts).'
    severity: 2
    frequency: 'PT15M'
    window: 'PT1H'
    // Event 2012 of Local/Alerts/LoggedAlerts.cs with the type balance_low of Core/Alerts/IAlerts.cs; told once an hour while it lasts.
    query: '''
AppTraces
| where Message startswith "Alert balance_low: "
| project TimeGenerated, Message
'''
  }
  {
    name: 'anchoring-stands-still'
    description: 'Batches cannot be signed or anchored, an anchor was lost, or an RPC endpoint cannot be believed: see the table of alerts in docs/operations.md.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT1H'
    // Event 2012 again, with the other types that a chain, a key or a fee can cause; told at once or after some minutes, then once an hour while it lasts.
    query: '''
AppTraces
| where Message matches regex "^Alert (anchoring_stuck|anchoring_paused|anchor_lost|anchor_reorged|signing_stuck|rpc_wrong_chain|rpc_disagreement): "
| project TimeGenerated, Message
'''
  }
  {
    name: 'mail-unavailable'
    description: 'Claim mails cannot be sent or are refused: see mail_unavailable, mail_refused and mail_failing in docs/operations.md.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT1H'
    // Event 2012 with these types of Core/Alerts/IAlerts.cs; told at once, then once an hour while it lasts.
    query: '''
AppTraces
| where Message matches regex "^Alert (mail_unavailable|mail_refused|mail_failing): "
| project TimeGenerated, Message
'''
  }
  {
    name: 'server-errors'
    description: 'Requests were answered with 5xx.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT5M'
    // The host's request telemetry, and event 1000 of Api/Http/Failures.cs, which is there even when sampling took the request away.
    query: '''
union
  (AppRequests | where toint(ResultCode) between (500 .. 599) | project TimeGenerated, Message = strcat(Name, " ", ResultCode)),
  (AppTraces | where Message startswith "Request req_" and Message has " failed: " | project TimeGenerated, Message)
'''
  }
]

resource watch 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in rules: {
  name: 'learncoin-${environmentName}-${rule.name}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'LearnCoin ${environmentName}: ${rule.name}'
    description: rule.description
    severity: rule.severity
    enabled: true
    autoMitigate: true
    scopes: [workspaceId]
    evaluationFrequency: rule.frequency
    windowSize: rule.window
    criteria: {
      allOf: [
        {
          query: rule.query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: empty(emails) ? [] : [people.id]
    }
  }
}]
