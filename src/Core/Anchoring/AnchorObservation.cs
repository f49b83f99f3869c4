namespace LearnCoin.Core.Anchoring;

/// <summary>What was seen of an anchor in one look at the chain.</summary>
public sealed record AnchorObservation
{
    /// <summary>The attempt that has a receipt, with the canonical block at its height; null when no attempt has a receipt.</summary>
    public AnchorSighting? Sighting { get; init; }

    /// <summary>For an anchor seen in a block before: the canonical block at that height now; null when the node has none that high.</summary>
    public ChainBlock? BlockThere { get; init; }

    /// <summary>Height of the newest block.</summary>
    public required long Head { get; init; }

    /// <summary>Height of the newest safe block; null when not asked for or not there.</summary>
    public long? Safe { get; init; }

    /// <summary>Height of the newest final block; null when not asked for or not there.</summary>
    public long? Finalized { get; init; }

    /// <summary>Transactions of the account up to the newest block; null when not asked for.</summary>
    public long? AccountNonce { get; init; }

    /// <summary>Transactions of the account up to the newest final block; null when not asked for or not there.</summary>
    public long? FinalNonce { get; init; }

    /// <summary>Looks in a row, with a pause between them, at which the account had used the nonce and no attempt was in a block.</summary>
    public int UsedLooks { get; init; }

    /// <summary>Looks in a row at which the account had not reached the nonce, though nothing of ours is missing below it.</summary>
    public int GapLooks { get; init; }

    /// <summary>The market; null when not asked for.</summary>
    public ChainFees? Market { get; init; }

    /// <summary>What the node said to the last broadcast of the newest attempt.</summary>
    public SendKind? LastRefusal { get; init; }

    /// <summary>Time that the newest attempt has had.</summary>
    public TimeSpan SinceAttempt { get; init; }

    /// <summary>Time since the last broadcast; null when there was none yet.</summary>
    public TimeSpan? SinceSent { get; init; }

    /// <summary>The sighting, if its block is the canonical one: a receipt alone proves nothing, nodes answer preconfirmed ones.</summary>
    public AnchorSighting? Canonical =>
        Sighting is { } sighting && sighting.Receipt.BlockHash == sighting.Canonical?.Hash && Head >= sighting.Receipt.BlockNumber ? sighting : null;
}

/// <param name="Hash">Hash of the attempt.</param>
/// <param name="Receipt">The node's receipt.</param>
/// <param name="Canonical">The canonical block at the receipt's height; null when there is none.</param>
public sealed record AnchorSighting(string Hash, ChainReceipt Receipt, ChainBlock? Canonical);
