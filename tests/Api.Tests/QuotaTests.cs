using LearnCoin.Api.Tests.Host;
using Xunit.Abstractions;

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
        Assert.Equal("/credentials holds 2; of the plan's 30 credentials a month 1 are left until the month ends (UTC)", (string?)error["message"]);
        Assert.Equal(202, (await service.PostAsync(tenant.TestKey, Requests.Of(1))).Status);
        Assert.Equal(202, (await service.PostAsync(tenant.LiveKey, Requests.Of(30))).Status);
    }
}

/// <summary>A service with a plan of 10,000 a month.</summary>
public sealed class TenThousandService : Service
{
    protected override void Configure(LearnCoin.Core.Configuration.LearnCoinOptions product) =>
        product.Plans["ten"] = new LearnCoin.Core.Configuration.PlanOptions { MonthlyCredentials = 10_000, RequestsPerMinute = 1_000 };
}

/// <summary>The figures of reliability.md, row quota, in full.</summary>
public sealed class QuotaRaceTests(TenThousandService service, ITestOutputHelper output) : IClassFixture<TenThousandService>
{
    [Fact]
    public async Task Of_a_hundred_batches_of_five_hundred_at_once_exactly_twenty_fit_in_ten_thousand()
    {
        var tenant = await service.TenantAsync("ten");
        var body = System.Text.Encoding.UTF8.GetBytes(Requests.Of(500).ToJsonString());
        var started = System.Diagnostics.Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => service.PostAsync(tenant.TestKey, body, "k" + number)));
        output.WriteLine($"100 requests took {started.Elapsed.TotalSeconds:0.0} s");
        Assert.Equal(20, answers.Count(static answer => answer.Status == 202));
        Assert.All(answers.Where(static answer => answer.Status != 202), static answer => answer.IsError(422, "monthly_quota_exceeded"));
        Assert.Equal((10_000, 20), (await service.IssuedAsync(tenant.TestKey), await service.BatchCountAsync(tenant.TestKey)));
        (await service.PostAsync(tenant.TestKey, Requests.Of(1))).IsError(422, "monthly_quota_exceeded");
        // Nothing reserved is left over from those refused: each reservation that stands is a batch's.
        Assert.InRange(StoreDump.Of(service.Database, "quotas").Count("batch|bat_"), 0, 20);
    }
}
