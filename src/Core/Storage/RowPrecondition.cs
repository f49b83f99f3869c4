namespace LearnCoin.Core.Storage;

/// <summary>Whether a change may be applied to a row as it stands. Pure, shared by the adapters that keep rows themselves.</summary>
public static class RowPrecondition
{
    /// <param name="change">What is wanted.</param>
    /// <param name="currentEtag">ETag of the row that is there; null when there is none.</param>
    public static WriteOutcome Check(RowChange change, string? currentEtag)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.Kind switch
        {
            RowChangeKind.Insert => currentEtag is null ? WriteOutcome.Done : WriteOutcome.AlreadyExists,
            RowChangeKind.Upsert => WriteOutcome.Done,
            _ when currentEtag is null => WriteOutcome.NotFound,
            _ when change.Etag == RowChange.AnyEtag || string.Equals(change.Etag, currentEtag, StringComparison.Ordinal) => WriteOutcome.Done,
            _ => WriteOutcome.EtagMismatch,
        };
    }
}
