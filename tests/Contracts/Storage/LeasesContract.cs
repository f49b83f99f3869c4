using System.Collections.Concurrent;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Contracts.Storage;

/// <summary>Leases on every <see cref="ITables"/>: at most one live holder over the hosts of a store.</summary>
public abstract class LeasesContract : IDisposable
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    private readonly TestTables store;
    private readonly ManualTime time = new();
    private readonly Leases one;
    private readonly Leases two;

    protected LeasesContract(TestTables store)
    {
        this.store = store;
        one = Host();
        two = Host();
    }

    [Fact]
    public async Task A_lease_is_held_by_one_until_its_time_is_over()
    {
        Assert.NotNull(await TakeAsync(one));
        time.Advance(Duration - TimeSpan.FromTicks(1));
        Assert.Null(await TakeAsync(two));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.NotNull(await TakeAsync(two));
    }

    [Fact]
    public async Task A_lease_taken_while_the_clock_was_a_day_ahead_ends_when_the_clock_is_right_again()
    {
        time.Jump(TimeSpan.FromDays(1));
        Assert.NotNull(await TakeAsync(one));
        time.Jump(TimeSpan.FromDays(-1));
        Assert.NotNull(await TakeAsync(two));
        Assert.Null(await TakeAsync(one));
    }

    [Fact]
    public async Task Not_even_its_holder_takes_it_twice()
    {
        Assert.NotNull(await TakeAsync(one));
        Assert.Null(await TakeAsync(one));
    }

    [Fact]
    public async Task Leases_of_other_names_are_others()
    {
        Assert.NotNull(await one.TryTakeAsync("a", Duration, default));
        Assert.NotNull(await two.TryTakeAsync("b", Duration, default));
    }

    [Fact]
    public async Task A_renewal_counts_from_when_it_is_made_and_can_be_renewed_again()
    {
        var lease = await TakeAsync(one);
        for (var i = 0; i < 3; i++)
        {
            time.Advance(Duration - TimeSpan.FromSeconds(1));
            Assert.Null(await TakeAsync(two));
            lease = await one.RenewAsync(lease!, Duration, default);
        }

        time.Advance(Duration);
        Assert.NotNull(await TakeAsync(two));
    }

    [Fact]
    public async Task A_holder_who_was_followed_can_neither_renew_nor_give_back_what_is_the_others()
    {
        var lost = await TakeAsync(one);
        time.Advance(Duration);
        var held = await TakeAsync(two);

        Assert.Null(await one.RenewAsync(lost!, Duration, default));
        await one.ReleaseAsync(lost!, default);

        Assert.Null(await TakeAsync(one));
        Assert.NotNull(await two.RenewAsync(held!, Duration, default));
    }

    [Fact]
    public async Task A_lease_that_nobody_followed_can_be_renewed_after_its_time()
    {
        var lease = await TakeAsync(one);
        time.Advance(2 * Duration);
        Assert.NotNull(await one.RenewAsync(lease!, Duration, default));
        Assert.Null(await TakeAsync(two));
    }

    [Fact]
    public async Task What_was_given_back_is_taken_at_once_and_stays_the_next_ones()
    {
        var given = await TakeAsync(one);
        await one.ReleaseAsync(given!, default);
        Assert.NotNull(await TakeAsync(two));

        // Once more, and a renewal that comes late: the row is another's by now.
        await one.ReleaseAsync(given!, default);
        Assert.Null(await one.RenewAsync(given!, Duration, default));
        Assert.Null(await TakeAsync(one));
    }

    [Fact]
    public async Task A_lease_that_was_given_back_and_taken_by_nobody_is_not_renewed()
    {
        var lease = await TakeAsync(one);
        await one.ReleaseAsync(lease!, default);
        Assert.Null(await one.RenewAsync(lease!, Duration, default));
        await one.ReleaseAsync(lease!, default);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_who_take_it_at_the_same_moment_one_gets_it(bool expired)
    {
        const int Hosts = 8;
        for (var round = 0; round < 25; round++)
        {
            var name = $"round{round}";
            if (expired)
            {
                Assert.NotNull(await one.TryTakeAsync(name, Duration, default));
                time.Advance(Duration);
            }

            var given = new ConcurrentBag<Lease>();
            using var start = new Barrier(Hosts);
            await Task.WhenAll(Enumerable.Range(0, Hosts).Select(_ => Task.Factory.StartNew(
                async () =>
                {
                    var host = Host();
                    start.SignalAndWait();
                    if (await host.TryTakeAsync(name, Duration, default) is { } lease)
                    {
                        given.Add(lease);
                    }
                },
                default,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()));
            var holder = Assert.Single(given);
            Assert.NotNull(await one.RenewAsync(holder, Duration, default));
        }
    }

    public void Dispose()
    {
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    private Leases Host() => new(store.Tables, time, SystemEntropy.Instance);

    private static Task<Lease?> TakeAsync(Leases host) => host.TryTakeAsync("work", Duration, default);
}

public sealed class MemoryLeasesTests() : LeasesContract(TestTables.Memory());

public sealed class SqliteLeasesTests() : LeasesContract(TestTables.Sqlite());
