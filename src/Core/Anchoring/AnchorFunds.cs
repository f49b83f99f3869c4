using System.Collections.Concurrent;
using System.Numerics;
using LearnCoin.Core.Alerts;

namespace LearnCoin.Core.Anchoring;

/// <summary>Tells operators in time that an account which pays for anchors runs dry: batches would wait until it has funds again.</summary>
public sealed class AnchorFunds(AnchorLanes lanes, AnchorAccounts accounts, AnchorStore store, IAlerts alerts, TimeProvider time)
{
    /// <summary>Anchors, at today's fees, that an account must still be able to pay.</summary>
    public const int Reserve = 500;

    // Often enough to be seen, seldom enough for a weekend.
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> told = new(StringComparer.Ordinal);

    /// <summary>Looks at the account of each lane, the tenants' own among them; the shared ones are made where they are missing. A node that does not answer says nothing of the account.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await lanes.EnsureAsync(cancellationToken);
        foreach (var ofNetwork in (await lanes.AllAsync(cancellationToken)).GroupBy(static lane => lane.Network))
        {
            try
            {
                var (fee, _) = await AnchorEstimate.CostAsync(ofNetwork.Key, cancellationToken);
                await CheckAsync(ofNetwork, Reserve * fee, cancellationToken);
            }
            catch (ChainUnavailableException)
            {
                // The lanes themselves say that the chain cannot be reached.
                continue;
            }
        }
    }

    private async Task CheckAsync(IEnumerable<AnchorLane> ofNetwork, BigInteger enough, CancellationToken cancellationToken)
    {
        foreach (var lane in ofNetwork)
        {
            if (await accounts.IsNeededAsync(lane, store, cancellationToken) && await lane.Network.Chain.BalanceAsync(lane.Address, cancellationToken) < enough)
            {
                Tell(lane.Id);
            }
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
