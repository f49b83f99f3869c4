using LearnCoin.Core.Tenants;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Telemetry;

/// <summary>What an OTLP collector gets of <c>learncoin serve</c>: the figures, the spans, the log lines, and nothing secret.</summary>
public sealed class ExportTests(AnvilFixture anvil) : IClassFixture<AnvilFixture>
{
    private const string RpcSecret = "rpc-secret-4711";
    private const string CollectorSecret = "collector-secret-4712";

    // Of a batch that was anchored and a lane that was looked at.
    private static readonly string[] Metrics =
    [
        "learncoin.batches.accepted", "learncoin.batches.anchored", "learncoin.credentials.anchored", "learncoin.batch.anchoring.duration",
        "learncoin.chain.call.duration", "learncoin.activity.duration", "learncoin.timed_task.duration",
        "learncoin.lane.waiting", "learncoin.lane.queue.age", "learncoin.lane.open.age", "learncoin.lane.lag", "learncoin.lane.balance", "learncoin.lane.balance.anchors",
        "learncoin.lane.paused", "learncoin.chain.base_fee", "learncoin.chain.head.age", "learncoin.batches.pending.age",
    ];

    private static readonly string[] Spans = ["POST /v1/batches", "activity SignBatch", "activity MarkAnchored", "task SweepAnchors", "chain send", "chain receipt"];

    [Fact]
    public async Task A_collector_gets_metrics_spans_and_log_lines_by_name_and_nothing_secret()
    {
        await using var collector = await Relay.StartAsync(null);
        using var deployment = new Deployment($"{anvil.Node.Url}/?key={RpcSecret}");
        await anvil.Node.FundAsync(await deployment.AnchorAddressAsync());
        deployment.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url;
        deployment.Variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        deployment.Variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"authorization={CollectorSecret}";
        deployment.Variables["OTEL_SERVICE_NAME"] = "learncoin-of-a-test";
        deployment.Variables["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
        var key = await KeyAsync(deployment);
        using var client = new ApiClient(deployment.Address, key, "Tenant");
        using (var serve = await ServeProcess.StartAsync(deployment))
        {
            await client.UntilAnchoredAsync(await client.PostUntilAcceptedAsync(BatchBody.Of(3, 1), "one"));
            // The next look at the lane comes with the next host, which begins with it.
            await serve.StopAsync();
        }

        using (var serve = await ServeProcess.StartAsync(deployment))
        {
            await Wait.UntilAsync("the lane was looked at", TimeSpan.FromSeconds(30), () =>
                Task.FromResult(collector.Received("/v1/metrics").Contains("learncoin.lane.balance.anchors", StringComparison.Ordinal)));
            await serve.StopAsync();
        }

        var (metrics, spans, logs) = (collector.Received("/v1/metrics"), collector.Received("/v1/traces"), collector.Received("/v1/logs"));
        Assert.All(Metrics, name => Assert.Contains(name, metrics, StringComparison.Ordinal));
        Assert.All(Spans, name => Assert.Contains(name, spans, StringComparison.Ordinal));
        Assert.Contains("This process runs the workflows of the store", logs, StringComparison.Ordinal);
        Assert.All(new[] { metrics, spans, logs }, static sent => Assert.Contains("learncoin-of-a-test", sent, StringComparison.Ordinal));

        var all = metrics + spans + logs;
        // Ids of batches are no personal data and stand in spans; in metrics they would be a series each.
        Assert.DoesNotContain("bat_", metrics, StringComparison.Ordinal);
        foreach (var secret in new[] { key, key[^16..], RpcSecret, CollectorSecret, "students.example", "Recipient", "Introduction", anvil.Node.Url, "Secret Tenant", "url.path", "url.full" })
        {
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
        }
    }

    private static async Task<string> KeyAsync(Deployment deployment)
    {
        await using var node = await deployment.OpenAsync();
        var tenant = await node.Core.Tenants.CreateAsync("Secret Tenant", "industry", CancellationToken.None);
        return (await node.Core.ApiKeys.CreateAsync(tenant.Value.Id, TenantEnvironment.Test, null, CancellationToken.None)).Item2;
    }
}
