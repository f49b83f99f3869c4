using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Telemetry;

namespace LearnCoin.Core.Health;

/// <summary>Looks at what is to be signed and anchored: for the gauges, for the health page, and to tell operators of what stands still.</summary>
public sealed class LaneWatch
{
    // A minute's look may count all; the health page, which anyone may ask for, the first page of rows.
    private const int MostCountedForHealth = HealthCheck.MostRoots - 1;

    // Old ones that are not pending: signed and waiting for the chain, or requests that broke off, which a sweep removes.
    private const int MostOthers = 50;

    private readonly AnchorLanes lanes;
    private readonly AnchorAccounts accounts;
    private readonly AnchorStore anchors;
    private readonly BatchStore batches;
    private readonly LearnCoinOptions options;
    private readonly StuckNotes notes;
    private readonly LaneGauges gauges;
    private readonly TimeProvider time;

    internal LaneWatch(
        AnchorLanes lanes, AnchorAccounts accounts, AnchorStore anchors, BatchStore batches, LearnCoinOptions options, StuckNotes notes, LaneGauges gauges, TimeProvider time)
    {
        this.lanes = lanes;
        this.accounts = accounts;
        this.anchors = anchors;
        this.batches = batches;
        this.options = options;
        this.notes = notes;
        this.gauges = gauges;
        this.time = time;
    }

    private TimeSpan Limit => TimeSpan.FromMinutes(options.Anchoring.StuckMinutes);

    /// <summary>Renews the gauges and tells of what stands still or moves again. The rows first: a chain that hangs must not hide them.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var pending = await OldestPendingAsync(cancellationToken);
        gauges.Publish(new BatchFigures(time.GetUtcNow(), pending?.Since));
        await notes.TellAsync("signing", IsStuck(pending?.Since) ? pending!.Id.Value : null, (AlertTypes.SigningStuck, AlertTypes.SigningResumed), cancellationToken);

        var seen = new List<LaneFigures>();
        foreach (var lane in await lanes.AllAsync(cancellationToken))
        {
            var figures = await FiguresAsync(lane, options.Intake.MaxWaitingRoots, cancellationToken);
            seen.Add(figures);
            await notes.TellAsync(lane.Id, figures.StuckSince is null ? null : lane.Id, (AlertTypes.AnchoringStuck, AlertTypes.AnchoringResumed), cancellationToken);
        }

        gauges.Publish([.. seen]);
        for (var i = 0; i < seen.Count; i++)
        {
            seen[i] = seen[i] with { Chain = await TryChainAsync(seen[i].Lane, cancellationToken) };
            gauges.Publish([.. seen]);
        }
    }

    /// <summary>What stands still, as it was told last.</summary>
    internal Task<IReadOnlyList<StuckNote>> StuckAsync(CancellationToken cancellationToken) => notes.ListAsync(cancellationToken);

    /// <summary>A network's lanes by their rows; none while nothing was ever anchored there.</summary>
    internal async Task<IReadOnlyList<LaneFigures>> FiguresAsync(AnchorNetwork network, CancellationToken cancellationToken)
    {
        var seen = new List<LaneFigures>();
        foreach (var lane in await LanesAsync(network, cancellationToken))
        {
            seen.Add(await FiguresAsync(lane, MostCountedForHealth, cancellationToken));
        }

        return seen;
    }

    /// <summary>A network's lanes, without tenants' own that were switched off and have nothing left to do.</summary>
    internal async Task<IReadOnlyList<AnchorLane>> LanesAsync(AnchorNetwork network, CancellationToken cancellationToken)
    {
        var needed = new List<AnchorLane>();
        foreach (var lane in (await lanes.AllAsync(cancellationToken)).Where(lane => lane.Network == network))
        {
            if (await accounts.IsNeededAsync(lane, anchors, cancellationToken))
            {
                needed.Add(lane);
            }
        }

        return needed;
    }

    /// <exception cref="ChainUnavailableException">It does not answer.</exception>
    private static async Task<ChainFigures> ChainAsync(AnchorLane lane, CancellationToken cancellationToken)
    {
        var chain = lane.Network.Chain;
        var fees = await chain.FeesAsync(cancellationToken);
        var (cost, _) = await AnchorEstimate.CostAsync(lane.Network, fees, cancellationToken);
        var balance = await chain.BalanceAsync(lane.Address, cancellationToken);
        return new ChainFigures(fees, balance, await chain.BlockAsync("latest", cancellationToken), cost);
    }

    /// <summary>The batch that was accepted longest ago of those not signed; null when there is none that is older than the limit.</summary>
    internal async Task<OpenBatch?> OldestPendingAsync(CancellationToken cancellationToken)
    {
        var others = 0;
        await foreach (var open in batches.ListOpenAsync(cancellationToken))
        {
            // Oldest first: none that follows is older. So under load this reads no batch at all.
            if (!IsStuck(open.Since) || others == MostOthers)
            {
                return null;
            }

            var batch = await batches.FindAsync(open.Id, cancellationToken);
            if (batch?.Status == BatchStatus.Pending)
            {
                return open;
            }

            others++;
        }

        return null;
    }

    private async Task<LaneFigures> FiguresAsync(AnchorLane lane, int most, CancellationToken cancellationToken)
    {
        var backlog = await anchors.BacklogAsync(lane.Id, most, cancellationToken);
        return new LaneFigures(lane, time.GetUtcNow(), backlog) { StuckSince = IsStuck(backlog.StillSince) ? backlog.StillSince : null };
    }

    private static async Task<ChainFigures?> TryChainAsync(AnchorLane lane, CancellationToken cancellationToken)
    {
        try
        {
            return await ChainAsync(lane, cancellationToken);
        }
        catch (ChainUnavailableException)
        {
            // Told by the calls' own figures.
            return null;
        }
    }

    private bool IsStuck(DateTimeOffset? since) => time.GetUtcNow() - since > Limit;
}
