using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests;

/// <summary>Never over, never leaked (reliability.md, row quota).</summary>
public sealed class QuotaTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task Parallel_batches_fill_the_month_exactly_and_what_is_refused_stores_nothing()
    {
        var tenant = await service.TenantAsync("small");
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => service.PostAsync(tenant.TestKey, Requests.Of(3), "k" + number)));
        Assert.Equal(10, answers.Count(static answer => answer.Status == 202));
        Assert.All(answers.Where(static answer => answer.Status != 202), static answer => answer.IsError(422, "monthly_quota_exceeded"));
        Assert.Equal((30, 10), (await service.IssuedAsync(tenant.TestKey), await service.BatchCountAsync(tenant.TestKey)));
        foreach (var accepted in answers.Where(static answer => answer.Status == 202))
        {
            await service.WaitAsync(tenant.TestKey, (string)accepted.Json["id"]!, "anchored");
        }

        Assert.False(StoreDump.Of(service.Database, "openbatches").Contains(tenant.Tenant.Id.Value));
    }

    [Fact]
    public async Task The_refusal_says_how_much_is_left()
    {
        var tenant = await service.TenantAsync("small");
        await service.AcceptedAsync(tenant.TestKey, Requests.Of(29));
        var error = (await service.PostAsync(tenant.TestKey, Requests.Of(2))).IsError(422, "monthly_quota_exceeded");
        Assert.Equal("The batch needs 2 credentials, 1 of 30 are left this month (UTC)", (string?)error["message"]);
        Assert.Equal(202, (await service.PostAsync(tenant.TestKey, Requests.Of(1))).Status);
        Assert.Equal(202, (await service.PostAsync(tenant.LiveKey, Requests.Of(30))).Status);
    }
}
