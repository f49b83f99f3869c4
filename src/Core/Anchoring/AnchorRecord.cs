using System.Globalization;
using System.Numerics;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Anchoring;

/// <summary>Where an anchor stands. Prepared means: stored, perhaps sent, perhaps not.</summary>
public enum AnchorState
{
    Prepared,

    /// <summary>A node has taken it.</summary>
    Submitted,

    /// <summary>In a canonical block: the lane is free again.</summary>
    Included,

    /// <summary>Deep enough for its batches to be anchored.</summary>
    Confirmed,
}

/// <summary>One transaction of a lane: nonce, raw bytes and hash are durable before it is sent, so that a crash can never send another in its place.</summary>
/// <param name="Lane">Lane id.</param>
/// <param name="Nonce">Nonce of the transaction; with the lane, its key.</param>
/// <param name="Root">Calldata: root of the aggregate tree, 32 bytes.</param>
/// <param name="Raw">Signed transaction. Never logged.</param>
/// <param name="Hash">Transaction hash.</param>
/// <param name="PreparedAt">When it was signed.</param>
public sealed record AnchorRecord(string Lane, long Nonce, byte[] Root, byte[] Raw, string Hash, DateTimeOffset PreparedAt)
{
    public AnchorState State { get; init; }

    /// <summary>The batches' roots, 32 bytes each: leaves of the aggregate tree.</summary>
    public required byte[] BatchRoots { get; init; }

    /// <summary>Their batch ids, in the same order.</summary>
    public required IReadOnlyList<string> Batches { get; init; }

    /// <summary>Block that holds it, once included.</summary>
    public ChainBlock? Block { get; init; }

    /// <summary>Blocks on top when last looked at, the including one counted.</summary>
    public long Confirmations { get; init; }

    public long GasUsed { get; init; }

    /// <summary>gas used × effective gas price, wei.</summary>
    public BigInteger Fee { get; init; }

    /// <summary>ETag of the row it was read from: a step that was slow must not write over a later one.</summary>
    public string? Etag { get; init; }

    internal const string RowPrefix = "anchor|";

    internal static string RowKeyOf(long nonce) => string.Create(CultureInfo.InvariantCulture, $"{RowPrefix}{nonce:D19}");

    internal Row ToRow() => new Row(Lane, RowKeyOf(Nonce))
        .Set("nonce", Nonce)
        .Set("root", Root)
        .Set("raw", Raw)
        .Set("hash", Hash)
        .Set("prepared_at", PreparedAt)
        .Set("state", State.ToString())
        .Set("batch_roots", BatchRoots)
        .Set("batches", string.Join(',', Batches))
        .Set("block_number", Block?.Number)
        .Set("block_hash", Block?.Hash)
        .Set("block_time", Block?.Time)
        .Set("confirmations", Confirmations)
        .Set("gas_used", GasUsed)
        .Set("fee", Fee.ToString(CultureInfo.InvariantCulture));

    internal static AnchorRecord From(Row row) => new(
        row.PartitionKey,
        row.RequiredInt64("nonce"),
        row.Bytes("root") ?? throw new InvalidDataException("Anchor without root"),
        row.Bytes("raw") ?? throw new InvalidDataException("Anchor without transaction"),
        row.RequiredText("hash"),
        row.RequiredTime("prepared_at"))
    {
        State = Enum.Parse<AnchorState>(row.RequiredText("state")),
        BatchRoots = row.Bytes("batch_roots") ?? throw new InvalidDataException("Anchor without batch roots"),
        Batches = row.RequiredText("batches").Split(','),
        Block = row.Text("block_hash") is { } hash
            ? new ChainBlock(row.RequiredInt64("block_number"), hash, row.RequiredTime("block_time"))
            : null,
        Confirmations = row.RequiredInt64("confirmations"),
        GasUsed = row.RequiredInt64("gas_used"),
        Fee = BigInteger.Parse(row.RequiredText("fee"), CultureInfo.InvariantCulture),
        Etag = row.Etag,
    };
}
