using LearnCoin.EndToEnd.Faults;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Kill;

/// <summary>One deployment whose host is killed at one moment after another. Every moment has a tenant and a batch of 500 of its own.</summary>
internal sealed class KillLane : IDisposable
{
    internal const int BatchSize = 500;

    private readonly Deployment deployment;
    private readonly HostProcess host;
    private readonly Ledger ledger;
    private readonly IssuedBatch issued;
    private readonly string name;
    private readonly Action<string> say;
    private readonly List<Run> accepted = [];
    private int batches;

    private KillLane(string name, Deployment deployment, HostProcess host, Ledger ledger, Action<string> say)
    {
        (this.name, this.deployment, this.host, this.ledger, this.say) = (name, deployment, host, ledger, say);
        issued = new IssuedBatch(deployment, ledger);
    }

    internal static async Task<KillLane> StartAsync(string name, Anvil anvil, Action<string> say)
    {
        var deployment = new Deployment(anvil.Url);
        var host = new HostProcess(deployment);
        try
        {
            await host.StartAsync();
            var address = await deployment.AnchorAddressAsync();
            await anvil.FundAsync(address);
            return new KillLane(name, deployment, host, new Ledger(anvil, address), say);
        }
        catch
        {
            host.Dispose();
            deployment.Dispose();
            throw;
        }
    }

    /// <summary>Issues a batch without a fault.</summary>
    /// <returns>The operations it took.</returns>
    internal async Task<IReadOnlyList<string>> TraceAsync()
    {
        await host.ArmAsync(null);
        await CheckAsync(await BeginAsync());
        return await host.TraceAsync();
    }

    /// <summary>Kills the host at the moment, starts it again without a fault, and checks the batch.</summary>
    /// <returns>False when the run did not come by the moment; the batch is checked all the same.</returns>
    internal async Task<bool> RunAsync(KillMoment moment)
    {
        if (moment.Operation is not null)
        {
            await host.ArmAsync(new Fault(moment.Operation, moment.After, null));
        }

        var run = await BeginAsync();
        var killed = await RestartWhenKilledAsync(moment, run);
        await CheckAsync(run);
        say($"{name}  {moment}{(killed ? "" : "  (not met)")}");
        return killed;
    }

    /// <summary>
    /// Kills the host in a POST and starts it again, but does not wait for the batch: its client keeps trying until it has its 202, while
    /// the host is killed in the POSTs of others. <see cref="CheckAcceptedAsync"/> comes after some of these.
    /// </summary>
    /// <returns>False when the run did not come by the moment.</returns>
    internal async Task<bool> RunAcceptAsync(KillMoment moment)
    {
        await host.ArmAsync(new Fault(moment.Operation!, moment.After, Key(batches + 1)));
        var run = await BeginAsync();
        accepted.Add(run);
        var killed = await RestartWhenKilledAsync(moment, run);
        say($"{name}  {moment}{(killed ? "" : "  (not met)")}");
        return killed;
    }

    internal async Task CheckAcceptedAsync()
    {
        // All first: while one is under way its transaction is too.
        await Task.WhenAll(accepted.Select(static run => run.Anchored));
        foreach (var run in accepted)
        {
            await CheckAsync(run);
        }

        accepted.Clear();
    }

    /// <summary>Over the whole lane, once all is quiet.</summary>
    /// <returns>Anchor transactions.</returns>
    internal async Task<int> CheckLedgerAsync()
    {
        await ledger.CheckAsync();
        await using var node = await deployment.OpenAsync();
        var lane = await node.Core.Lanes.IdAsync(node.Core.Networks.All.Single(), CancellationToken.None);
        var head = await node.Core.Anchors.HeadAsync(lane, CancellationToken.None);
        Assert.Null(head.OpenNonce);
        Assert.False(await node.Core.Anchors.HasWaitingAsync(lane, CancellationToken.None));
        Assert.Equal((await ledger.ReadAsync()).Count, head.NextNonce);
        return (int)head.NextNonce;
    }

    public void Dispose()
    {
        host.Dispose();
        deployment.Dispose();
    }

    private static string Key(int batch) => $"key-{batch}";

    private async Task<Run> BeginAsync()
    {
        var number = ++batches;
        var client = await deployment.NewTenantAsync($"Tenant {number}");
        var body = BatchBody.Of(BatchSize, number);
        return new Run(number, client, body, DriveAsync(client, body, Key(number)));
    }

    private static async Task<string> DriveAsync(ApiClient client, byte[] body, string key)
    {
        var id = await client.PostUntilAcceptedAsync(body, key);
        await client.UntilAnchoredAsync(id);
        return id;
    }

    private async Task<bool> RestartWhenKilledAsync(KillMoment moment, Run run)
    {
        if (moment.Operation is null)
        {
            await Task.Delay(moment.Delay);
            host.Kill();
            await host.Exited;
        }
        else
        {
            await Task.WhenAny(host.Exited, run.Anchored);
            if (!host.Exited.IsCompleted)
            {
                // The last steps may still be on their way when the batch reads as anchored.
                await Task.WhenAny(host.Exited, Task.Delay(TimeSpan.FromSeconds(1)));
            }

            if (!host.Exited.IsCompleted)
            {
                return false;
            }
        }

        await host.StartAsync();
        return true;
    }

    private async Task CheckAsync(Run run)
    {
        var id = await run.Anchored;
        Assert.Equal(id, await run.Client.PostUntilAcceptedAsync(run.Body, Key(run.Number)));
        Assert.True(run.Client.LastWasReplayed);
        await issued.CheckAsync(run.Client, id, BatchSize);
        await ledger.CheckAsync();
        run.Client.Dispose();
    }

    private sealed record Run(int Number, ApiClient Client, byte[] Body, Task<string> Anchored);
}
