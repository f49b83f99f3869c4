using System.Diagnostics;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.RateLimits;
using LearnCoin.Local.Storage;
using Xunit.Abstractions;

namespace LearnCoin.Contracts.RateLimits;

/// <summary>A tenant's limit over two handles of one SQLite store, as two processes have them, on the system's clock.</summary>
public sealed class SharedLimitTests(ITestOutputHelper output) : IDisposable
{
    private const int Clients = 32;

    private readonly TempFolder folder = new();
    private readonly List<SqliteStore> stores = [];
    private readonly TenantId tenant = TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance);

    public void Dispose()
    {
        stores.ForEach(static store => store.Dispose());
        folder.Dispose();
    }

    [Fact]
    public async Task Both_together_give_out_the_limit_and_not_one_token_more()
    {
        var decisions = (await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => RunAsync(Open(), each: 50, limit: 1_000)))).SelectMany(static side => side.Decisions).ToList();
        Assert.Equal(2 * Clients * 50, decisions.Count);
        var given = decisions.Where(static decision => decision.IsAllowed).Select(static decision => decision.Remaining).Order();
        Assert.Equal(Enumerable.Range(0, 1_000), given);
    }

    [Fact]
    public async Task Neither_starves_while_both_write_the_row_all_the_time()
    {
        var sides = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => RunAsync(Open(), each: 100, limit: 1_000_000)));
        foreach (var (decisions, time, slowest) in sides)
        {
            Assert.All(decisions, static decision => Assert.True(decision.IsAllowed));
            output.WriteLine($"{decisions.Count / time.TotalSeconds:0} tokens/s, the slowest after {slowest.TotalMilliseconds:0} ms");
            Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        }

        Assert.Equal(1_000_000 - (2 * Clients * 100), sides.SelectMany(static side => side.Decisions).Min(static decision => decision.Remaining));
    }

    private TenantRateLimit Open()
    {
        var store = SqliteStore.Open(folder.File("store.db"));
        stores.Add(store);
        return new TenantRateLimit(new SqliteTables(store), TimeProvider.System);
    }

    private async Task<(List<RateDecision> Decisions, TimeSpan Time, TimeSpan Slowest)> RunAsync(TenantRateLimit limits, int each, int limit)
    {
        var watch = Stopwatch.StartNew();
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            var decisions = new List<RateDecision>();
            var slowest = TimeSpan.Zero;
            for (var i = 0; i < each; i++)
            {
                var began = watch.Elapsed;
                decisions.Add(await limits.TakeAsync(tenant, limit, default));
                slowest = watch.Elapsed - began > slowest ? watch.Elapsed - began : slowest;
            }

            return (Decisions: decisions, Slowest: slowest);
        })));
        return ([.. clients.SelectMany(static client => client.Decisions)], watch.Elapsed, clients.Max(static client => client.Slowest));
    }
}
