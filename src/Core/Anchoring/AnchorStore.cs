using System.Globalization;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Anchoring;

/// <summary>
/// A lane's records, all in one partition of the table <c>anchors</c> so that they change together: <c>wait|bat</c> a root that waits,
/// <c>root|bat</c> which anchor took it, <c>anchor|nonce</c> the anchors, <c>head</c> the lane's next nonce and its open anchor.
/// </summary>
public sealed partial class AnchorStore(ITables tables)
{
    private const string Table = "anchors";
    private const string WaitPrefix = "wait|";
    private const string RootPrefix = "root|";

    public async ValueTask<LaneHead> HeadAsync(string lane, CancellationToken cancellationToken) =>
        LaneHead.From(await tables.GetAsync(Table, lane, LaneHead.RowKey, cancellationToken));

    /// <summary>Changes the head under its ETag; a null from <paramref name="change"/> leaves it.</summary>
    public async Task<LaneHead> ChangeHeadAsync(string lane, Func<LaneHead, LaneHead?> change, CancellationToken cancellationToken) => LaneHead.From(await tables.ChangeAsync(
        Table, lane, LaneHead.RowKey, current => change(LaneHead.From(current))?.ToRow(lane), cancellationToken));

    /// <summary>Stores a new anchor: from here on the nonce is this anchor's. Its roots are taken out of the wait by <see cref="SettleAsync"/>.</summary>
    /// <exception cref="TableConflictException">Another writer was on the lane: run the step again.</exception>
    public async Task OpenAsync(AnchorRecord anchor, LaneHead head, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        ArgumentNullException.ThrowIfNull(head);
        var next = head with
        {
            NextNonce = Math.Max(head.NextNonce, anchor.Nonce + 1),
            OpenNonce = Lower(head.OpenNonce, anchor.Nonce),
            TrackedFrom = Math.Min(head.TrackedFrom, anchor.Nonce),
            UnsettledNonce = anchor.Batches.Count > 0 ? anchor.Nonce : head.UnsettledNonce,
            IsIdle = false,
            Pause = null,
        };
        await TransactAsync([HeadChange(anchor.Lane, head, next), RowChange.Insert(anchor.ToRow())], cancellationToken);
    }

    /// <summary>An anchor leaves the open ones: the lane goes on with the next open one, or is free.</summary>
    /// <param name="anchor">As it is now.</param>
    /// <param name="now">When that was seen, by our own clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<AnchorRecord> CloseAsync(AnchorRecord anchor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        var head = await HeadAsync(anchor.Lane, cancellationToken);
        // What another transaction displaced is in no block: a lane whose every anchor ends so does not move.
        var next = head with { LastIncludedAt = anchor.State == AnchorState.Displaced ? head.LastIncludedAt : now, Pause = null };
        if (head.OpenNonce == anchor.Nonce)
        {
            next = next with { OpenNonce = (await ListAsync(anchor.Lane, anchor.Nonce + 1, head.NextNonce, cancellationToken)).FirstOrDefault(static later => later.State.IsOpen())?.Nonce };
        }

        var etags = await TransactAsync([RowChange.Update(anchor.ToRow(), anchor.Etag!), HeadChange(anchor.Lane, head, next)], cancellationToken);
        return anchor with { Etag = etags[0] };
    }

    /// <summary>An anchor that left its block is open again.</summary>
    public async Task<AnchorRecord> ReopenAsync(AnchorRecord anchor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        var head = await HeadAsync(anchor.Lane, cancellationToken);
        var next = head with { OpenNonce = Lower(head.OpenNonce, anchor.Nonce), IsIdle = false };
        var etags = await TransactAsync([RowChange.Update(anchor.ToRow(), anchor.Etag!), HeadChange(anchor.Lane, head, next)], cancellationToken);
        return anchor with { Etag = etags[0] };
    }

    public async ValueTask<AnchorRecord> GetAsync(string lane, long nonce, CancellationToken cancellationToken) =>
        await FindAsync(lane, nonce, cancellationToken)
        ?? throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Lane {lane} has no anchor {nonce}"));

    public async ValueTask<AnchorRecord?> FindAsync(string lane, long nonce, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, lane, AnchorRecord.RowKeyOf(nonce), cancellationToken) is { } row ? AnchorRecord.From(row) : null;

    /// <summary>Writes an anchor under the ETag it was read with.</summary>
    /// <returns>It, with its new ETag.</returns>
    public async Task<AnchorRecord> UpdateAsync(AnchorRecord anchor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        var etags = await TransactAsync([RowChange.Update(anchor.ToRow(), anchor.Etag!)], cancellationToken);
        return anchor with { Etag = etags[0] };
    }

    /// <summary>The anchor that took a batch's root; null while the root waits.</summary>
    public async ValueTask<AnchorRecord?> FindByBatchAsync(string lane, BatchId batch, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Table, lane, RootPrefix + batch, cancellationToken);
        return row is null ? null : await GetAsync(lane, row.RequiredInt64("nonce"), cancellationToken);
    }

    /// <summary>The anchor with its confirmations counted up to the newest block that the lane has seen: its own row is written only when its state changes.</summary>
    public async ValueTask<AnchorRecord> AsSeenAsync(AnchorRecord anchor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        return anchor.State.IsMined() && anchor.Block is { } block && (await HeadAsync(anchor.Lane, cancellationToken)).SeenBlock is { } seen
            ? anchor with { Confirmations = Math.Max(anchor.Confirmations, seen - block.Number + 1) }
            : anchor;
    }

    /// <summary>The lane's anchors with <c>from &lt;= nonce &lt; to</c>, by nonce. Nonces that others used have none.</summary>
    public async Task<IReadOnlyList<AnchorRecord>> ListAsync(string lane, long from, long to, CancellationToken cancellationToken)
    {
        var found = new List<AnchorRecord>();
        if (from < to)
        {
            var range = new RowRange(lane, AnchorRecord.RowKeyOf(Math.Max(0, from)), AnchorRecord.RowKeyOf(to));
            await foreach (var row in tables.AllAsync(Table, range, cancellationToken))
            {
                found.Add(AnchorRecord.From(row));
            }
        }

        return found;
    }

    /// <summary>The lane's anchors that something may still happen to, by nonce; what is settled below them is not looked at again.</summary>
    public async Task<IReadOnlyList<AnchorRecord>> TrackedAsync(string lane, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(lane, cancellationToken);
        var listed = await ListAsync(lane, head.TrackedFrom, head.NextNonce, cancellationToken);
        var first = listed.FirstOrDefault(static anchor => !anchor.IsSettled)?.Nonce ?? head.NextNonce;
        if (first > head.TrackedFrom)
        {
            await ChangeHeadAsync(lane, current => current.TrackedFrom < first ? current with { TrackedFrom = first } : null, cancellationToken);
        }

        return [.. listed.Where(static anchor => !anchor.IsSettled)];
    }

    private static long Lower(long? one, long other) => one is { } known ? Math.Min(known, other) : other;

    private static RowChange HeadChange(string lane, LaneHead from, LaneHead to) =>
        from.Etag is null ? RowChange.Insert(to.ToRow(lane)) : RowChange.Update(to.ToRow(lane), from.Etag);

    private async Task<IReadOnlyList<string?>> TransactAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        var result = await tables.TransactAsync(Table, changes, cancellationToken);
        return result.IsDone ? result.Etags : throw new TableConflictException(Table, result.Outcome);
    }
}
