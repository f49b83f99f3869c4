using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests;

public sealed class SuspensionTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task A_suspended_tenants_keys_are_refused_on_every_route_and_work_again_when_it_is_resumed()
    {
        var tenant = await service.TenantAsync();
        var other = await service.TenantAsync();
        var batch = (string)(await service.AnchoredAsync(tenant.TestKey, Requests.Of(1)))["id"]!;
        var changes = service.Host.Node.Core.TenantChanges;
        await changes.SuspendAsync(tenant.Tenant.Id, default);
        foreach (var key in new[] { tenant.TestKey, tenant.LiveKey })
        {
            foreach (var path in new[] { "/v1/tenants/me", "/v1/batches", "/v1/batches/" + batch })
            {
                await UntilAsync(401, () => service.GetAsync(path, key));
                Assert.Equal("api_key_revoked", (await service.GetAsync(path, key)).ErrorCode);
            }

            var posted = await service.PostAsync(key, Requests.Of(1));
            Assert.Equal((401, "api_key_revoked"), (posted.Status, posted.ErrorCode));
            Assert.Contains("suspended", posted.Text, StringComparison.Ordinal);
        }

        Assert.Equal(200, (await service.GetAsync("/v1/tenants/me", other.TestKey)).Status);
        await changes.ResumeAsync(tenant.Tenant.Id, default);
        await UntilAsync(200, () => service.GetAsync("/v1/batches/" + batch, tenant.TestKey));
    }

    [Fact]
    public async Task What_was_accepted_before_is_finished_and_stays_public()
    {
        var tenant = await service.TenantAsync();
        service.TestChain.Holds = true;
        var batch = await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
        var listed = await service.WaitAsync(tenant.TestKey, batch, "signed");
        var credential = (string)listed["credentials"]![0]!["id"]!;
        var core = service.Host.Node.Core;
        await core.TenantChanges.SuspendAsync(tenant.Tenant.Id, default);
        service.TestChain.Release();
        await UntilAsync(200, async () => (await service.GetAsync($"/c/{credential}.json")) is { Status: 200 } answer && answer.Text.Contains("merkle-proof-2019", StringComparison.Ordinal)
            ? answer
            : await service.GetAsync("/nothing"));
        Assert.Equal(200, (await service.GetAsync("/c/" + credential)).Status);
    }

    [Fact]
    public async Task Another_plan_holds_from_the_next_request_on()
    {
        var tenant = await service.TenantAsync("small");
        Assert.Equal(422, (await service.PostAsync(tenant.TestKey, Requests.Of(31))).Status);
        await service.Host.Node.Core.TenantChanges.SetPlanAsync(tenant.Tenant.Id, "industry", default);
        Assert.Equal(250_000, (int)(await service.GetAsync("/v1/tenants/me", tenant.TestKey)).Json["credentials_limit_this_month"]!);
        await service.AcceptedAsync(tenant.TestKey, Requests.Of(31));
    }

    /// <summary>Within the 5 s in which it must be so.</summary>
    private static async Task UntilAsync(int status, Func<Task<Answer>> ask)
    {
        for (var tries = 0; tries < 50; tries++)
        {
            if ((await ask()).Status == status)
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail($"Not answered with {status} within 5 s");
    }
}
