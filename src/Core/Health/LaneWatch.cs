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
    private const int MostCountedForHealth = 999;

    // Old ones that are not pending: signed and waiting for the chain, or requests that broke off, which a sweep removes.
    private const int MostOthers = 50;

    private readonly AnchorNetworks networks;
    private readonly AnchorLanes lanes;
    private readonly AnchorStore anchors;
    private readonly BatchStore batches;
    private readonly LearnCoinOptions options;
    private readonly StuckNotes notes;
    private readonly LaneGauges gauges;
    private readonly TimeProvider time;

    internal LaneWatch(
        AnchorNetworks networks, AnchorLanes lanes, AnchorStore anchors, BatchStore batches, LearnCoinOptions options, StuckNotes notes, LaneGauges gauges, TimeProvider time)
    {
        this.networks = networks;
        this.lanes = lanes;
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
        foreach (var network in networks.All)
        {
            if (await FiguresAsync(network, options.Intake.MaxWaitingRoots, cancellationToken) is { } figures)
            {
                seen.Add(figures);
                var subject = figures.StuckSince is null ? null : figures.Lane;
                await notes.TellAsync(figures.Lane, subject, (AlertTypes.AnchoringStuck, AlertTypes.AnchoringResumed), cancellationToken);
            }
        }

        gauges.Publish([.. seen]);
        for (var i = 0; i < seen.Count; i++)
        {
            seen[i] = seen[i] with { Chain = await TryChainAsync(seen[i], cancellationToken) };
            gauges.Publish([.. seen]);
        }
    }

    /// <summary>A network's lane by its rows; null while nothing was ever anchored there.</summary>
    internal Task<LaneFigures?> FiguresAsync(AnchorNetwork network, CancellationToken cancellationToken) =>
        FiguresAsync(network, MostCountedForHealth, cancellationToken);

    /// <exception cref="ChainUnavailableException">It does not answer.</exception>
    internal static async Task<ChainFigures> ChainAsync(LaneFigures lane, CancellationToken cancellationToken)
    {
        var chain = lane.Network.Chain;
        var fees = await chain.FeesAsync(cancellationToken);
        var balance = await chain.BalanceAsync(AnchorLanes.AddressOf(lane.Lane), cancellationToken);
        return new ChainFigures(fees, balance, await chain.BlockAsync("latest", cancellationToken));
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

    private async Task<LaneFigures?> FiguresAsync(AnchorNetwork network, int most, CancellationToken cancellationToken)
    {
        if (await lanes.FindIdAsync(network, cancellationToken) is not { } lane)
        {
            return null;
        }

        var backlog = await anchors.BacklogAsync(lane, most, cancellationToken);
        return new LaneFigures(network, lane, time.GetUtcNow(), backlog) { StuckSince = IsStuck(backlog.StillSince) ? backlog.StillSince : null };
    }

    private static async Task<ChainFigures?> TryChainAsync(LaneFigures lane, CancellationToken cancellationToken)
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
