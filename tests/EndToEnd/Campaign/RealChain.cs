using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Standalone.Hosting;

namespace LearnCoin.EndToEnd.Campaign;

/// <summary>What the runs on real time (burst, hosts) look at in the end.</summary>
internal static class RealChain
{
    /// <summary>Settings of a deployment whose limits are not what is measured.</summary>
    internal static Deployment Deployment(Anvil anvil, int confirmations, double windowSeconds = 1)
    {
        var deployment = new Deployment(anvil.Url, windowSeconds);
        deployment.Variables["Anchoring__Confirmations"] = confirmations.ToString(System.Globalization.CultureInfo.InvariantCulture);
        deployment.Variables["Anchoring__PollSeconds"] = "0.5";
        deployment.Variables["WorkflowLeaseSeconds"] = "10";
        deployment.Variables["Plans__industry__RequestsPerMinute"] = "1000000";
        deployment.Variables["Plans__industry__MonthlyCredentials"] = "1000000";
        return deployment;
    }

    /// <summary>Waits until each batch is anchored or failed.</summary>
    internal static async Task<IReadOnlyList<Batch>> UntilEndedAsync(LocalNode node, IEnumerable<string> ids, TimeSpan patience)
    {
        var ended = new List<Batch>();
        foreach (var id in ids)
        {
            Batch? batch = null;
            await Wait.UntilAsync($"{id} is anchored", patience, async () =>
            {
                batch = await node.Core.Batches.GetAsync(new BatchId(id), CancellationToken.None);
                return batch.Status is BatchStatus.Anchored or BatchStatus.Failed;
            });
            ended.Add(batch!);
        }

        return ended;
    }

    /// <summary>All anchored; each root under exactly one transaction, no nonce left out or used twice.</summary>
    /// <returns>Transactions on chain.</returns>
    internal static async Task<int> CheckAsync(Deployment deployment, Anvil anvil, IReadOnlyList<Batch> batches)
    {
        var ledger = new Ledger(anvil, await deployment.AnchorAddressAsync());
        await ledger.CheckAsync();
        var mined = await ledger.ReadAsync();
        foreach (var batch in batches)
        {
            Assert.Equal(BatchStatus.Anchored, batch.Status);
            var root = "0x" + Convert.ToHexStringLower(Core.Merkle.MerklePath.FromPacked(batch.Anchor!.Path).Apply(batch.Root));
            Assert.Equal(batch.Anchor.TransactionHash, Assert.Single(mined, transaction => transaction.Input == root).Hash);
        }

        return mined.Count;
    }
}
