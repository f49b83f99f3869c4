using System.Collections.Concurrent;
using LearnCoin.Core.Alerts;

namespace LearnCoin.Core.Anchoring;

/// <summary>Tells operators in time that an account which pays for anchors runs dry: batches would wait until it has funds again.</summary>
public sealed class AnchorFunds(AnchorNetworks networks, AnchorLanes lanes, IAlerts alerts, TimeProvider time)
{
    /// <summary>Anchors, at today's fees, that an account must still be able to pay.</summary>
    public const int Reserve = 500;

    // Often enough to be seen, seldom enough for a weekend.
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> told = new(StringComparer.Ordinal);

    /// <summary>Looks at the account of each network that has one. A node that does not answer says nothing of the account.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var network in networks.All)
        {
            if (await lanes.FindIdAsync(network, cancellationToken) is { } lane && await IsLowAsync(network, lane, cancellationToken))
            {
                Tell(lane);
            }
        }
    }

    private static async Task<bool> IsLowAsync(AnchorNetwork network, string lane, CancellationToken cancellationToken)
    {
        try
        {
            var (fee, _) = await AnchorEstimate.CostAsync(network, cancellationToken);
            var balance = await network.Chain.BalanceAsync(AnchorLanes.AddressOf(lane), cancellationToken);
            return balance < Reserve * fee;
        }
        catch (ChainUnavailableException)
        {
            return false;
        }
    }

    private void Tell(string lane)
    {
        var now = time.GetUtcNow();
        if (!told.TryGetValue(lane, out var last) || (now - last).Duration() >= Pause)
        {
            told[lane] = now;
            alerts.Raise(new Alert(AlertTypes.BalanceLow, now) { Subject = lane });
        }
    }
}
