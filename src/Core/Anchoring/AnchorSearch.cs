using System.Runtime.CompilerServices;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Anchoring;

/// <summary>Finds anchors for operators. Reads only.</summary>
public sealed class AnchorSearch(AnchorStore store, AnchorLanes lanes, BatchStore batches)
{
    private const int ReadAtOnce = 100;

    /// <summary>Anchors of the lanes, those signed last first.</summary>
    /// <param name="wanted">Lanes; anchors of all of them are put in one row by time.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    public async IAsyncEnumerable<AnchorRecord> NewestFirstAsync(IEnumerable<AnchorLane> wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var open = new List<IAsyncEnumerator<AnchorRecord>>();
        try
        {
            foreach (var lane in wanted)
            {
                var reader = OfLaneAsync(lane.Id, cancellationToken).GetAsyncEnumerator(cancellationToken);
                open.Add(reader);
                if (!await reader.MoveNextAsync())
                {
                    open.Remove(reader);
                    await reader.DisposeAsync();
                }
            }

            while (open.Count > 0)
            {
                var next = open.MaxBy(static reader => reader.Current.PreparedAt)!;
                yield return next.Current;
                if (!await next.MoveNextAsync())
                {
                    open.Remove(next);
                    await next.DisposeAsync();
                }
            }
        }
        finally
        {
            foreach (var reader in open)
            {
                await reader.DisposeAsync();
            }
        }
    }

    /// <summary>The anchor that a text names: <c>lane:nonce</c>, the hash of any of its transactions, or a batch in it; null when there is none.</summary>
    public async Task<AnchorRecord?> FindAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (BatchId.TryParse(text, out var id))
        {
            return await batches.FindAsync(id, cancellationToken) is { } batch ? await OfBatchAsync(batch, cancellationToken) : null;
        }

        if (AnchorRef.TryParse(text, out var reference))
        {
            return await store.FindAsync(reference.Lane, reference.Nonce, cancellationToken);
        }

        // Hashes have no index: they are looked for by hand and seldom, and those looked for are new ones.
        await foreach (var anchor in NewestFirstAsync(await lanes.AllAsync(cancellationToken), cancellationToken))
        {
            if (anchor.Attempts.Any(attempt => attempt.Hash.Equals(text, StringComparison.OrdinalIgnoreCase)))
            {
                return anchor;
            }
        }

        return null;
    }

    /// <summary>The anchor that a batch is in; null while it waits.</summary>
    private async Task<AnchorRecord?> OfBatchAsync(Batch batch, CancellationToken cancellationToken)
    {
        // Batches of before lanes were noted are on the shared ones.
        foreach (var lane in batch.Lane is { } known ? [known] : (await lanes.AllAsync(cancellationToken)).Select(static lane => lane.Id))
        {
            if (await store.FindByBatchAsync(lane, batch.Id, cancellationToken) is { } anchor)
            {
                return anchor;
            }
        }

        return null;
    }

    private async IAsyncEnumerable<AnchorRecord> OfLaneAsync(string lane, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var to = (await store.HeadAsync(lane, cancellationToken)).NextNonce; to > 0; to -= ReadAtOnce)
        {
            foreach (var anchor in (await store.ListAsync(lane, to - ReadAtOnce, to, cancellationToken)).Reverse())
            {
                yield return anchor;
            }
        }
    }
}
