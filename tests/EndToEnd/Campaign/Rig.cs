using System.Numerics;
using System.Text;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.EndToEnd.Faults;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Standalone.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnCoin.EndToEnd.Campaign;

/// <summary>How a rig is set up.</summary>
internal sealed record RigOptions
{
    internal int Confirmations { get; init; } = 1;

    internal double WindowSeconds { get; init; } = 0.3;

    internal double PollSeconds { get; init; } = 1;

    /// <summary>Ceiling of the max fee per gas.</summary>
    internal int MaxFeeGwei { get; init; } = 30;

    /// <summary>What due times are rounded up to; null: a tenth of a second.</summary>
    internal TimeSpan? Grain { get; init; }

    /// <summary>More settings, by their names in the environment.</summary>
    internal IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();
}

/// <summary>A deployment on virtual time: a real store, real hosts in this process, real JSON-RPC over a fault proxy to a real node that mines by hand.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Deployment deployment;
    private readonly CancellationTokenSource ending = new();
    private readonly List<RigHost> hosts = [];
    private readonly Dictionary<string, RigHost> everyHost = new(StringComparer.Ordinal);
    private Task mining = Task.CompletedTask;
    private int hostNumber;
    private int batchNumber;

    private Rig(Deployment deployment, VirtualTime time, NodeProxy proxy, ManualChain chain, LocalNode observer, Tenant tenant, string account) =>
        (this.deployment, Time, Proxy, Chain, Observer, Tenant, Account) = (deployment, time, proxy, chain, observer, tenant, account);

    internal VirtualTime Time { get; }

    internal NodeProxy Proxy { get; }

    internal ManualChain Chain { get; }

    /// <summary>The store as the command line opens it, beside the hosts; its calls of the node pass the proxy by.</summary>
    internal LocalNode Observer { get; }

    internal Tenant Tenant { get; }

    /// <summary>Address of the anchor account.</summary>
    internal string Account { get; }

    /// <summary>Ceiling of the max fee per gas, wei.</summary>
    internal BigInteger MaxFee { get; private init; }

    internal IReadOnlyList<RigHost> Hosts
    {
        get
        {
            lock (hosts)
            {
                return [.. hosts];
            }
        }
    }

    internal string KeyFolder => Path.Combine(deployment.Variables["DataDirectory"], "keys");

    /// <summary>Hashes of the account's transactions that are not the service's.</summary>
    internal HashSet<string> Foreign { get; } = new(StringComparer.Ordinal);

    /// <summary>The batches accepted so far.</summary>
    internal List<BatchId> Accepted { get; } = [];

    internal static async Task<Rig> StartAsync(Anvil anvil, RigOptions? options = null)
    {
        options ??= new RigOptions();
        var time = new VirtualTime(await ManualChain.NextTimeAsync(anvil), options.Grain);
        var proxy = await NodeProxy.StartAsync(anvil.Url, time, time.Enter);
        var deployment = new Deployment(proxy.Url, options.WindowSeconds);
        deployment.Variables["Anchoring__PollSeconds"] = options.PollSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        deployment.Variables["Anchoring__Confirmations"] = options.Confirmations.ToString(System.Globalization.CultureInfo.InvariantCulture);
        deployment.Variables["Anchoring__MaxFeeGwei"] = options.MaxFeeGwei.ToString(System.Globalization.CultureInfo.InvariantCulture);
        deployment.Variables["WorkflowLeaseSeconds"] = "10";
        foreach (var (name, value) in options.More)
        {
            deployment.Variables[name] = value;
        }

        var observer = await LocalNode.OpenAsync(With(deployment, anvil.Url), NullLoggerFactory.Instance, new PortDecorators { Time = time }, CancellationToken.None);
        var tenant = (await observer.Core.Tenants.CreateAsync("Example School", "industry", CancellationToken.None)).Value;
        var account = (await observer.Core.AnchorKeys.EnsureAsync("anchor-test", CancellationToken.None)).Address;
        var rig = new Rig(deployment, time, proxy, await ManualChain.OpenAsync(anvil, time, account), observer, tenant, account)
        {
            MaxFee = options.MaxFeeGwei * BigInteger.Pow(10, 9),
        };
        rig.mining = rig.Chain.RunAsync(rig.ending.Token);
        proxy.Admit = rig.AdmitAsync;
        return rig;
    }

    internal async Task<RigHost> StartHostAsync()
    {
        var name = $"h{++hostNumber}";
        var host = await RigHost.StartAsync(name, With(deployment, $"{Proxy.Url}/{name}"), Time);
        lock (hosts)
        {
            hosts.Add(host);
            everyHost[name] = host;
        }

        return host;
    }

    /// <summary>A dead host's calls go nowhere, a frozen one's wait.</summary>
    private async Task AdmitAsync(NodeCall call)
    {
        RigHost? host;
        lock (hosts)
        {
            host = everyHost.GetValueOrDefault(call.Caller.TrimStart('/'));
        }

        await (host?.Crash.ThawedAsync() ?? Task.CompletedTask);
        if (host is { Crash.IsDead: true })
        {
            throw new IOException("This host has died");
        }
    }

    /// <summary>Removes a host: in order, or what a crash has left of it.</summary>
    internal async Task EndHostAsync(RigHost host)
    {
        lock (hosts)
        {
            hosts.Remove(host);
        }

        await host.DisposeAsync();
    }

    /// <summary>Sends a batch to a host that lives, under one key until it is accepted.</summary>
    internal async Task<BatchId> AcceptAsync(int credentials = 1, int prefer = 0)
    {
        var number = Interlocked.Increment(ref batchNumber);
        var body = BatchBody.Of(credentials, number);
        for (var tries = 0; ; tries++)
        {
            if (tries > 600)
            {
                throw new TimeoutException($"Batch {number} is not accepted");
            }

            var alive = Hosts.Where(static host => host.IsAlive).ToList();
            if (alive.Count > 0 && await TryAcceptAsync(alive[prefer % alive.Count], number, body) is { } id)
            {
                lock (Accepted)
                {
                    Accepted.Add(id);
                }

                return id;
            }

            await Task.Delay(Look, Time);
        }
    }

    internal async Task<Batch> BatchAsync(BatchId id) => await Observer.Core.Batches.GetAsync(id, CancellationToken.None);

    internal async Task<string> LaneAsync() => await Observer.Core.Lanes.IdAsync(Observer.Core.Networks.All.Single(), CancellationToken.None);

    /// <summary>Waits, in the rig's own time.</summary>
    internal async Task UntilAsync(string what, TimeSpan patience, Func<Task<bool>> probe)
    {
        var started = Time.GetTimestamp();
        while (!await probe())
        {
            if (Time.GetElapsedTime(started) > patience)
            {
                throw new TimeoutException($"Not within {patience.TotalMinutes:0} minutes of virtual time: {what}");
            }

            await Task.Delay(Look, Time);
        }
    }

    internal Task UntilAnchoredAsync(BatchId id, TimeSpan? patience = null) =>
        UntilAsync($"{id} is anchored", patience ?? TimeSpan.FromMinutes(30), async () => (await BatchAsync(id)).Status is BatchStatus.Anchored or BatchStatus.Failed);

    internal async Task UntilAllAnchoredAsync(TimeSpan? patience = null)
    {
        foreach (var id in Accepted)
        {
            await UntilAnchoredAsync(id, patience);
        }
    }

    /// <summary>Waits until the lane has nothing open, nothing waiting, and nothing that is not final.</summary>
    internal async Task UntilAtRestAsync(TimeSpan? patience = null)
    {
        var (anchors, lane) = (Observer.Core.Anchors, await LaneAsync());
        await UntilAsync("the lane is at rest", patience ?? TimeSpan.FromMinutes(30), async () =>
        {
            var head = await anchors.HeadAsync(lane, CancellationToken.None);
            return head.OpenNonce is null && !await anchors.HasWaitingAsync(lane, CancellationToken.None)
                && (await anchors.ListAsync(lane, head.TrackedFrom, head.NextNonce, CancellationToken.None)).All(static anchor => anchor.IsSettled);
        });
    }

    /// <summary>How it stands, for the message of a failure.</summary>
    internal async Task<string> DescribeAsync()
    {
        var text = new StringBuilder($"After {TimeSpan.FromTicks(Time.GetTimestamp())}: {Time}; hosts {string.Join(", ", Hosts.Select(static host => $"{host.Name} {(host.IsAlive ? "lives" : "is dead")}"))}");
        foreach (var id in Accepted.ToList())
        {
            text.Append($"; {id} {(await BatchAsync(id)).Status}");
        }

        var head = await Observer.Core.Anchors.HeadAsync(await LaneAsync(), CancellationToken.None);
        foreach (var anchor in await Observer.Core.Anchors.ListAsync(await LaneAsync(), 0, head.NextNonce, CancellationToken.None))
        {
            text.Append($"; anchor {anchor.Nonce} {anchor.State}, {anchor.Attempts.Count} attempts, reorgs {anchor.ToldReorgs}/{anchor.Reorgs}");
        }

        return text.Append($"; {head}; block {await Chain.HeadAsync()} after {Chain.Floor}").ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await mining;
        foreach (var host in Hosts)
        {
            await host.DisposeAsync();
        }

        await Observer.DisposeAsync();
        await Proxy.DisposeAsync();
        await Time.DisposeAsync();
        Chain.Dispose();
        ending.Dispose();
        deployment.Dispose();
    }

    private async Task<BatchId?> TryAcceptAsync(RigHost host, int number, byte[] body)
    {
        try
        {
            var answer = await host.Core.Intake.AcceptAsync(
                new BatchSender(Tenant, TenantEnvironment.Test), $"key-{number}", body, static batch => Encoding.ASCII.GetBytes(batch.Id.Value), CancellationToken.None);
            return answer.IsOk ? new BatchId(Encoding.ASCII.GetString(answer.Value.Body)) : null;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or TimeoutException or LearnCoin.Core.Storage.StorageUnavailableException)
        {
            // The host died over it, or a clock jumped so far that the intake would not go on: a client asks again.
            return null;
        }
    }

    private static Settings With(Deployment deployment, string rpcUrl)
    {
        var variables = new Dictionary<string, string>(deployment.Variables, StringComparer.Ordinal) { ["Anchoring__Test__RpcUrl"] = rpcUrl };
        return Settings.Load(new ConfigurationBuilder()
            .AddInMemoryCollection(variables.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value)))
            .Build());
    }
}
