namespace LearnCoin.Core.Alerts;

/// <summary>Tells operators of a failure that needs a look. Never waits, never throws: whatever failed must not fail twice.</summary>
public interface IAlerts
{
    /// <summary>Takes the alert for sending. When too many come, some are only counted, and the count is told with a later one.</summary>
    void Raise(Alert alert);
}

/// <summary>A failure: ids and fixed words only, never a message, a stack, a name, an address or a tenant's data.</summary>
/// <param name="Type">One of <see cref="AlertTypes"/>.</param>
/// <param name="Time">When it happened.</param>
public sealed record Alert(string Type, DateTimeOffset Time)
{
    /// <summary><c>req_…</c> of the request that failed.</summary>
    public string? RequestId { get; init; }

    /// <summary>Pattern of its route, such as <c>/v1/batches/{id}</c>; never the address that was asked for.</summary>
    public string? Route { get; init; }

    /// <summary>Id of what failed, such as <c>bat_…</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>Name of the activity that failed.</summary>
    public string? Activity { get; init; }

    /// <summary>A fixed word that says why.</summary>
    public string? Reason { get; init; }
}

/// <summary>Values of <see cref="Alert.Type"/>. Operators' rules match on them: never rename one.</summary>
public static class AlertTypes
{
    /// <summary>A request was answered with <c>internal_error</c>.</summary>
    public const string InternalError = "internal_error";

    /// <summary>A batch ended as <c>failed</c>.</summary>
    public const string BatchFailed = "batch_failed";

    /// <summary>An activity has failed many times in a row and is still tried.</summary>
    public const string ActivityFailing = "activity_failing";

    /// <summary>An activity was given up.</summary>
    public const string ActivityFailed = "activity_failed";

    /// <summary>A workflow ended with a failure.</summary>
    public const string WorkflowFailed = "workflow_failed";

    /// <summary>An account can pay for fewer than 500 anchors more; the subject is its lane, <c>&lt;chain id&gt;-&lt;address&gt;</c>. Once an hour while it lasts.</summary>
    public const string BalanceLow = "balance_low";

    /// <summary>A lane has something to anchor, and nothing came into a block for <c>Anchoring:StuckMinutes</c>; the subject is the lane. Once an hour while it lasts.</summary>
    public const string AnchoringStuck = "anchoring_stuck";

    /// <summary>The end of <see cref="AnchoringStuck"/>.</summary>
    public const string AnchoringResumed = "anchoring_resumed";

    /// <summary>A batch is accepted and not signed for <c>Anchoring:StuckMinutes</c>; the subject is the oldest. Once an hour while it lasts.</summary>
    public const string SigningStuck = "signing_stuck";

    /// <summary>The end of <see cref="SigningStuck"/>; the subject is the batch that was told last.</summary>
    public const string SigningResumed = "signing_resumed";

    /// <summary>An RPC endpoint is on another chain than the settings say and is not used; the subject is <c>&lt;chain id&gt;-rpc-&lt;index&gt;</c>. Once an hour while it lasts.</summary>
    public const string RpcWrongChain = "rpc_wrong_chain";

    /// <summary>
    /// RPC endpoints contradict one another about what stands in blocks; the subject is <c>&lt;chain id&gt;-rpc-&lt;index&gt;</c> for one that is
    /// outvoted, the chain id alone where there is no majority and nothing is believed. Once an hour while it lasts.
    /// </summary>
    public const string RpcDisagreement = "rpc_disagreement";

    /// <summary>A lane stands still; the subject is the lane, the reason one of PauseReasons. At once, or after 5 minutes where it may pass by itself; then once an hour while it lasts.</summary>
    public const string AnchoringPaused = "anchoring_paused";

    /// <summary>An anchor has no effect (reason <c>reverted</c> or <c>displaced</c>): its roots get another one when that is final. The subject is <c>&lt;lane&gt;:&lt;nonce&gt;</c>.</summary>
    public const string AnchorLost = "anchor_lost";

    /// <summary>A block that anchored batches is canonical no more: they are anchored again. The subject is <c>&lt;lane&gt;:&lt;nonce&gt;</c>.</summary>
    public const string AnchorReorged = "anchor_reorged";

    /// <summary>Mails cannot be sent and wait; the reason is a fixed word such as <c>not configured</c> or <c>authentication</c>. Once an hour while it lasts.</summary>
    public const string MailUnavailable = "mail_unavailable";

    /// <summary>The end of <see cref="MailUnavailable"/>: mails have gone for five minutes.</summary>
    public const string MailResumed = "mail_resumed";

    /// <summary>The mail server has refused several mails in a row and they have ended; the reason is <c>reply NNN</c>. Once an hour while it lasts.</summary>
    public const string MailRefused = "mail_refused";

    /// <summary>A claim mail could not be made, which is a fault of ours; the subject is the credential, the reason the exception's type. It is tried again.</summary>
    public const string MailFailing = "mail_failing";
}

/// <summary>For deployments without <c>Alerts:Url</c>.</summary>
public sealed class NoAlerts : IAlerts
{
    public static NoAlerts Instance { get; } = new();

    private NoAlerts()
    {
    }

    public void Raise(Alert alert)
    {
        // Nobody has asked to be told; the log has it.
    }
}
