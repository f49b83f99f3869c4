using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Storage;

namespace LearnCoin.Api.Tests;

/// <summary><c>GET /readyz</c>. Each test has a service of its own: what a chain or a key store answered is remembered for half a minute.</summary>
public sealed class ReadinessTests : IAsyncLifetime
{
    private static readonly string[] Parts = ["store", "keys", "batches", "workflows", "anchoring_test", "anchoring_live"];

    private readonly Service service = new();

    public Task InitializeAsync() => service.InitializeAsync();

    public Task DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task A_service_that_is_well_is_ready_in_all_its_parts()
    {
        var answer = await UntilAsync(static json => Status(json, "workflows") == "ok");
        Assert.Equal((200, "no-store", "*"), (answer.Status, answer["Cache-Control"], answer["Access-Control-Allow-Origin"]));
        Assert.Equal("ready", (string?)answer.Json["status"]);
        Assert.Equal(Parts, answer.Json["checks"]!.AsObject().Select(static check => check.Key));
        Assert.All(answer.Json["checks"]!.AsObject(), static check =>
        {
            Assert.Equal("ok", (string?)check.Value!["status"]);
            Assert.Empty(check.Value["reasons"]!.AsArray());
        });
    }

    [Fact]
    public async Task A_store_that_breaks_is_503_with_Retry_After_and_the_way_back_is_found()
    {
        service.Tables.Before = static table => throw new InvalidOperationException("the-secret-text");
        var broken = await UntilAsync(static json => (string?)json["status"] == "not_ready");
        Assert.Equal((503, "10"), (broken.Status, broken["Retry-After"]));
        Assert.Equal("unreachable", (string?)broken.Json["checks"]!["store"]!["reasons"]![0]);
        Assert.Single(broken.Json["checks"]!.AsObject());
        Assert.DoesNotContain("secret", broken.Text, StringComparison.Ordinal);

        service.Tables.Before = static _ => { };
        Assert.Equal(200, (await UntilAsync(static json => (string?)json["status"] == "ready")).Status);
    }

    [Fact]
    public async Task A_store_that_hangs_is_told_in_little_more_than_two_seconds()
    {
        using var held = new ManualResetEventSlim();
        service.Tables.Before = table =>
        {
            if (table == "deployment")
            {
                held.Wait();
            }
        };
        var began = TimeProvider.System.GetTimestamp();
        var answer = await service.GetAsync("/readyz");
        var took = TimeProvider.System.GetElapsedTime(began);
        held.Set();
        Assert.Equal(503, answer.Status);
        Assert.InRange(took.TotalSeconds, 1.9, 3);
    }

    [Fact]
    public async Task A_chain_that_is_down_leaves_the_service_ready_and_is_told()
    {
        service.TestChain.IsDown = true;
        var tenant = await service.TenantAsync();
        await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
        // The scripted chain tells its id even now; what the probe asks of an account needs the lane's key.
        while ((await service.Host.Node.Core.Lanes.AllAsync(default)).Count == 0)
        {
            await Task.Delay(50);
        }

        var answer = await UntilAsync(static json => (int?)json["checks"]?["anchoring_test"]?["waiting_roots"] == 1);
        Assert.Equal((200, "ready"), (answer.Status, (string?)answer.Json["status"]));
        Assert.Equal("degraded", Status(answer.Json, "anchoring_test"));
        Assert.Equal("ok", Status(answer.Json, "anchoring_live"));
        Assert.Contains("chain_unreachable", Reasons(answer.Json, "anchoring_test"));
        Assert.NotNull((string?)answer.Json["checks"]!["anchoring_test"]!["since"]);
    }

    [Fact]
    public async Task What_stands_still_is_told_with_its_time()
    {
        service.TestChain.Holds = true;
        var tenant = await service.TenantAsync();
        await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
        while (service.TestChain.Sent == 0)
        {
            await Task.Delay(50);
        }

        service.Clock.Advance(TimeSpan.FromMinutes(11));
        var stuck = await UntilAsync(static json => Reasons(json, "anchoring_test").Contains("stuck"));
        Assert.Equal(200, stuck.Status);
        Assert.True(DateTimeOffset.Parse((string)stuck.Json["checks"]!["anchoring_test"]!["since"]!, null) < service.Clock.GetUtcNow().AddMinutes(-10));

        service.TestChain.Release();
        await UntilAsync(static json => Status(json, "anchoring_test") == "ok");
    }

    [Fact]
    public async Task A_batch_that_cannot_be_signed_is_told_with_its_time()
    {
        var tenant = await service.TenantAsync();
        service.BeforeActivity = static (name, _) => name == "SignBatch" ? throw new KeyUnavailableException("tenant-seeds", "broken by a test") : Task.CompletedTask;
        await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
        service.Clock.Advance(TimeSpan.FromMinutes(11));
        var stuck = await UntilAsync(static json => Reasons(json, "batches").Contains("signing_stuck"));
        Assert.Equal(200, stuck.Status);
        Assert.NotNull((string?)stuck.Json["checks"]!["batches"]!["since"]);
    }

    [Fact]
    public async Task A_key_store_that_is_out_of_reach_leaves_the_service_ready_and_is_told()
    {
        service.Keys.Problem = KeyProblem.OutOfReach;
        var answer = await service.GetAsync("/readyz");
        Assert.Equal(200, answer.Status);
        Assert.Equal(["unreachable"], Reasons(answer.Json, "keys"));
    }

    [Fact]
    public async Task Another_deployments_store_is_not_served()
    {
        await service.Tables.WriteAsync("deployment", RowChange.Upsert(new Row("origin", "origin").Set("public_origin", "https://another.example")), default);
        var answer = await service.GetAsync("/readyz");
        Assert.Equal(503, answer.Status);
        Assert.Equal(["not_of_this_deployment"], Reasons(answer.Json, "store"));
        Assert.DoesNotContain("example", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflows_that_nobody_runs_leave_the_service_ready_and_are_told()
    {
        await UntilAsync(static json => Status(json, "workflows") == "ok");
        await service.Host.Node.Workflows.StopAsync(default);
        var answer = await UntilAsync(static json => Reasons(json, "workflows").Contains("no_host"));
        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task An_account_that_runs_dry_is_told_without_its_balance()
    {
        var tenant = await service.TenantAsync();
        await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
        service.TestChain.Balance = 1_234_567;
        var answer = await service.GetAsync("/readyz");
        Assert.Equal(["balance_low"], Reasons(answer.Json, "anchoring_test"));
        Assert.DoesNotContain("1234567", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_the_sign_to_end_on_it_is_503_and_all_else_is_still_served()
    {
        await service.GetAsync("/readyz");
        service.Host.Node.Core.Health.BeginDrain();
        var answer = await service.GetAsync("/readyz");
        Assert.Equal((503, "not_ready"), (answer.Status, (string?)answer.Json["status"]));
        Assert.Equal(["draining"], Reasons(answer.Json, "host"));
        Assert.Equal(200, (await service.GetAsync("/healthz")).Status);
        Assert.Equal(202, (await service.PostAsync((await service.TenantAsync()).TestKey, Requests.Of(1))).Status);
    }

    [Fact]
    public async Task A_thousand_callers_at_once_cost_the_store_a_look_or_two()
    {
        await UntilAsync(static json => Status(json, "workflows") == "ok");
        var before = service.Tables.Reads("deployment");
        var began = TimeProvider.System.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => service.GetAsync("/readyz")));
        var looks = service.Tables.Reads("deployment") - before;
        var most = 2 + (TimeProvider.System.GetElapsedTime(began).TotalSeconds / 2);
        Assert.All(answers, static answer => Assert.Equal(200, answer.Status));
        Assert.InRange(looks, 0, most);
    }

    [Fact]
    public async Task It_tells_no_address_no_balance_and_no_id()
    {
        service.TestChain.IsDown = true;
        var tenant = await service.TenantAsync();
        var batch = await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
        var answer = await UntilAsync(static json => (int?)json["checks"]?["anchoring_test"]?["waiting_roots"] == 1);
        foreach (var inside in new[] { "0x", "127.0.0.1", "http", "1000000", tenant.Tenant.Id.Value, batch, "84532", service.Database })
        {
            Assert.DoesNotContain(inside, answer.Text, StringComparison.Ordinal);
        }
    }

    private static string? Status(JsonNode json, string part) => (string?)json["checks"]?[part]?["status"];

    private static IReadOnlyList<string> Reasons(JsonNode json, string part) =>
        [.. (json["checks"]?[part]?["reasons"]?.AsArray() ?? []).Select(static reason => (string)reason!)];

    private async Task<Answer> UntilAsync(Func<JsonNode, bool> isSo)
    {
        for (var tries = 0; ; tries++)
        {
            var answer = await service.GetAsync("/readyz");
            if (isSo(answer.Json))
            {
                return answer;
            }

            Assert.True(tries < 100, answer.Text);
            await Task.Delay(200);
        }
    }
}
