using System.Collections.Concurrent;
using LearnCoin.Core.Alerts;

namespace LearnCoin.Core.Anchoring;

/// <summary>Tells operators in time that an account which pays for anchors runs dry: batches would wait until it has funds again.</summary>
public sealed class AnchorFunds(AnchorLanes lanes, IAlerts alerts, TimeProvider time)
{
    /// <summary>Anchors, at today's fees, that an account must still be able to pay.</summary>
    public const int Reserve = 500;

    // Often enough to be seen, seldom enough for a weekend.
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> told = new(StringComparer.Ordinal);

    /// <summary>Looks at the account of each lane, the tenants' own among them. A node that does not answer says nothing of the account.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in await lanes.AllAsync(cancellationToken))
        {
            if (await IsLowAsync(lane, cancellationToken))
            {
                Tell(lane.Id);
            }
        }
    }

    private static async Task<bool> IsLowAsync(AnchorLane lane, CancellationToken cancellationToken)
    {
        try
        {
            var fees = await lane.Network.Chain.FeesAsync(cancellationToken);
            var balance = await lane.Network.Chain.BalanceAsync(lane.Address, cancellationToken);
            return balance < Reserve * lane.Network.GasOfOne * (fees.BaseFee + fees.Tip);
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
