using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Health;

/// <summary>
/// How the service is, for load balancers and operators. Not ready: the store does not answer, is not this release's, or the host is
/// draining. A chain or a key store that is down makes nothing unready: batches are taken and wait (spec/api.md, "When a dependency is down").
/// The store is only read: nobody without a key may cause a write. That it can be written shows in the runner's lease.
/// </summary>
public sealed class ServiceHealth
{
    /// <summary>A report is given again for so long, whoever asks.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    // Key stores and chains bill calls, and an outage of theirs takes nobody off a load balancer.
    private static readonly TimeSpan OutsideLifetime = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Ends before what waits for it.
    private static readonly TimeSpan OutsidePatience = TimeSpan.FromSeconds(1.5);

    private readonly Func<CancellationToken, Task<string?>> storeFault;
    private readonly IKeys keys;
    private readonly IWorkflowRunner? runner;
    private readonly AnchorNetworks networks;
    private readonly LaneWatch watch;
    private readonly TimeProvider time;
    private readonly Remembered<HealthReport> report;
    private readonly Remembered<HealthCheck> keyCheck;
    private readonly Dictionary<TenantEnvironment, Remembered<ChainHealth>> chains;
    private volatile bool isDraining;

    /// <param name="storeFault">Reads the store; gives a fixed word when it is not one that this release may serve, else null.</param>
    /// <param name="keys">The key store.</param>
    /// <param name="runner">Null where the platform runs the workflows.</param>
    /// <param name="networks">The chains.</param>
    /// <param name="watch">Looks at the lanes.</param>
    /// <param name="calls">Knows when a chain last answered.</param>
    /// <param name="time">Clock.</param>
    internal ServiceHealth(
        Func<CancellationToken, Task<string?>> storeFault, IKeys keys, IWorkflowRunner? runner, AnchorNetworks networks, LaneWatch watch, ChainMetrics calls, TimeProvider time)
    {
        this.storeFault = storeFault;
        this.keys = keys;
        this.runner = runner;
        this.networks = networks;
        this.watch = watch;
        this.time = time;
        report = new Remembered<HealthReport>(Lifetime, givesStale: false, time, LookAsync);
        keyCheck = new Remembered<HealthCheck>(OutsideLifetime, givesStale: true, time, KeysAsync);
        chains = networks.All.ToDictionary(
            static network => network.Environment,
            network =>
            {
                var probe = new ChainProbe(network, watch, calls, time);
                return new Remembered<ChainHealth>(OutsideLifetime, givesStale: true, time, () => probe.LookAsync(OutsidePatience));
            });
    }

    /// <summary>From now on the service is not ready: it is about to end.</summary>
    public void BeginDrain() => isDraining = true;

    /// <summary>Answers within two seconds or little more, whatever hangs.</summary>
    public async Task<HealthReport> ReportAsync()
    {
        var known = await report.GetAsync();
        return isDraining ? known with { Checks = [new HealthCheck("host", HealthStatus.Down) { Reasons = ["draining"] }, .. known.Checks] } : known;
    }

    /// <summary>What stands still: the alerts that have been told and are not over.</summary>
    public Task<IReadOnlyList<StuckNote>> StuckAsync(CancellationToken cancellationToken) => watch.StuckAsync(cancellationToken);

    private async Task<HealthReport> LookAsync()
    {
        // Without the store nothing else can be told.
        var store = await StoreAsync();
        if (store.Status == HealthStatus.Down)
        {
            return new HealthReport(time.GetUtcNow(), [store]);
        }

        List<Task<HealthCheck>> looks = [keyCheck.GetAsync(), GuardAsync("batches", BatchesAsync)];
        if (runner is not null)
        {
            looks.Add(GuardAsync("workflows", async cancellationToken => HealthCheck.Of("workflows", await runner.IsRunningAsync(cancellationToken) ? [] : ["no_host"])));
        }

        looks.AddRange(networks.All.Select(network => GuardAsync(NameOf(network), cancellationToken => AnchoringAsync(network, cancellationToken))));
        return new HealthReport(time.GetUtcNow(), [store, .. await Task.WhenAll(looks)]);
    }

    private async Task<HealthCheck> StoreAsync()
    {
        const string Name = "store";
        try
        {
            var fault = await Limited.RunAsync(Patience, time, storeFault);
            return fault is null ? new HealthCheck(Name, HealthStatus.Ok) : new HealthCheck(Name, HealthStatus.Down) { Reasons = [fault] };
        }
#pragma warning disable CA1031 // Whatever it is: the store did not answer as it should.
        catch (Exception)
#pragma warning restore CA1031
        {
            return new HealthCheck(Name, HealthStatus.Down) { Reasons = ["unreachable"] };
        }
    }

    private async Task<HealthCheck> KeysAsync()
    {
        var found = await Task.WhenAll(networks.All.Select(network => KeyFaultAsync(network.KeyName)));
        return HealthCheck.Of("keys", [.. found.OfType<string>().Distinct()]);
    }

    /// <summary>Any answer shows that the key store is there, also that there is no such key yet.</summary>
    private async Task<string?> KeyFaultAsync(string name)
    {
        try
        {
            await Limited.RunAsync(OutsidePatience, time, async cancellationToken => await keys.PublicKeyAsync(name, cancellationToken));
            return null;
        }
        catch (KeyUnavailableException exception) when (exception.Problem != KeyProblem.OutOfReach)
        {
            // Missing: made with the first anchor.
            return exception.Problem == KeyProblem.Disabled ? "disabled" : null;
        }
#pragma warning disable CA1031 // Whatever it is: the key store did not answer as it should.
        catch (Exception)
#pragma warning restore CA1031
        {
            return "unreachable";
        }
    }

    private async Task<HealthCheck> BatchesAsync(CancellationToken cancellationToken)
    {
        var pending = await watch.OldestPendingAsync(cancellationToken);
        return HealthCheck.Of("batches", pending is null ? [] : ["signing_stuck"], pending?.Since);
    }

    private async Task<HealthCheck> AnchoringAsync(AnchorNetwork network, CancellationToken cancellationToken)
    {
        var probe = chains[network.Environment].GetAsync();
        var lanes = await watch.FiguresAsync(network, cancellationToken);
        var chain = await probe;
        var pauses = lanes.Select(static lane => lane.Backlog.Pause).OfType<LanePause>().ToList();
        List<string> reasons = [.. chain.Reasons, .. pauses.Select(static pause => "paused_" + pause.Reason).Distinct().Order(StringComparer.Ordinal)];
        if (lanes.Any(static lane => lane.StuckSince is not null))
        {
            reasons.Add("stuck");
        }

        var since = new[] { lanes.Min(static lane => lane.StuckSince), pauses.Min(static pause => (DateTimeOffset?)pause.Since), chain.Since }.Min();
        return HealthCheck.Of(NameOf(network), reasons, since) with { WaitingRoots = Math.Min(HealthCheck.MostRoots, lanes.Sum(static lane => lane.Backlog.Waiting)) };
    }

    private static string NameOf(AnchorNetwork network) => "anchoring_" + network.Environment.Name();

    private async Task<HealthCheck> GuardAsync(string name, Func<CancellationToken, Task<HealthCheck>> look)
    {
        try
        {
            return await Limited.RunAsync(Patience, time, look);
        }
#pragma warning disable CA1031 // A check that breaks tells so; the others are told all the same.
        catch (Exception)
#pragma warning restore CA1031
        {
            return HealthCheck.Of(name, ["unknown"]);
        }
    }
}
