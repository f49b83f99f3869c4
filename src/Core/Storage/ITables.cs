namespace LearnCoin.Core.Storage;

/// <summary>
/// Rows under (partition key, row key) with ETags: the semantics and the limits of Azure Table Storage, whatever stands behind.
/// A write that returned is durable. Adapters refuse what <see cref="TableLimits"/> forbids with <see cref="TableLimitException"/>.
/// </summary>
public interface ITables
{
    /// <summary>The row, or null when there is none.</summary>
    ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken);

    /// <summary>Applies one change. See <see cref="TransactAsync"/>.</summary>
    ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken);

    /// <summary>
    /// Applies all changes or none. All rows are of one partition, each row key at most once, at most
    /// <see cref="TableLimits.MaxTransactionRows"/> rows and <see cref="TableLimits.MaxTransactionBytes"/> bytes.
    /// </summary>
    ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken);

    /// <summary>One page of rows in (partition key, row key) order, ordinal. A page may be short or empty and still have a continuation.</summary>
    ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken);
}

/// <summary>How a write ended.</summary>
public enum WriteOutcome
{
    Done,

    /// <summary>Insert of a row that is there already.</summary>
    AlreadyExists,

    /// <summary>Update or delete with an ETag that is not the row's.</summary>
    EtagMismatch,

    /// <summary>Update or delete of a row that is not there.</summary>
    NotFound,
}

/// <param name="Outcome">The first change's failure, or Done.</param>
/// <param name="FailedIndex">Index of the change that failed; -1 when done.</param>
/// <param name="Etags">New ETag of each change in order (null for a delete); empty unless done.</param>
public sealed record WriteResult(WriteOutcome Outcome, int FailedIndex, IReadOnlyList<string?> Etags)
{
    public bool IsDone => Outcome == WriteOutcome.Done;
}

public enum RowChangeKind
{
    /// <summary>Fails with AlreadyExists when the row is there.</summary>
    Insert,

    /// <summary>Replaces the whole row; needs the row's ETag, or <see cref="RowChange.AnyEtag"/>.</summary>
    Update,

    /// <summary>Inserts or replaces, no ETag checked.</summary>
    Upsert,

    /// <summary>Needs the row's ETag, or <see cref="RowChange.AnyEtag"/>.</summary>
    Delete,
}

/// <summary>One change of a transaction.</summary>
public sealed record RowChange(RowChangeKind Kind, Row Row, string? Etag)
{
    /// <summary>Matches any ETag; the row must still exist.</summary>
    public const string AnyEtag = "*";

    public static RowChange Insert(Row row) => new(RowChangeKind.Insert, row, null);

    public static RowChange Update(Row row, string etag) => new(RowChangeKind.Update, row, etag);

    public static RowChange Upsert(Row row) => new(RowChangeKind.Upsert, row, null);

    public static RowChange Delete(string partitionKey, string rowKey, string etag) =>
        new(RowChangeKind.Delete, new Row(partitionKey, rowKey), etag);
}

/// <summary>Rows of one partition with <c>FromRowKey &lt;= row key &lt; ToRowKey</c>; a null bound is open.</summary>
public sealed record RowRange(string PartitionKey, string? FromRowKey = null, string? ToRowKey = null)
{
    /// <summary>Rows whose key starts with <paramref name="prefix"/>.</summary>
    public static RowRange Prefix(string partitionKey, string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return new(partitionKey, prefix, prefix.Length == 0 ? null : After(prefix));
    }

    /// <summary>
    /// The least text above all that begin with a prefix: its last character raised by one. A bound of the prefix and U+FFFF would do in
    /// memory, but that is no character, and what a service makes of it in a query is not promised.
    /// </summary>
    private static string After(string prefix)
    {
        var next = prefix[..^1] + (char)(prefix[^1] + 1);
        return char.IsSurrogate(prefix[^1]) || char.IsSurrogate(next[^1]) || prefix[^1] == char.MaxValue
            ? throw new ArgumentException("A prefix must not end in a surrogate or before the surrogates", nameof(prefix))
            : next;
    }
}

/// <param name="Rows">The rows of this page.</param>
/// <param name="Continuation">Opaque; null when there are no more.</param>
public sealed record RowPage(IReadOnlyList<Row> Rows, string? Continuation);
