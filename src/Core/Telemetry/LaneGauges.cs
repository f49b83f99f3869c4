using System.Diagnostics.Metrics;
using System.Numerics;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Telemetry;

/// <summary>
/// The lanes as they were last looked at by this process, folded by network. Reading a gauge reads memory only; what nobody has renewed
/// for some minutes (another host looks now) is not told any more.
/// </summary>
internal sealed class LaneGauges
{
    private const double WeiInGwei = 1e9;
    private const double WeiInEther = 1e18;

    // Of a look each minute two may be late.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(3);

    private static readonly string[] Reasons =
        [PauseReasons.FeeCeiling, PauseReasons.Balance, PauseReasons.ChainUnavailable, PauseReasons.KeyUnavailable, PauseReasons.Refused];

    private readonly TimeProvider time;
    private volatile IReadOnlyList<LaneFigures> figures = [];
    private volatile BatchFigures? batches;

    public LaneGauges(Meter meter, TimeProvider time)
    {
        this.time = time;
        Gauge(meter, "learncoin.lane.waiting", "{root}", "Roots that wait for a transaction", static lanes => lanes.Sum(static lane => lane.Backlog.Waiting));
        Gauge(meter, "learncoin.lane.queue.age", "s", "Age of the oldest root that waits; 0 when none does", lanes => Age(lanes, static lane => lane.Backlog.OldestWaiting));
        Gauge(meter, "learncoin.lane.open.age", "s", "Age of the transaction that no block has taken yet; 0 without one", lanes => Age(lanes, static lane => lane.Backlog.OpenSince));
        Gauge(meter, "learncoin.lane.lag", "s", "How long there was something to anchor and nothing came into a block", lanes => Age(lanes, static lane => lane.Backlog.StillSince));
        Gauge(meter, "learncoin.lane.balance", "{ether}", "Least balance of the accounts that pay", static lanes => Least(lanes, static chain => (double)chain.Balance / WeiInEther));
        Gauge(meter, "learncoin.lane.balance.anchors", "{transaction}", "Anchors that the least balance pays for at today's fees", static lanes => Least(lanes, static chain => (double)BigInteger.Min(chain.AnchorsLeft, 1_000_000_000)));
        Gauge(meter, "learncoin.chain.base_fee", "{gwei}", "Base fee per gas of the next block", static lanes => Least(lanes, static chain => (double)chain.Fees.BaseFee / WeiInGwei));
        Gauge(meter, "learncoin.chain.head.age", "s", "Age of the newest block that the chain's nodes know", lanes => Least(lanes, chain => Seconds(chain.Head?.Time)));
        meter.CreateObservableGauge("learncoin.lane.paused", Paused, "1", "1 while a lane sends nothing, by reason");
        meter.CreateObservableGauge("learncoin.chain.endpoint.healthy", Endpoints, "1", "1 while an RPC endpoint is used, by its place in the settings");
        meter.CreateObservableGauge("learncoin.batches.pending.age", PendingAge, "s", "Age of the oldest batch that is not signed for Anchoring:StuckMinutes; 0 when none is");
    }

    /// <summary>Sets what the gauges tell from now on.</summary>
    public void Publish(IReadOnlyList<LaneFigures> looked) => figures = looked;

    public void Publish(BatchFigures looked) => batches = looked;

    private void Gauge(Meter meter, string name, string unit, string description, Func<IEnumerable<LaneFigures>, double?> fold) =>
        meter.CreateObservableGauge(name, () => Measure(fold), unit, description);

    private IEnumerable<Measurement<double>> Measure(Func<IEnumerable<LaneFigures>, double?> fold)
    {
        foreach (var network in Fresh().GroupBy(static lane => lane.Lane.Network))
        {
            if (fold(network) is { } value)
            {
                yield return new Measurement<double>(value, Tags.Of(network.Key));
            }
        }
    }

    private IEnumerable<Measurement<int>> Paused()
    {
        foreach (var network in Fresh().GroupBy(static lane => lane.Lane.Network))
        {
            foreach (var reason in Reasons)
            {
                var isPaused = network.Any(lane => lane.Backlog.Pause?.Reason == reason);
                yield return new Measurement<int>(isPaused ? 1 : 0, Tags.Of(network.Key), new(Tags.Reason, reason));
            }
        }
    }

    private IEnumerable<Measurement<int>> Endpoints() =>
        from network in Fresh().Select(static lane => lane.Lane.Network).Distinct()
        from endpoint in network.Endpoints
        select new Measurement<int>(endpoint.IsHealthy ? 1 : 0, Tags.Of(network), new(Tags.Endpoint, endpoint.Index));

    private IEnumerable<Measurement<double>> PendingAge() =>
        batches is { } known && IsFresh(known.At) ? [new Measurement<double>(Seconds(known.OldestPending) ?? 0)] : [];

    private IEnumerable<LaneFigures> Fresh() => figures.Where(lane => IsFresh(lane.At));

    // A clock that was set back must not make them last.
    private bool IsFresh(DateTimeOffset at) => (time.GetUtcNow() - at).Duration() < Lifetime;

    private double? Age(IEnumerable<LaneFigures> lanes, Func<LaneFigures, DateTimeOffset?> since) => Seconds(lanes.Min(since)) ?? 0;

    private double? Seconds(DateTimeOffset? since) => since is { } from ? Math.Max(0, (time.GetUtcNow() - from).TotalSeconds) : null;

    private static double? Least(IEnumerable<LaneFigures> lanes, Func<ChainFigures, double?> value) =>
        lanes.Select(static lane => lane.Chain).OfType<ChainFigures>().Select(value).Min();
}

/// <param name="At">When the batches were looked at.</param>
/// <param name="OldestPending">When the oldest of those that are not signed in time was accepted; null when there is none.</param>
public sealed record BatchFigures(DateTimeOffset At, DateTimeOffset? OldestPending);
