using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Tests.Kernel;

namespace LearnCoin.Core.Tests.Tenants;

public sealed class MonthlyQuotaTests
{
    private const TenantEnvironment Test = TenantEnvironment.Test;

    private readonly TestClock clock = new();
    private readonly BreakingTables tables = new(new MemoryTables());
    private readonly MonthlyQuota quota;
    private readonly TenantId tenant = TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance);

    public MonthlyQuotaTests() => quota = new MonthlyQuota(tables);

    [Fact]
    public async Task A_hundred_parallel_batches_of_500_against_10_000_are_twenty()
    {
        var refused = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => ReserveAsync(NewBatch(), 500, 10_000))));
        Assert.Equal(20, refused.Count(static error => error is null));
        Assert.All(refused, static error => Assert.True(error is null || error.Code == ErrorCode.MonthlyQuotaExceeded));
        Assert.Equal(10_000, await UsedAsync());
    }

    [Fact]
    public async Task A_batch_that_reserves_again_is_debited_once_even_when_the_month_is_full()
    {
        var batch = NewBatch();
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => ReserveAsync(batch, 10, 10)))), Assert.Null);
        Assert.Null(await ReserveAsync(batch, 10, 10));
        Assert.Equal(10, await UsedAsync());
    }

    [Fact]
    public async Task A_reservation_is_given_back_once()
    {
        var (kept, dead) = (NewBatch(), NewBatch());
        await ReserveAsync(kept, 3, 10);
        await ReserveAsync(dead, 5, 10);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => quota.ReturnAsync(tenant, Test, dead, default))));
        Assert.Equal(3, await UsedAsync());
        await quota.ReturnAsync(tenant, Test, NewBatch(), default);
        Assert.Equal(3, await UsedAsync());
    }

    [Fact]
    public async Task The_days_of_a_month_add_up_to_what_it_used_and_a_batch_is_given_back_to_its_own_day()
    {
        var (first, second) = (NewBatch(), NewBatch());
        var day = clock.GetUtcNow().UtcDateTime.Day;
        await ReserveAsync(first, 3, 100);
        await ReserveAsync(second, 4, 100);
        Assert.Equal(7, (await UseAsync()).Days[day - 1]);
        await quota.ReturnAsync(tenant, Test, first, default);
        var use = await UseAsync();
        Assert.Equal((4, 4, 4), (use.Used, use.Days.Sum(), use.Days[day - 1]));
        Assert.Equal(DateTime.DaysInMonth(clock.GetUtcNow().Year, clock.GetUtcNow().Month), use.Days.Count);
        // The hour before the month ends: the next day is the next month's first.
        clock.Advance(TimeSpan.FromHours(1));
        await ReserveAsync(NewBatch(), 5, 100);
        Assert.Equal((5, 5), ((await UseAsync()).Used, (await UseAsync()).Days[0]));
        await quota.ReturnAsync(tenant, Test, second, default);
        Assert.Equal((5, 5), ((await UseAsync()).Used, (await UseAsync()).Days[0]));
    }

    [Fact]
    public async Task A_month_that_was_begun_before_days_were_counted_goes_on_and_its_batches_can_be_given_back()
    {
        var old = NewBatch();
        var partition = $"{tenant}|test";
        var month = clock.GetUtcNow().ToString("'month|'yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
        await tables.WriteAsync("quotas", RowChange.Insert(new Row(partition, month).Set("used", 10L)), default);
        await tables.WriteAsync("quotas", RowChange.Insert(new Row(partition, $"batch|{old}").Set("month", month).Set("count", 10L)), default);
        await ReserveAsync(NewBatch(), 2, 100);
        Assert.Equal((12, 2), ((await UseAsync()).Used, (await UseAsync()).Days.Sum()));
        await quota.ReturnAsync(tenant, Test, old, default);
        Assert.Equal((2, 2), ((await UseAsync()).Used, (await UseAsync()).Days.Sum()));
    }

    [Fact]
    public async Task Exactly_the_limit_fits_and_one_more_does_not()
    {
        Assert.Null(await ReserveAsync(NewBatch(), 10, 10));
        var error = await ReserveAsync(NewBatch(), 1, 10);
        Assert.Contains("of the plan's 10 credentials a month 0 are left", error!.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.MonthlyQuotaExceeded, (await ReserveAsync(NewBatch(), 1, 5))?.Code);
    }

    [Fact]
    public async Task A_new_month_in_UTC_begins_at_0_and_the_old_one_gets_its_own_back()
    {
        var old = NewBatch();
        await ReserveAsync(old, 10, 10);
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.NotNull(await ReserveAsync(NewBatch(), 1, 10));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await UsedAsync());
        Assert.Null(await ReserveAsync(NewBatch(), 4, 10));
        await quota.ReturnAsync(tenant, Test, old, default);
        Assert.Equal(4, await UsedAsync());
    }

    [Fact]
    public async Task Environments_and_tenants_count_apart()
    {
        await ReserveAsync(NewBatch(), 10, 10);
        Assert.Equal(0, await quota.UsedAsync(tenant, TenantEnvironment.Live, clock.GetUtcNow(), default));
        Assert.Null(await quota.ReserveAsync(tenant, TenantEnvironment.Live, NewBatch(), 10, 10, clock.GetUtcNow(), default));
        var other = TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance);
        Assert.Null(await quota.ReserveAsync(other, Test, NewBatch(), 10, 10, clock.GetUtcNow(), default));
    }

    private Task<MonthlyUse> UseAsync() => quota.UseAsync(tenant, Test, clock.GetUtcNow(), default);

    private BatchId NewBatch() => BatchId.Create(clock.GetUtcNow(), SystemEntropy.Instance);

    private Task<Error?> ReserveAsync(BatchId batch, int count, int limit) => quota.ReserveAsync(tenant, Test, batch, count, limit, clock.GetUtcNow(), default);

    private async Task<long> UsedAsync() => await quota.UsedAsync(tenant, Test, clock.GetUtcNow(), default);
}
