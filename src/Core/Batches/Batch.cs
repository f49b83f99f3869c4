using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Batches;

/// <summary>Where a batch stands (spec/api.md, "Batches").</summary>
public enum BatchStatus
{
    /// <summary>Accepted.</summary>
    Pending,

    /// <summary>Data Integrity proofs made, root not yet on chain.</summary>
    Signed,

    Anchored,

    Failed,
}

/// <summary>A batch as stored: its row lies in the partition of its credentials and is written last, so its presence is the commit.</summary>
public sealed record Batch(BatchId Id, TenantId Tenant, TenantEnvironment Environment, int Count, DateTimeOffset CreatedAt)
{
    public BatchStatus Status { get; init; }

    /// <summary>Credentials that get a claim mail; null for batches of before it was counted: their credentials are looked at.</summary>
    public int? Mails { get; init; }

    /// <summary>Time in the proofs and first index of the status list counter: set together before signing, so that a repeated step signs the same.</summary>
    public DateTimeOffset? ProofTime { get; init; }

    public long? StatusFrom { get; init; }

    /// <summary>Set with <see cref="ProofTime"/>: one name and one key for the whole batch, whatever changes while it is signed.</summary>
    public BatchSigning? Signing { get; init; }

    /// <summary>The tenant's own DID that the batch is signed under, set with the proof time; null: the shared one.</summary>
    public string? IssuerDid { get; init; }

    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>Merkle root of the batch's own tree, 32 bytes.</summary>
    public byte[]? Root { get; init; }

    /// <summary>The lane that anchors it, set before its root first waits there: it stays, whatever the tenant's settings become.</summary>
    public string? Lane { get; init; }

    /// <summary>The transaction that carries the root, once anchored.</summary>
    public BatchAnchor? Anchor { get; init; }

    public DateTimeOffset? AnchoredAt { get; init; }

    /// <summary>How many times it was anchored and taken back, whichever transactions it was in: tells its events apart.</summary>
    public int Reorgs { get; init; }

    /// <summary>Why it failed, in words for the tenant.</summary>
    public string? Error { get; init; }

    public string? ErrorCode { get; init; }

    /// <summary>ETag of the row it was read from.</summary>
    public string? Etag { get; init; }

    internal Row ToRow()
    {
        var row = new Row(Id.Group, Id.Value)
            .Set("tenant", Tenant.Value)
            .Set("environment", Environment.Name())
            .Set("count", Count)
            .Set("created_at", CreatedAt)
            .Set("mails", Mails)
            .Set("status", BatchStatuses.Name(Status))
            .Set("proof_time", ProofTime)
            .Set("status_from", StatusFrom)
            .Set("signing_key", Signing?.Key)
            .Set("issuer_name", Signing?.IssuerName)
            .Set("issuer_url", Signing?.IssuerUrl)
            .Set("issuer_did", IssuerDid)
            .Set("signed_at", SignedAt)
            .Set("root", Root)
            .Set("queued_lane", Lane)
            .Set("anchored_at", AnchoredAt)
            .Set("reorgs", Reorgs == 0 ? null : Reorgs)
            .Set("error", Error)
            .Set("error_code", ErrorCode);
        return Anchor is null
            ? row
            : row.Set("lane", Anchor.Lane)
                .Set("nonce", Anchor.Nonce)
                .Set("chain_id", Anchor.ChainId)
                .Set("transaction", Anchor.TransactionHash)
                .Set("anchored_root", Anchor.Root)
                .Set("anchor_path", Anchor.Path)
                .Set("anchor_reorgs", Anchor.Reorgs);
    }

    internal static Batch From(Row row) => new(
        new BatchId(row.RowKey),
        new TenantId(row.RequiredText("tenant")),
        TenantEnvironments.Parse(row.RequiredText("environment")),
        (int)row.RequiredInt64("count"),
        row.RequiredTime("created_at"))
    {
        Mails = (int?)row.Int64("mails"),
        Status = BatchStatuses.Parse(row.RequiredText("status")),
        ProofTime = row.Time("proof_time"),
        StatusFrom = row.Int64("status_from"),
        Signing = BatchSigning.From(row),
        IssuerDid = row.Text("issuer_did"),
        SignedAt = row.Time("signed_at"),
        Root = row.Bytes("root"),
        Lane = row.Text("queued_lane") ?? row.Text("lane"),
        AnchoredAt = row.Time("anchored_at"),
        Reorgs = (int)(row.Int64("reorgs") ?? 0),
        Error = row.Text("error"),
        ErrorCode = row.Text("error_code"),
        Anchor = BatchAnchor.From(row),
        Etag = row.Etag,
    };
}

/// <summary>What all documents of a batch are signed with.</summary>
/// <param name="Key">Fragment of the tenant's key, <c>z6Mk…</c>.</param>
/// <param name="IssuerName">The tenant's name at that time.</param>
/// <param name="IssuerUrl">The tenant's website at that time.</param>
public sealed record BatchSigning(string Key, string IssuerName, string? IssuerUrl)
{
    internal static BatchSigning? From(Row row) =>
        row.Text("signing_key") is { } key ? new BatchSigning(key, row.RequiredText("issuer_name"), row.Text("issuer_url")) : null;
}

/// <summary>Where a batch's root went on chain.</summary>
/// <param name="Lane">Id of the lane that sent it.</param>
/// <param name="Nonce">The transaction's nonce: with the lane, the key of the anchor record.</param>
/// <param name="ChainId">EIP-155 chain id.</param>
/// <param name="TransactionHash">0x and 64 hex digits: the mined one.</param>
/// <param name="Root">The anchored root: the root of the aggregate tree, 32 bytes.</param>
/// <param name="Path">Path from the batch's root to the anchored root, as Merkle.MerklePath encodes it; empty when they are the same.</param>
public sealed record BatchAnchor(string Lane, long Nonce, long ChainId, string TransactionHash, byte[] Root, byte[] Path)
{
    /// <summary>Reorgs that the anchor had been through when the batch was marked.</summary>
    public int Reorgs { get; init; }

    internal static BatchAnchor? From(Row row) => row.Text("transaction") is not { } transaction
        ? null
        : new BatchAnchor(
            row.RequiredText("lane"),
            row.RequiredInt64("nonce"),
            row.RequiredInt64("chain_id"),
            transaction,
            row.Bytes("anchored_root") ?? throw new InvalidDataException("An anchored batch without the anchored root"),
            row.Bytes("anchor_path") ?? []) { Reorgs = (int)(row.Int64("anchor_reorgs") ?? 0) };
}

public static class BatchStatuses
{
    public static string Name(BatchStatus status) => status switch
    {
        BatchStatus.Pending => "pending",
        BatchStatus.Signed => "signed",
        BatchStatus.Anchored => "anchored",
        BatchStatus.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static bool TryParse(string text, out BatchStatus status)
    {
        foreach (var candidate in Enum.GetValues<BatchStatus>())
        {
            if (Name(candidate) == text)
            {
                status = candidate;
                return true;
            }
        }

        status = default;
        return false;
    }

    internal static BatchStatus Parse(string text) => TryParse(text, out var status) ? status : throw new InvalidDataException("Unknown batch status");
}
