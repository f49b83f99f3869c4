using System.Net;
using System.Text.Json;
using LearnCoin.Core.Tenants;
using LearnCoin.EndToEnd.Parts;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Flow;

/// <summary>SIGTERM to <c>learncoin serve</c> while everything hangs that may hang: it ends in order, within ten seconds.</summary>
public sealed class DrainTests(AnvilFixture anvil, ITestOutputHelper output) : IClassFixture<AnvilFixture>
{
    [Fact]
    public async Task It_ends_in_time_with_a_hanging_node_collector_and_request_body_while_500_credentials_are_signed()
    {
        await using var node = await Relay.StartAsync(anvil.Node.Url);
        await using var collector = await Relay.StartAsync(null);
        using var deployment = await DeploymentAsync(node.Url);
        deployment.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url;
        deployment.Variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        var (client, key) = await TenantAsync(deployment);
        using var serve = await ServeProcess.StartAsync(deployment);
        await client.UntilAnchoredAsync(await client.PostUntilAcceptedAsync(BatchBody.Of(1, 1), "before"));

        (node.Hangs, collector.Hangs) = (true, true);
        // Its lane hangs in a call of the node by the time of the sign.
        var waiting = await client.PostUntilAcceptedAsync(BatchBody.Of(1, 2), "waiting");
        await Wait.UntilAsync("a root waits for the node", TimeSpan.FromSeconds(20), async () =>
            (await client.GetAsync($"/v1/batches/{waiting}")).GetProperty("status").GetString() == "signed");
        using var hanging = await SlowPost.BeginAsync(deployment.Address, key, BatchBody.Of(5, 3));
        using var slow = await SlowPost.BeginAsync(deployment.Address, key, BatchBody.Of(5, 4));
        var signing = await client.PostUntilAcceptedAsync(BatchBody.Of(500, 5), "signing");
        Assert.Equal("pending", (await client.GetAsync($"/v1/batches/{signing}")).GetProperty("status").GetString());

        var stopping = serve.StopAsync();
        await Task.Delay(1_000);
        Assert.StartsWith("HTTP/1.1 202", await slow.FinishAsync(), StringComparison.Ordinal);
        output.WriteLine($"stopped after {(await stopping).TotalSeconds:0.0} s");

        (node.Hangs, collector.Hangs) = (false, false);
        using var next = await ServeProcess.StartAsync(deployment);
        await client.UntilAnchoredAsync(waiting);
        await client.UntilAnchoredAsync(signing);
        await Wait.UntilAsync("the batch of the slow request is anchored, the one of the hanging request never was", TimeSpan.FromSeconds(30), async () =>
        {
            var batches = (await client.GetAsync("/v1/batches?limit=100")).GetProperty("data");
            Assert.Equal(4, batches.GetArrayLength());
            return batches.EnumerateArray().All(static batch => batch.GetProperty("status").GetString() == "anchored");
        });
        client.Dispose();
    }

    [Fact]
    public async Task While_the_operator_lets_it_wait_load_balancers_are_told_and_requests_are_served()
    {
        using var deployment = await DeploymentAsync(anvil.Node.Url);
        deployment.Variables["Shutdown__DelaySeconds"] = "3";
        var (client, _) = await TenantAsync(deployment);
        using var serve = await ServeProcess.StartAsync(deployment);
        Assert.Equal(HttpStatusCode.OK, (await client.TryGetAsync("/readyz")).Status);

        var asked = TimeProvider.System.GetTimestamp();
        var stopping = serve.StopAsync();
        await Wait.UntilAsync("the host is not ready", TimeSpan.FromSeconds(2), async () => (await client.TryGetAsync("/readyz")).Status == HttpStatusCode.ServiceUnavailable);
        output.WriteLine($"not ready after {TimeProvider.System.GetElapsedTime(asked).TotalSeconds:0.00} s");
        var (_, told) = await client.TryGetAsync("/readyz");
        Assert.Equal("draining", JsonDocument.Parse(told).RootElement.GetProperty("checks").GetProperty("host").GetProperty("reasons")[0].GetString());
        var batch = await client.PostUntilAcceptedAsync(BatchBody.Of(5, 1), "late");
        var took = await stopping;
        output.WriteLine($"stopped after {took.TotalSeconds:0.0} s");
        Assert.InRange(took.TotalSeconds, 3, 10);

        using var next = await ServeProcess.StartAsync(deployment);
        await client.UntilAnchoredAsync(batch);
        client.Dispose();
    }

    [Fact]
    public async Task Another_host_goes_on_with_the_workflows_at_once()
    {
        await using var node = await Relay.StartAsync(anvil.Node.Url);
        using var deployment = await DeploymentAsync(node.Url);
        // A lease that is not given back would cost as long as this.
        deployment.Variables["WorkflowLeaseSeconds"] = "60";
        var (client, _) = await TenantAsync(deployment);
        using var first = await ServeProcess.StartAsync(deployment);
        await client.UntilAnchoredAsync(await client.PostUntilAcceptedAsync(BatchBody.Of(1, 1), "before"));
        var listen = $"http://127.0.0.1:{Loopback.FreePort()}";
        using var second = await ServeProcess.StartAsync(deployment, listen);
        node.Hangs = true;
        var batch = await client.PostUntilAcceptedAsync(BatchBody.Of(20, 2), "under-way");
        await Wait.UntilAsync("its root waits for the node", TimeSpan.FromSeconds(20), async () =>
            (await client.GetAsync($"/v1/batches/{batch}")).GetProperty("status").GetString() == "signed");
        node.Hangs = false;

        var asked = TimeProvider.System.GetTimestamp();
        var stopping = first.StopAsync();
        await Wait.UntilAsync("the other host runs the workflows", TimeSpan.FromSeconds(10), () =>
            Task.FromResult(second.Tail.Contains("This process runs the workflows", StringComparison.Ordinal)));
        output.WriteLine($"taken over after {TimeProvider.System.GetElapsedTime(asked).TotalSeconds:0.0} s");
        output.WriteLine($"stopped after {(await stopping).TotalSeconds:0.0} s");
        using var other = new HttpClient { BaseAddress = new Uri(listen) };
        await Wait.UntilAsync("the other host says that they run", TimeSpan.FromSeconds(10), async () =>
            JsonDocument.Parse(await other.GetStringAsync("/readyz")).RootElement.GetProperty("checks").GetProperty("workflows").GetProperty("status").GetString() == "ok");
        await using var store = await deployment.OpenAsync();
        await Wait.UntilAsync("the batch is anchored", TimeSpan.FromSeconds(60), async () =>
            (await store.Core.Batches.FindAsync(new(batch), default))!.Status == Core.Batches.BatchStatus.Anchored);
        client.Dispose();
    }

    private async Task<Deployment> DeploymentAsync(string rpcUrl)
    {
        var deployment = new Deployment(rpcUrl);
        deployment.Variables.Remove("WorkflowLeaseSeconds");
        await anvil.Node.FundAsync(await deployment.AnchorAddressAsync());
        return deployment;
    }

    private static async Task<(ApiClient Client, string Key)> TenantAsync(Deployment deployment)
    {
        await using var node = await deployment.OpenAsync();
        var tenant = await node.Core.Tenants.CreateAsync("Tenant", "industry", CancellationToken.None);
        var (_, key) = await node.Core.ApiKeys.CreateAsync(tenant.Value.Id, TenantEnvironment.Test, null, CancellationToken.None);
        return (new ApiClient(deployment.Address, key, "Tenant"), key);
    }
}
