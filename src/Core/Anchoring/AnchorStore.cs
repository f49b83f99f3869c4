using System.Globalization;
using System.Runtime.CompilerServices;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Anchoring;

/// <summary>
/// A lane's records, all in one partition of the table <c>anchors</c> so that they change together: <c>wait|bat</c> a root that waits,
/// <c>root|bat</c> which anchor took it, <c>anchor|nonce</c> the anchors, <c>head</c> the lane's next nonce and its open anchor.
/// </summary>
public sealed class AnchorStore(ITables tables)
{
    private const string Table = "anchors";
    private const string HeadRow = "head";
    private const string WaitPrefix = "wait|";
    private const string RootPrefix = "root|";

    /// <summary>Roots one anchor can take: its transaction writes the anchor, the head and two rows a root, at most 100 in all.</summary>
    public const int MaxRoots = 49;

    /// <summary>Lets a root wait for the lane. Done already is success.</summary>
    public async Task EnqueueAsync(string lane, BatchId batch, byte[] root, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await tables.GetAsync(Table, lane, RootPrefix + batch, cancellationToken) is null)
        {
            var row = new Row(lane, WaitPrefix + batch).Set("root", root).Set("since", now);
            await tables.WriteAsync(Table, RowChange.Insert(row), cancellationToken);
        }
    }

    /// <summary>The waiting roots, oldest first: batch ids sort by time.</summary>
    public async IAsyncEnumerable<WaitingRoot> WaitingAsync(string lane, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.AllAsync(Table, RowRange.Prefix(lane, WaitPrefix), cancellationToken))
        {
            var root = row.Bytes("root") ?? throw new InvalidDataException("A waiting root without its hash");
            yield return new WaitingRoot(new BatchId(row.RowKey[WaitPrefix.Length..]), root, row.Etag!);
        }
    }

    public async ValueTask<bool> HasWaitingAsync(string lane, CancellationToken cancellationToken)
    {
        await foreach (var _ in WaitingAsync(lane, cancellationToken))
        {
            return true;
        }

        return false;
    }

    /// <summary>Says that the lane found nothing and is about to sleep. Whoever adds a root after this sees it, see <see cref="TryWakeAsync"/>.</summary>
    public async Task SleepAsync(string lane, CancellationToken cancellationToken) =>
        await tables.ChangeAsync(Table, lane, HeadRow, current => (current?.Copy() ?? new Row(lane, HeadRow).Set("next_nonce", 0L)).Set("idle", true), cancellationToken);

    /// <summary>Ends the sleep. True for one caller only: it has to tell the lane.</summary>
    public async Task<bool> TryWakeAsync(string lane, CancellationToken cancellationToken)
    {
        var head = await tables.GetAsync(Table, lane, HeadRow, cancellationToken);
        return head is not null
            && head.Flag("idle")
            && (await tables.WriteAsync(Table, RowChange.Update(head.Copy().Set("idle", null), head.Etag!), cancellationToken)).IsDone;
    }

    /// <summary>Takes a root out of the wait that an anchor has already.</summary>
    public async Task ForgetWaitingAsync(string lane, WaitingRoot root, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(root);
        await tables.WriteAsync(Table, RowChange.Delete(lane, WaitPrefix + root.Batch, root.Etag), cancellationToken);
    }

    public async ValueTask<LaneHead> HeadAsync(string lane, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Table, lane, HeadRow, cancellationToken);
        return new LaneHead(row?.Int64("next_nonce") ?? 0, row?.Int64("open_nonce"), row?.Etag) { LastIncludedAt = row?.Time("included_at") };
    }

    /// <summary>How much the lane has before it, and since when nothing moved.</summary>
    /// <param name="lane">Lane id.</param>
    /// <param name="most">Roots are counted up to one more than this.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<LaneBacklog> BacklogAsync(string lane, int most, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(lane, cancellationToken);
        var opened = head.OpenNonce is { } open ? (await GetAsync(lane, open, cancellationToken)).PreparedAt : (DateTimeOffset?)null;
        DateTimeOffset? waiting = null;
        var count = 0;
        await foreach (var row in tables.AllAsync(Table, RowRange.Prefix(lane, WaitPrefix), cancellationToken))
        {
            // The first is the oldest: batch ids sort by time.
            waiting ??= row.RequiredTime("since");
            if (++count > most)
            {
                break;
            }
        }

        // What an open anchor took waited before it.
        var oldest = opened ?? waiting;
        return new LaneBacklog(count, oldest is null || head.LastIncludedAt is null || oldest > head.LastIncludedAt ? oldest : head.LastIncludedAt)
        {
            OldestWaiting = waiting,
            OpenSince = opened,
        };
    }

    /// <summary>Stores a new anchor and takes its roots out of the wait, all or nothing: from here on the nonce is this anchor's.</summary>
    /// <exception cref="TableConflictException">Another writer was on the lane: run the step again.</exception>
    public async Task OpenAsync(AnchorRecord anchor, LaneHead head, IReadOnlyList<WaitingRoot> roots, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(roots);
        var nextHead = new Row(anchor.Lane, HeadRow)
            .Set("next_nonce", anchor.Nonce + 1)
            .Set("open_nonce", anchor.Nonce)
            .Set("included_at", head.LastIncludedAt);
        List<RowChange> changes =
        [
            head.Etag is null ? RowChange.Insert(nextHead) : RowChange.Update(nextHead, head.Etag),
            RowChange.Insert(anchor.ToRow()),
        ];
        foreach (var root in roots)
        {
            changes.Add(RowChange.Delete(anchor.Lane, WaitPrefix + root.Batch, root.Etag));
            changes.Add(RowChange.Insert(new Row(anchor.Lane, RootPrefix + root.Batch).Set("nonce", anchor.Nonce)));
        }

        await TransactAsync(changes, cancellationToken);
    }

    /// <summary>The anchor is in a block: the lane is free for the next one.</summary>
    /// <param name="included">The anchor, with its block.</param>
    /// <param name="now">When that was seen, by our own clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task CloseAsync(AnchorRecord included, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(included);
        var head = await HeadAsync(included.Lane, cancellationToken);
        List<RowChange> changes = [RowChange.Update(included.ToRow(), included.Etag!)];
        if (head.OpenNonce == included.Nonce)
        {
            var free = new Row(included.Lane, HeadRow).Set("next_nonce", head.NextNonce).Set("included_at", now);
            changes.Add(RowChange.Update(free, head.Etag!));
        }

        await TransactAsync(changes, cancellationToken);
    }

    public async ValueTask<AnchorRecord> GetAsync(string lane, long nonce, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Table, lane, AnchorRecord.RowKeyOf(nonce), cancellationToken);
        return row is null
            ? throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Lane {lane} has no anchor {nonce}"))
            : AnchorRecord.From(row);
    }

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

    /// <summary>Anchors of the lane that are in a block but not yet deep enough, oldest first.</summary>
    public async Task<IReadOnlyList<long>> UnconfirmedAsync(string lane, CancellationToken cancellationToken)
    {
        // The newest nonces only: an anchor is confirmed within blocks of its inclusion, long before a thousand more.
        var head = await HeadAsync(lane, cancellationToken);
        var from = AnchorRecord.RowKeyOf(Math.Max(0, head.NextNonce - 1000));
        var found = new List<long>();
        await foreach (var row in tables.AllAsync(Table, new RowRange(lane, from, AnchorRecord.RowPrefix + '~'), cancellationToken))
        {
            if (row.Text("state") == nameof(AnchorState.Included))
            {
                found.Add(row.RequiredInt64("nonce"));
            }
        }

        return found;
    }

    private async Task<IReadOnlyList<string?>> TransactAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        var result = await tables.TransactAsync(Table, changes, cancellationToken);
        return result.IsDone ? result.Etags : throw new TableConflictException(Table, result.Outcome);
    }
}

/// <summary>A batch root that waits for its lane.</summary>
public sealed record WaitingRoot(BatchId Batch, byte[] Root, string Etag);

/// <param name="NextNonce">Nonce after the last one used, 0 on a new lane.</param>
/// <param name="OpenNonce">The anchor not yet in a block; at most one.</param>
/// <param name="Etag">ETag of the head row; null when there is none yet.</param>
public sealed record LaneHead(long NextNonce, long? OpenNonce, string? Etag)
{
    /// <summary>When the lane last saw an anchor of its own in a block; null before the first.</summary>
    public DateTimeOffset? LastIncludedAt { get; init; }
}

/// <param name="Waiting">Roots that no anchor has taken yet.</param>
/// <param name="StillSince">Since when there was something to anchor and nothing was; null when there is nothing.</param>
public sealed record LaneBacklog(int Waiting, DateTimeOffset? StillSince)
{
    /// <summary>When the oldest of the waiting roots came; null when none waits.</summary>
    public DateTimeOffset? OldestWaiting { get; init; }

    /// <summary>When the open anchor was signed; null without one.</summary>
    public DateTimeOffset? OpenSince { get; init; }

    /// <summary>Why the lane sends nothing; null when it may.</summary>
    public string? PauseReason { get; init; }

    /// <summary>Since when it sends nothing.</summary>
    public DateTimeOffset? PausedSince { get; init; }
}
