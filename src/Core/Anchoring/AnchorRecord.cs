using System.Globalization;
using System.Numerics;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Anchoring;

/// <summary>
/// One nonce of a lane and the root that goes with it. Nonce, root and every signed transaction are durable before anything is sent, so
/// that a crash can never send another root in its place.
/// </summary>
/// <param name="Lane">Lane id.</param>
/// <param name="Nonce">Nonce of its transactions; with the lane, its key.</param>
/// <param name="Root">Root of the aggregate tree, 32 bytes; empty for a filler, which only uses up a nonce that nobody used.</param>
/// <param name="Attempts">Its signed transactions, oldest first; never empty.</param>
public sealed record AnchorRecord(string Lane, long Nonce, byte[] Root, IReadOnlyList<AnchorAttempt> Attempts)
{
    public AnchorState State { get; init; }

    /// <summary>The batches' roots, 32 bytes each: leaves of the aggregate tree.</summary>
    public required byte[] BatchRoots { get; init; }

    /// <summary>Their batch ids, in the same order.</summary>
    public required IReadOnlyList<string> Batches { get; init; }

    /// <summary>Credentials of all its batches; 0 where that was not counted (anchors of before).</summary>
    public long Credentials { get; init; }

    /// <summary>How the root is written on chain.</summary>
    public AnchorCommitment Commitment { get; init; }

    /// <summary>Hash of the attempt that was seen in a block, last.</summary>
    public string? MinedHash { get; init; }

    /// <summary>Block that holds it, once included.</summary>
    public ChainBlock? Block { get; init; }

    /// <summary>Blocks on top when last looked at, the including one counted.</summary>
    public long Confirmations { get; init; }

    public long GasUsed { get; init; }

    /// <summary>gas used × effective gas price + L1 data fee, wei.</summary>
    public BigInteger Fee { get; init; }

    /// <summary>When it was first seen in a block, by our clock.</summary>
    public DateTimeOffset? IncludedAt { get; init; }

    /// <summary>When it became final or failed, by our clock.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How many times it was lost from a block after its batches could have been told.</summary>
    public int Reorgs { get; init; }

    /// <summary>How many of <see cref="Reorgs"/> its batches have been taken back for.</summary>
    public int ToldReorgs { get; init; }

    /// <summary>For a failed one: its roots wait for another anchor.</summary>
    public bool IsRequeued { get; init; }

    /// <summary>ETag of the row it was read from: a step that was slow must not write over a later one.</summary>
    public string? Etag { get; init; }

    /// <summary>The attempt that pays most: the one to send.</summary>
    public AnchorAttempt Newest => Attempts[^1];

    /// <summary>Hash of the attempt in a block, else of the newest.</summary>
    public string Hash => MinedHash ?? Newest.Hash;

    /// <summary>When the first attempt was signed.</summary>
    public DateTimeOffset PreparedAt => Attempts[0].SignedAt;

    /// <summary>Nothing is left to be done for it.</summary>
    public bool IsSettled => ToldReorgs == Reorgs && (State == AnchorState.Finalized || (State == AnchorState.Failed && IsRequeued));

    internal const string RowPrefix = "anchor|";

    internal static string RowKeyOf(long nonce) => string.Create(CultureInfo.InvariantCulture, $"{RowPrefix}{nonce:D19}");

    internal Row ToRow() => new Row(Lane, RowKeyOf(Nonce))
        .Set("nonce", Nonce)
        .Set("root", Root)
        .Set("attempts", AnchorAttempt.Encode(Attempts))
        .Set("state", State.ToString())
        .Set("batch_roots", BatchRoots)
        .Set("batches", string.Join(',', Batches))
        .Set("credentials", Credentials)
        .Set("commitment", Commitment == AnchorCommitment.Calldata ? null : Commitment.ToString())
        .Set("mined_hash", MinedHash)
        .Set("block_number", Block?.Number)
        .Set("block_hash", Block?.Hash)
        .Set("block_time", Block?.Time)
        .Set("confirmations", Confirmations)
        .Set("gas_used", GasUsed)
        .Set("fee", Fee.ToString(CultureInfo.InvariantCulture))
        .Set("included_at", IncludedAt)
        .Set("ended_at", EndedAt)
        .Set("reorgs", Reorgs)
        .Set("told_reorgs", ToldReorgs)
        .Set("requeued", IsRequeued ? true : null);

    internal static AnchorRecord From(Row row) => new(
        row.PartitionKey,
        row.RequiredInt64("nonce"),
        row.Bytes("root") ?? throw new InvalidDataException("Anchor without root"),
        row.Bytes("attempts") is { } attempts ? AnchorAttempt.Decode(attempts) : [OnlyAttempt(row)])
    {
        State = Enum.Parse<AnchorState>(row.RequiredText("state")),
        BatchRoots = row.Bytes("batch_roots") ?? throw new InvalidDataException("Anchor without batch roots"),
        Batches = row.RequiredText("batches").Split(',', StringSplitOptions.RemoveEmptyEntries),
        Credentials = row.Int64("credentials") ?? 0,
        Commitment = row.Text("commitment") is { } commitment ? Enum.Parse<AnchorCommitment>(commitment) : AnchorCommitment.Calldata,
        // Before there were bumps, the only attempt was the mined one.
        MinedHash = row.Text("mined_hash") ?? (row.Text("block_hash") is null ? null : row.Text("hash")),
        Block = row.Text("block_hash") is { } hash
            ? new ChainBlock(row.RequiredInt64("block_number"), hash, row.RequiredTime("block_time"))
            : null,
        Confirmations = row.RequiredInt64("confirmations"),
        GasUsed = row.RequiredInt64("gas_used"),
        Fee = BigInteger.Parse(row.RequiredText("fee"), CultureInfo.InvariantCulture),
        IncludedAt = row.Time("included_at"),
        EndedAt = row.Time("ended_at"),
        Reorgs = (int)(row.Int64("reorgs") ?? 0),
        ToldReorgs = (int)(row.Int64("told_reorgs") ?? 0),
        IsRequeued = row.Flag("requeued"),
        Etag = row.Etag,
    };

    // Rows of schema 1 hold one transaction, without its fees.
    private static AnchorAttempt OnlyAttempt(Row row) => AnchorAttempt.Of(
        SignedTransaction.Parse(row.Bytes("raw") ?? throw new InvalidDataException("Anchor without transaction")), row.RequiredTime("prepared_at"));
}

/// <summary>How a root is written on chain.</summary>
public enum AnchorCommitment
{
    /// <summary>The 32 bytes as calldata of a self-send (spec/credential.md, 5): what independent verifiers read.</summary>
    Calldata,

    /// <summary><c>timestamp(bytes32)</c> of the EAS contract.</summary>
    Eas,
}
