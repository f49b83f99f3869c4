using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Telemetry;

namespace LearnCoin.Core.Health;

/// <param name="Reasons">What is not well; fixed words.</param>
/// <param name="Since">Since when the chain does not answer; null when it does.</param>
internal sealed record ChainHealth(IReadOnlyList<string> Reasons, DateTimeOffset? Since);

/// <summary>Whether a chain answers and the account on it can pay.</summary>
internal sealed class ChainProbe(AnchorNetwork network, LaneWatch watch, ChainMetrics calls, TimeProvider time)
{
    private const int AtOnce = 8;

    private DateTimeOffset? downSince;

    public async Task<ChainHealth> LookAsync(TimeSpan patience)
    {
        try
        {
            var isLow = await Limited.RunAsync(patience, time, IsLowAsync);
            downSince = null;
            // One that is not used is missed when the next one fails.
            var isShort = network.Endpoints.Any(static endpoint => !endpoint.IsHealthy);
            return new ChainHealth([.. isLow ? ["balance_low"] : Array.Empty<string>(), .. isShort ? ["endpoints"] : Array.Empty<string>()], null);
        }
#pragma warning disable CA1031 // Whatever it is: the chain did not answer as it should.
        catch (Exception)
#pragma warning restore CA1031
        {
            // No earlier than the last answer that this process got.
            downSince ??= calls.AnsweredAt(network.ApiName) ?? time.GetUtcNow();
            return new ChainHealth(["chain_unreachable"], downSince);
        }
    }

    private async Task<bool> IsLowAsync(CancellationToken cancellationToken)
    {
        var lanes = await watch.LanesAsync(network, cancellationToken);
        if (lanes.Count == 0)
        {
            await network.CheckChainAsync(cancellationToken);
            return false;
        }

        // The rule of the alert (AnchorFunds): the fees once a network, and not one account after the other, or many would take a chain that answers for one that does not.
        var (cost, _) = await AnchorEstimate.CostAsync(network, cancellationToken);
        var low = 0;
        var few = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(lanes, few, async (lane, token) =>
        {
            if (await network.Chain.BalanceAsync(lane.Address, token) < AnchorFunds.Reserve * cost)
            {
                Interlocked.Exchange(ref low, 1);
            }
        });
        return low != 0;
    }
}
