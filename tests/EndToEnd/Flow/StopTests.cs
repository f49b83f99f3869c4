using LearnCoin.EndToEnd.Parts;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Flow;

/// <summary>SIGTERM to <c>learncoin serve</c>, as an operator's service manager sends it.</summary>
public sealed class StopTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int BatchSize = 200;

    private Anvil? anvil;
    private Deployment? deployment;
    private ServeProcess? serve;

    public async Task InitializeAsync()
    {
        anvil = await Anvil.StartAsync();
        deployment = new Deployment(anvil.Url);
        // The default: a host that stops in order gives its lease back, and nobody waits for it.
        deployment.Variables.Remove("WorkflowLeaseSeconds");
        await anvil.FundAsync(await deployment.AnchorAddressAsync());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        serve?.Dispose();
        deployment?.Dispose();
        anvil?.Dispose();
    }

    [Theory]
    [InlineData("the batch was just accepted", "pending", null)]
    [InlineData("its transaction waits for a block", "signed", "submitted")]
    public async Task A_host_told_to_stop_ends_within_10_seconds_and_the_next_one_goes_on_at_once(string when, string status, string? anchorState)
    {
        using var client = await deployment!.NewTenantAsync("Tenant");
        await ServeAsync();
        // No blocks meanwhile, so that what is sent is not included.
        await anvil!.CallAsync("evm_setIntervalMining", 0);
        var id = await client.PostUntilAcceptedAsync(BatchBody.Of(BatchSize, 1), "key");
        await Wait.UntilAsync(when, TimeSpan.FromSeconds(20), async () =>
        {
            var batch = await client.GetAsync($"/v1/batches/{id}");
            Assert.NotEqual("anchored", batch.GetProperty("status").GetString());
            return batch.GetProperty("status").GetString() == status
                && (anchorState is null || batch.GetProperty("anchor_transaction").GetProperty("state").GetString() == anchorState);
        });

        await StopAsync();

        await anvil.CallAsync("evm_setIntervalMining", 1);
        await ServeAsync();
        var resumed = TimeProvider.System.GetTimestamp();
        await client.UntilAnchoredAsync(id);
        output.WriteLine($"anchored {TimeProvider.System.GetElapsedTime(resumed).TotalSeconds:0.0} s after the next start");
        Assert.InRange(TimeProvider.System.GetElapsedTime(resumed).TotalSeconds, 0, 10);
        var ledger = new Ledger(anvil, await deployment.AnchorAddressAsync());
        await new IssuedBatch(deployment, ledger).CheckAsync(client, id, BatchSize);
        Assert.Single(await ledger.ReadAsync());
        await StopAsync();
    }

    private async Task ServeAsync() => serve = await ServeProcess.StartAsync(deployment!);

    private async Task StopAsync()
    {
        output.WriteLine($"stopped after {(await serve!.StopAsync()).TotalSeconds:0.0} s");
        serve.Dispose();
        serve = null;
    }
}
