using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>A whole life of anchors, broken once at each place where it can break: the facts at its end are always the same.</summary>
public sealed class AnchorCrashTests(ITestOutputHelper output)
{
    private const int MostPlaces = 2_000;

    [Theory]
    [InlineData("before a write")]
    [InlineData("after a write")]
    [InlineData("before a call")]
    [InlineData("after a call")]
    public async Task Broken_at_any_place_the_facts_at_the_end_are_the_same(string place)
    {
        var whole = await RunAsync(place, int.MaxValue);
        Assert.False(whole.IsBroken);
        var broken = 0;
        for (var k = 1; k < MostPlaces; k++)
        {
            var run = await RunAsync(place, k);
            Assert.True(whole.Facts == run.Facts, $"{place} {k}:\n{run.Facts}\ninstead of\n{whole.Facts}");
            if (!run.IsBroken)
            {
                break;
            }

            broken++;
        }

        output.WriteLine($"{place}: broken at {broken} places");
        output.WriteLine(whole.Facts);
        Assert.InRange(broken, 40, MostPlaces - 2);
    }

    /// <summary>Three batches in two anchors, the first bumped; both lost in a reorg; in again; final.</summary>
    private static async Task<(string Facts, bool IsBroken)> RunAsync(string place, int k)
    {
        using var lane = await Lane.OpenAsync();
        var miner = Miner.Start(lane);
        var batches = await lane.StoreBatchesAsync(2);
        var left = k;
        void Count() => _ = --left == 0 ? throw (place.EndsWith("call", StringComparison.Ordinal) ? new ChainUnavailableException("scripted") : new IOException("killed")) : 0;
        switch (place)
        {
            case "before a write":
                lane.Tables.BeforeWrite = _ => Count();
                break;
            case "after a write":
                lane.Tables.After = _ => Count();
                break;
            case "before a call":
                lane.Chain.Before = _ => { miner.Tick(); Count(); };
                break;
            default:
                lane.Chain.After = _ => Count();
                break;
        }

        miner.IsStalled = true;
        await StepAsync(() => lane.DrainAsync(2));
        miner.IsStalled = false;
        await StepsAsync(lane, batches);
        await StepAsync(async () => batches = [.. batches, .. batches.Count == 2 ? await lane.StoreBatchesAsync(1) : []]);
        if (batches.Count == 2)
        {
            // The intake died before it answered: what it committed is swept like any other, and the caller sends another.
            batches = [.. batches, .. await lane.StoreBatchesAsync(1)];
        }

        await StepsAsync(lane, batches);
        miner.Reorganize(miner.Mined.Values.Min(static mined => mined.Block));
        lane.Node.Head += 20;
        await StepsAsync(lane, batches);
        miner.FinalDepth = 10;
        for (var i = 0; i < 12; i++)
        {
            miner.MineBlock();
        }

        await StepsAsync(lane, batches);
        return (await FactsAsync(lane, miner, batches), left <= 0);
    }

    /// <summary>Everything that hosts would do, until it is quiet; a step that breaks is left to the next round.</summary>
    private static async Task StepsAsync(Lane lane, IReadOnlyList<BatchId> batches)
    {
        for (var round = 0; round < 3; round++)
        {
            await StepAsync(lane.SweepAsync);
            await StepAsync(() => lane.DrainAsync());
            foreach (var batch in batches.Union(await OpenBatchesAsync(lane)))
            {
                await StepAsync(() => lane.RunAsync(IssuanceActivities.EnqueueRoot, batch.Value));
                await StepAsync(() => lane.MarkAsync(batch));
            }
        }
    }

    /// <summary>Those that the sweep of batches would start the workflow of.</summary>
    private static async Task<IReadOnlyList<BatchId>> OpenBatchesAsync(Lane lane)
    {
        var found = new List<BatchId>();
        await foreach (var open in lane.Batches.ListOpenAsync(default))
        {
            if (await lane.Batches.FindAsync(open.Id, default) is not null)
            {
                found.Add(open.Id);
            }
        }

        return found;
    }

    private static async Task StepAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception exception) when (exception is IOException or ChainUnavailableException or TableConflictException)
        {
            // The host died here, or the chain was away: the next round is a new host.
            return;
        }
    }

    private static async Task<string> FactsAsync(Lane lane, Miner miner, IReadOnlyList<BatchId> batches)
    {
        var facts = new List<string>();
        foreach (var id in batches.Take(2).Append(batches[^1]))
        {
            var batch = await lane.Batches.GetAsync(id, default);
            var anchor = await lane.Store.FindByBatchAsync(lane.Id, id, default);
            var mined = anchor is null ? null : miner.Mined[anchor.Nonce].Transaction;
            var isTrue = batch.Anchor is { } link && mined is not null && link.TransactionHash == mined.Hash && mined.Transaction.Data.Span.SequenceEqual(link.Root);
            facts.Add($"{batch.Status} {anchor?.State} linked {isTrue} open {await lane.IsOpenAsync(id)} {string.Join(", ", await lane.EventsAsync(id))}");
        }

        var roots = miner.Mined.Values.Select(static mined => Convert.ToHexString(mined.Transaction.Transaction.Data.Span)).ToList();
        var head = await lane.Store.HeadAsync(lane.Id, default);
        facts.Add($"twice {roots.Count - roots.Distinct().Count()}, empty {roots.Count(static root => root.Length == 0)}, waiting {(await lane.WaitingAsync()).Count}");
        facts.Add($"open {head.OpenNonce}, unsettled {head.UnsettledNonce}, pause {head.Pause?.Reason}, tracked {(await lane.Store.TrackedAsync(lane.Id, default)).Count}");
        facts.Add($"underpriced {miner.Refusals.Count(static kind => kind == SendKind.ReplacementUnderpriced)}");
        return string.Join('\n', facts);
    }
}
