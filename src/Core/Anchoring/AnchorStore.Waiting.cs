using System.Runtime.CompilerServices;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Anchoring;

/// <summary>The roots that wait, on their way to an anchor and, should it fail, back.</summary>
public sealed partial class AnchorStore
{
    /// <summary>Roots that one anchor takes, at most: their ids and hashes fit into its row (64 KiB a property).</summary>
    public const int MaxRoots = 500;

    // Two rows a root, at most 100 in a transaction, and one more for the anchor or the head.
    private const int RootsPerTransaction = 49;
    private const int RootBytes = 32;

    /// <summary>Lets a root wait for the lane. Done already is success.</summary>
    /// <param name="lane">Lane id.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="root">Its root, 32 bytes.</param>
    /// <param name="credentials">Number of its credentials.</param>
    /// <param name="now">Since when it waits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task EnqueueAsync(string lane, BatchId batch, byte[] root, int credentials, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await tables.GetAsync(Table, lane, RootPrefix + batch, cancellationToken) is null)
        {
            await tables.WriteAsync(Table, RowChange.Insert(WaitRow(lane, batch.Value, root, credentials, now)), cancellationToken);
        }
    }

    /// <summary>The waiting roots, oldest first: batch ids sort by time.</summary>
    public async IAsyncEnumerable<WaitingRoot> WaitingAsync(string lane, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.AllAsync(Table, RowRange.Prefix(lane, WaitPrefix), cancellationToken))
        {
            var root = row.Bytes("root") ?? throw new InvalidDataException("A waiting root without its hash");
            yield return new WaitingRoot(new BatchId(row.RowKey[WaitPrefix.Length..]), root, (int)(row.Int64("credentials") ?? 0), row.Etag!) { IsCalldata = row.Flag("calldata") };
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

    /// <summary>Takes a root out of the wait that an anchor has already.</summary>
    public async Task ForgetWaitingAsync(string lane, WaitingRoot root, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(root);
        await tables.WriteAsync(Table, RowChange.Delete(lane, WaitPrefix + root.Batch, root.Etag), cancellationToken);
    }

    /// <summary>Says that the lane found nothing and is about to sleep. Whoever adds a root after this sees it, see <see cref="TryWakeAsync"/>.</summary>
    public Task SleepAsync(string lane, CancellationToken cancellationToken) =>
        ChangeHeadAsync(lane, static head => head.Etag is not null && head.IsIdle && head.Pause is null ? null : head with { IsIdle = true, Pause = null }, cancellationToken);

    /// <summary>Ends the sleep. True for one caller only: it has to tell the lane.</summary>
    public async Task<bool> TryWakeAsync(string lane, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(lane, cancellationToken);
        return head.IsIdle
            && (await tables.WriteAsync(Table, HeadChange(lane, head, head with { IsIdle = false }), cancellationToken)).IsDone;
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
            OldestSince = oldest,
            OldestWaiting = waiting,
            OpenSince = opened,
            Pause = head.Pause,
        };
    }

    /// <summary>
    /// Takes the roots of the anchor opened last out of the wait and notes which anchor has them. Until that is done no other anchor is
    /// opened, so that a crash in between leaves no root to two.
    /// </summary>
    public async Task SettleAsync(string lane, CancellationToken cancellationToken)
    {
        if ((await HeadAsync(lane, cancellationToken)).UnsettledNonce is not { } nonce)
        {
            return;
        }

        var anchor = await GetAsync(lane, nonce, cancellationToken);
        var chunks = anchor.Batches.Chunk(RootsPerTransaction).ToList();
        for (var i = 0; i < chunks.Count; i++)
        {
            var head = await HeadAsync(lane, cancellationToken);
            if (head.UnsettledNonce != nonce)
            {
                return;
            }

            // All rows of a chunk change together, with the head: another host that does the same, even much later, changes nothing.
            var isDone = await TakerAsync(lane, chunks[i][0], cancellationToken) == nonce;
            var next = i == chunks.Count - 1 ? head with { UnsettledNonce = null } : head;
            List<RowChange> changes = [HeadChange(lane, head, next)];
            if (!isDone)
            {
                changes.AddRange(chunks[i].Select(batch => RowChange.Upsert(new Row(lane, RootPrefix + batch).Set("nonce", nonce))));
                changes.AddRange(chunks[i].Select(batch => RowChange.Delete(lane, WaitPrefix + batch, RowChange.AnyEtag)));
            }

            await TransactAsync(changes, cancellationToken);
        }
    }

    /// <summary>Lets the roots of a failed anchor wait again; done before, it does nothing more.</summary>
    public async Task RequeueAsync(AnchorRecord failed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(failed);
        if ((await HeadAsync(failed.Lane, cancellationToken)).UnsettledNonce == failed.Nonce)
        {
            // Else its roots would be taken out of the wait for it afterwards.
            await SettleAsync(failed.Lane, cancellationToken);
        }

        var each = failed.Batches.Count == 0 ? 0 : (int)(failed.Credentials / failed.Batches.Count);
        foreach (var indexes in Enumerable.Range(0, failed.Batches.Count).Chunk(RootsPerTransaction))
        {
            // Gone or another's: this chunk has been done already, and its roots may be on their way again. They may be so by the time of
            // the write, too, when another host does the same: all rows of a chunk change together, so the ETag of the first guards them all.
            var first = await tables.GetAsync(Table, failed.Lane, RootPrefix + failed.Batches[indexes[0]], cancellationToken);
            if (first?.RequiredInt64("nonce") == failed.Nonce)
            {
                await TransactAsync(
                    [
                        RowChange.Delete(failed.Lane, first.RowKey, first.Etag!),
                        .. indexes.Skip(1).Select(index => RowChange.Delete(failed.Lane, RootPrefix + failed.Batches[index], RowChange.AnyEtag)),
                        .. indexes.Select(index => RowChange.Upsert(WaitRow(failed.Lane, failed.Batches[index], RootAt(failed, index), each, now)
                            .Set("calldata", failed.Commitment == AnchorCommitment.Eas ? true : null))),
                    ],
                    cancellationToken);
            }
        }

        await UpdateAsync(failed with { IsRequeued = true }, cancellationToken);
    }

    /// <summary>The lane has the batch's root, waiting or taken.</summary>
    public async Task<bool> IsKnownAsync(string lane, BatchId batch, CancellationToken cancellationToken) =>
        await IsTakenAsync(lane, batch, cancellationToken) || await tables.GetAsync(Table, lane, WaitPrefix + batch, cancellationToken) is not null;

    /// <summary>An anchor has the batch's root.</summary>
    public async Task<bool> IsTakenAsync(string lane, BatchId batch, CancellationToken cancellationToken) =>
        await TakerAsync(lane, batch.Value, cancellationToken) is not null;

    /// <summary>Nonce of the anchor that has a batch's root; null while it waits.</summary>
    private async ValueTask<long?> TakerAsync(string lane, string batch, CancellationToken cancellationToken) =>
        (await tables.GetAsync(Table, lane, RootPrefix + batch, cancellationToken))?.RequiredInt64("nonce");

    private static byte[] RootAt(AnchorRecord anchor, int index) => anchor.BatchRoots[(index * RootBytes)..((index + 1) * RootBytes)];

    private static Row WaitRow(string lane, string batch, byte[] root, int credentials, DateTimeOffset now) =>
        new Row(lane, WaitPrefix + batch).Set("root", root).Set("credentials", credentials).Set("since", now);
}

/// <summary>A batch root that waits for its lane.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Root">Its root, 32 bytes.</param>
/// <param name="Credentials">Number of its credentials.</param>
/// <param name="Etag">ETag of its row.</param>
public sealed record WaitingRoot(BatchId Batch, byte[] Root, int Credentials, string Etag)
{
    /// <summary>A contract has failed it before: it goes as calldata, which nobody can make fail.</summary>
    public bool IsCalldata { get; init; }
}
