namespace LearnCoin.Core.Audit;

/// <summary>What a look at a whole chain showed.</summary>
/// <param name="Count">Entries that are sound, from the first on.</param>
/// <param name="HeadHash">Hash of the last sound entry, empty for an empty chain. Noted elsewhere, it proves later that the chain before it is the same.</param>
/// <param name="BrokenAt">Number of the first entry that was altered, removed, put elsewhere or is not known to the head; null when the chain is whole.</param>
public sealed record AuditVerdict(long Count, string HeadHash, long? BrokenAt)
{
    public bool IsWhole => BrokenAt is null;
}

/// <summary>Where a chain ends, as the row says that every append must change.</summary>
internal readonly record struct AuditHead(long Number, string Hash);
