using System.Numerics;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Anchoring;

/// <summary>A lane as operators see it.</summary>
/// <param name="Lane">Which.</param>
/// <param name="Head">Where its nonces stand.</param>
/// <param name="Backlog">What waits.</param>
/// <param name="Balance">Of its account, wei; null when the chain did not answer in time.</param>
public sealed record LaneView(AnchorLane Lane, LaneHead Head, LaneBacklog Backlog, BigInteger? Balance)
{
    /// <summary>Whose own account it is; null for a shared one.</summary>
    public TenantId? Tenant => AnchorAccounts.TenantOf(Lane);
}

/// <summary>Looks at all lanes for operators. Reads only.</summary>
/// <param name="lanes">The lanes.</param>
/// <param name="anchors">Their rows.</param>
/// <param name="mostRoots">Waiting roots are counted up to one more than this.</param>
/// <param name="time">Clock of the patience with chains.</param>
public sealed class LaneViews(AnchorLanes lanes, AnchorStore anchors, int mostRoots, TimeProvider time)
{
    // Somebody waits for all of them together.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<LaneView>> ListAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var all = await lanes.AllAsync(cancellationToken);
        var balances = all.Select(lane => BalanceAsync(lane, either.Token, cancellationToken)).ToList();
        var views = new List<LaneView>(all.Count);
        foreach (var (index, lane) in all.Index())
        {
            views.Add(new LaneView(
                lane, await anchors.HeadAsync(lane.Id, cancellationToken), await anchors.BacklogAsync(lane.Id, mostRoots, cancellationToken), await balances[index]));
        }

        return views;
    }

    private static async Task<BigInteger?> BalanceAsync(AnchorLane lane, CancellationToken either, CancellationToken cancellationToken)
    {
        try
        {
            return await lane.Network.Chain.BalanceAsync(lane.Address, either).AsTask().WaitAsync(either);
        }
        catch (Exception exception) when (exception is ChainUnavailableException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
