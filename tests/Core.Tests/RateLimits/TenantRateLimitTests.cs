using System.Collections.Concurrent;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.RateLimits;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Tests.Kernel;

namespace LearnCoin.Core.Tests.RateLimits;

public sealed class TenantRateLimitTests
{
    private readonly TestClock clock = new();
    private readonly BreakingTables tables = new(new MemoryTables());
    private readonly TenantId tenant = TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Of_1000_requests_in_a_minute_by_8_clients_120_pass_however_many_processes_serve_them(int processes)
    {
        var limits = Enumerable.Range(0, processes).Select(_ => new TenantRateLimit(tables, clock)).ToList();
        var minutes = new List<int>();
        for (var minute = 0; minute < 3; minute++)
        {
            var passed = 0;
            for (var round = 0; round < 125; round++)
            {
                var decisions = await Task.WhenAll(Enumerable.Range(0, 8).Select(client => Task.Run(() => limits[client % processes].TakeAsync(tenant, 120, default))));
                passed += decisions.Count(static decision => decision.IsAllowed);
                clock.Advance(TimeSpan.FromSeconds(60.0 / 125));
            }

            minutes.Add(passed);
        }

        Assert.Equal(120, minutes[0]);
        Assert.All(minutes, static passed => Assert.InRange(passed, 118, 122));
    }

    [Fact]
    public async Task In_any_sliding_60_s_two_processes_together_let_no_more_than_the_limit_pass()
    {
        var (one, two) = (new TenantRateLimit(tables, clock), new TenantRateLimit(tables, clock));
        var random = new Random(1);
        var passed = new List<long>();
        for (var round = 0; round < 400; round++)
        {
            var now = clock.GetUtcNow().UtcTicks;
            var asked = Enumerable.Range(0, random.Next(12)).Select(at => Task.Run(() => (at % 2 == 0 ? one : two).TakeAsync(tenant, 37, default)));
            passed.AddRange((await Task.WhenAll(asked)).Where(static decision => decision.IsAllowed).Select(_ => now));
            clock.Advance(TimeSpan.FromMilliseconds(random.Next(2_500)));
        }

        var fullest = passed.Max(end => passed.Count(time => time > end - TimeSpan.FromSeconds(60).Ticks && time <= end));
        Assert.Equal(37, fullest);
    }

    [Fact]
    public async Task Requests_that_wait_together_share_a_write_and_each_is_told_its_own_remainder()
    {
        var writes = 0;
        var hold = new TaskCompletionSource();
        var limit = new TenantRateLimit(new SlowTables(tables, hold.Task, () => Interlocked.Increment(ref writes)), clock);
        var asked = Enumerable.Range(0, 500).Select(_ => limit.TakeAsync(tenant, 400, default)).ToList();
        hold.SetResult();
        var decisions = await Task.WhenAll(asked);

        Assert.Equal(400, decisions.Count(static decision => decision.IsAllowed));
        Assert.Equal(Enumerable.Range(0, 400).Reverse(), decisions.Take(400).Select(static decision => decision.Remaining));
        Assert.All(decisions.Skip(400), static decision => Assert.Equal(new RateDecision(false, 400, 0, 60), decision));
        Assert.Equal(2, writes);
    }

    [Fact]
    public async Task A_refused_request_takes_no_token_and_writes_nothing()
    {
        var limit = new TenantRateLimit(tables, clock);
        Assert.True((await limit.TakeAsync(tenant, 1, default)).IsAllowed);
        clock.Advance(TimeSpan.FromSeconds(30));
        tables.After = static _ => throw new IOException("written");
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(new RateDecision(false, 1, 0, 30), await limit.TakeAsync(tenant, 1, default));
        }

        tables.After = static _ => { };
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await limit.TakeAsync(tenant, 1, default)).IsAllowed);
    }

    [Fact]
    public async Task A_look_takes_no_token()
    {
        var limit = new TenantRateLimit(tables, clock);
        Assert.Equal(new RateDecision(true, 5, 5, 60), await limit.PeekAsync(tenant, 5, default));
        Assert.Equal(new RateDecision(true, 5, 4, 60), await limit.TakeAsync(tenant, 5, default));
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(new RateDecision(true, 5, 4, 40), await limit.PeekAsync(tenant, 5, default));
    }

    [Fact]
    public async Task Tenants_do_not_share_a_limit()
    {
        var limit = new TenantRateLimit(tables, clock);
        Assert.True((await limit.TakeAsync(tenant, 1, default)).IsAllowed);
        Assert.True((await limit.TakeAsync(TenantId.Create(clock.GetUtcNow(), SystemEntropy.Instance), 1, default)).IsAllowed);
        Assert.False((await limit.TakeAsync(tenant, 1, default)).IsAllowed);
    }

    [Fact]
    public async Task A_store_that_breaks_fails_those_who_wait_and_not_those_who_come_after()
    {
        var limit = new TenantRateLimit(tables, clock);
        tables.Before = static _ => throw new IOException("gone");
        var failures = new ConcurrentBag<Exception>();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
            failures.Add(await Assert.ThrowsAsync<IOException>(() => limit.TakeAsync(tenant, 10, default))))));
        Assert.Equal(20, failures.Count);
        tables.Before = static _ => { };
        Assert.Equal(9, (await limit.TakeAsync(tenant, 10, default)).Remaining);
    }

    [Fact]
    public async Task Who_hangs_up_while_waiting_takes_no_token_and_keeps_nobody_waiting()
    {
        var hold = new TaskCompletionSource();
        var limit = new TenantRateLimit(new SlowTables(tables, hold.Task, static () => { }), clock);
        using var left = new CancellationTokenSource();
        var first = limit.TakeAsync(tenant, 10, default);
        var gone = limit.TakeAsync(tenant, 10, left.Token);
        var last = limit.TakeAsync(tenant, 10, default);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        hold.SetResult();
        Assert.Equal(9, (await first).Remaining);
        Assert.Equal(8, (await last).Remaining);
    }

    /// <summary>Reads wait for a signal; counts the writes.</summary>
    private sealed class SlowTables(ITables inner, Task signal, Action written) : ITables
    {
        public async ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
        {
            await signal;
            return await inner.GetAsync(table, partitionKey, rowKey, cancellationToken);
        }

        public ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken)
        {
            written();
            return inner.WriteAsync(table, change, cancellationToken);
        }

        public ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) =>
            inner.TransactAsync(table, changes, cancellationToken);

        public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken) =>
            inner.QueryAsync(table, range, take, continuation, cancellationToken);
    }
}
