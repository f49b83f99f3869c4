using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Storage;

namespace LearnCoin.Api.Tests;

/// <summary>When a dependency is down (spec/api.md). Tests of a class run one after another: they share the clock.</summary>
public sealed class OutageTests(Service service) : IClassFixture<Service>
{
    // Longer than a judgement of the intake is remembered.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task A_chain_that_takes_nothing_for_six_hours_closes_the_intake_until_it_does()
    {
        var tenant = await service.TenantAsync();
        service.TestChain.Holds = true;
        var sent = service.TestChain.Sent;
        var first = await service.PostAsync(tenant.TestKey, Requests.Of(2), "first");
        var batch = (string)first.Json["id"]!;
        await service.WaitAsync(tenant.TestKey, batch, "signed");
        await SentAfterAsync(sent);

        service.Clock.Advance(TimeSpan.FromHours(5.9));
        var second = await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
        service.Clock.Advance(TimeSpan.FromHours(0.2));
        await RefusedAsync(tenant, "anchoring_chain_unavailable", issued: 3);
        Assert.Equal(first.Text, (await service.PostAsync(tenant.TestKey, Requests.Of(2), "first")).Text);
        Assert.Equal(202, (await service.PostAsync(tenant.LiveKey, Requests.Of(1))).Status);
        await service.RestartAsync();
        await RefusedAsync(tenant, "anchoring_chain_unavailable", issued: 3);

        service.TestChain.Release();
        await service.WaitAsync(tenant.TestKey, batch, "anchored");
        await service.WaitAsync(tenant.TestKey, second, "anchored");
        service.Clock.Advance(Moment);
        Assert.Equal(202, (await service.PostAsync(tenant.TestKey, Requests.Of(1))).Status);
    }

    [Fact]
    public async Task A_quiet_time_is_no_outage()
    {
        var tenant = await service.TenantAsync();
        await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
        service.Clock.Advance(TimeSpan.FromDays(3));
        await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
    }

    [Theory]
    [InlineData(KeyProblem.Missing)]
    [InlineData(KeyProblem.Disabled)]
    public async Task A_key_that_is_missing_or_disabled_is_told_at_once(KeyProblem problem)
    {
        var tenant = await service.TenantAsync();
        service.Keys.Problem = problem;
        try
        {
            await RefusedAsync(tenant, "signing_key_unavailable", issued: 0);
        }
        finally
        {
            service.Keys.Problem = null;
        }

        service.Clock.Advance(Moment);
        await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
    }

    [Fact]
    public async Task A_tenant_without_a_signing_key_is_told_at_once()
    {
        var tenant = await service.TenantAsync();
        await foreach (var row in service.Tables.AllAsync("signingkeys", RowRange.Prefix("signing", tenant.Tenant.Id.Value), default))
        {
            await service.Tables.WriteAsync("signingkeys", RowChange.Delete(row.PartitionKey, row.RowKey, row.Etag!), default);
        }

        await RefusedAsync(tenant, "signing_key_unavailable", issued: 0);
    }

    [Fact]
    public async Task A_key_store_out_of_reach_is_waited_for_and_closes_the_intake_after_six_hours()
    {
        var (tenant, other) = (await service.TenantAsync(), await service.TenantAsync());
        service.Keys.Problem = KeyProblem.OutOfReach;
        string waiting;
        try
        {
            waiting = await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
            service.Clock.Advance(TimeSpan.FromHours(6.1));
            await RefusedAsync(tenant, "signing_key_unavailable", issued: 1);
            // The key store is the same for all: nobody begins to wait anew.
            await RefusedAsync(other, "signing_key_unavailable", issued: 0);
            await service.RestartAsync();
            await RefusedAsync(tenant, "signing_key_unavailable", issued: 1);
        }
        finally
        {
            service.Keys.Problem = null;
        }

        service.Clock.Advance(Moment);
        Assert.Equal(202, (await service.PostAsync(other.TestKey, Requests.Of(1))).Status);
        await service.WaitAsync(tenant.TestKey, waiting, "anchored");
        // The outage that ended counts for nothing in the next one.
        service.Keys.Problem = KeyProblem.OutOfReach;
        service.Clock.Advance(TimeSpan.FromHours(5));
        try
        {
            Assert.Equal(202, (await service.PostAsync(other.TestKey, Requests.Of(1))).Status);
        }
        finally
        {
            service.Keys.Problem = null;
        }
    }

    [Fact]
    public async Task The_judgement_is_remembered_so_that_a_busy_tenant_costs_no_more_reads()
    {
        var tenant = await service.TenantAsync();
        await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
        var before = service.Tables.Reads("signingkeys");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.SendAsync(HttpMethod.Post, "/v1/batches?dry_run=true", tenant.TestKey, static request =>
            request.Content = new StringContent(Requests.Of(1).ToJsonString(), null, "application/json"))));
        Assert.All(answers, static answer => Assert.Equal(200, answer.Status));
        // Signing the one batch reads it once or twice; each dry run by itself would read it once more.
        Assert.InRange(service.Tables.Reads("signingkeys") - before, 0, 5);
    }

    private async Task RefusedAsync(TestTenant tenant, string code, int issued)
    {
        var batches = await service.BatchCountAsync(tenant.TestKey);
        var answer = await service.PostAsync(tenant.TestKey, Requests.Of(1), "refused");
        answer.IsError(422, code);
        Assert.InRange(int.Parse(answer["Retry-After"]!), 1, 3600);
        var dry = await service.SendAsync(HttpMethod.Post, "/v1/batches?dry_run=true", tenant.TestKey, static request =>
            request.Content = new StringContent(Requests.Of(1).ToJsonString(), null, "application/json"));
        dry.IsError(422, code);
        Assert.Equal((batches, issued), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
    }

    /// <summary>Until the lane has taken the root: before the clock goes on, since the outage counts from there.</summary>
    private async Task SentAfterAsync(int sent)
    {
        for (var tries = 0; service.TestChain.Sent == sent; tries++)
        {
            Assert.True(tries < 1_600, "Nothing was sent");
            await Task.Delay(25);
        }
    }
}

/// <summary>A lane that may hold three waiting roots.</summary>
public sealed class ShortLaneService : Service
{
    protected override void Configure(LearnCoinOptions product) => product.Intake.MaxWaitingRoots = 3;
}

/// <summary>A host of its own, since its lane is full.</summary>
public sealed class FullLaneTests(ShortLaneService service) : IClassFixture<ShortLaneService>
{
    [Fact]
    public async Task More_waiting_roots_than_allowed_close_the_intake_until_they_are_anchored()
    {
        var tenant = await service.TenantAsync();
        service.TestChain.Holds = true;
        var first = await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
        await service.WaitAsync(tenant.TestKey, first, "signed");
        for (var tries = 0; service.TestChain.Sent == 0 && tries < 400; tries++)
        {
            await Task.Delay(25);
        }

        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await service.AcceptedAsync(tenant.TestKey, Requests.Of(1)));
        }

        await UntilWaitingAsync(4);
        service.Clock.Advance(TimeSpan.FromSeconds(6));
        (await service.PostAsync(tenant.TestKey, Requests.Of(1))).IsError(422, "anchoring_chain_unavailable");
        Assert.Equal((5, 5), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
        Assert.Equal(202, (await service.PostAsync(tenant.LiveKey, Requests.Of(1))).Status);

        service.TestChain.Release();
        foreach (var id in ids)
        {
            await service.WaitAsync(tenant.TestKey, id, "anchored");
        }

        service.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(202, (await service.PostAsync(tenant.TestKey, Requests.Of(1))).Status);
    }

    private async Task UntilWaitingAsync(int count)
    {
        var core = service.Host.Node.Core;
        var lane = await core.Lanes.IdAsync(core.Networks.Find(Core.Tenants.TenantEnvironment.Test)!, default);
        for (var tries = 0; (await core.Anchors.BacklogAsync(lane, 100, default)).Waiting < count; tries++)
        {
            Assert.True(tries < 400, "The roots do not wait");
            await Task.Delay(25);
        }
    }
}
