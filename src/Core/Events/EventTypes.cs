namespace LearnCoin.Core.Events;

/// <summary>Types of events (spec/api.md, "Webhooks"). Stored: never rename one.</summary>
public static class EventTypes
{
    public const string BatchCreated = "batch.created";
    public const string BatchSigned = "batch.signed";
    public const string BatchAnchored = "batch.anchored";

    /// <summary>The block that anchors the batch cannot go any more.</summary>
    public const string BatchFinalized = "batch.finalized";
    public const string BatchFailed = "batch.failed";

    /// <summary>The block that anchored the batch is canonical no more: the batch is signed and not anchored.</summary>
    public const string BatchReorged = "batch.reorged";
    public const string CredentialClaimed = "credential.claimed";
    public const string CredentialRevoked = "credential.revoked";
    public const string CredentialErased = "credential.erased";

    /// <summary>Made by <c>POST /v1/webhooks/{id}/test</c>: of no thing, and sent to that endpoint only.</summary>
    public const string WebhookTest = "webhook.test";

    /// <summary>An endpoint gets nothing more until it is enabled again; told to the tenant's others.</summary>
    public const string WebhookDisabled = "webhook.disabled";

    /// <summary>All types, in the order of the contract.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        BatchCreated, BatchSigned, BatchAnchored, BatchFinalized, BatchFailed, BatchReorged,
        CredentialClaimed, CredentialRevoked, CredentialErased, WebhookTest, WebhookDisabled,
    ];
}
