using System.Diagnostics;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Local.Storage;

namespace LearnCoin.Contracts.Storage;

/// <summary>Fills a request log and looks entries up: <c>dotnet LearnCoin.Contracts.dll measure-requests FILE 1000000</c>.</summary>
internal static class MeasureRequests
{
    private const int Flush = 1_000;
    private const int Days = 10;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static async Task<int> RunAsync(string path, int count)
    {
        var figures = await FillAsync(path, count);
        Console.WriteLine($"{count:N0} calls written in {figures.Fill.TotalSeconds:F1} s, file {new FileInfo(path).Length / 1_000_000} MB");
        Console.WriteLine($"look-up in a store opened anew: worst {figures.WorstLookUp.TotalMilliseconds:F2} ms, mean {figures.MeanLookUp.TotalMilliseconds:F3} ms of {figures.LookUps}");
        Console.WriteLine($"purge of nine days of ten: {figures.Removed:N0} calls in {figures.Purge.TotalSeconds:F1} s; the next, with nothing to do: {figures.EmptyPurge.TotalMilliseconds:F2} ms");
        return 0;
    }

    internal sealed record Figures(TimeSpan Fill, int LookUps, TimeSpan WorstLookUp, TimeSpan MeanLookUp, int Removed, TimeSpan Purge, TimeSpan EmptyPurge);

    /// <summary>Writes as the service does, over ten days, opens the file anew, looks up, purges.</summary>
    internal static async Task<Figures> FillAsync(string path, int count)
    {
        var ids = new List<string>();
        var clock = Stopwatch.StartNew();
        using (var store = SqliteStore.Open(path))
        {
            var log = new RequestLog(new SqliteTables(store), new At(Start), TimeSpan.FromDays(90));
            for (var first = 0; first < count; first += Flush)
            {
                var entries = Enumerable.Range(first, Math.Min(Flush, count - first)).Select(number => Entry(Start + (TimeSpan.FromDays(Days) * number / count))).ToList();
                await log.WriteAsync(entries, default);
                ids.Add(entries[first / Flush % entries.Count].RequestId);
            }
        }

        var fill = clock.Elapsed;
        using var anew = SqliteStore.Open(path);
        var (worst, all) = (TimeSpan.Zero, TimeSpan.Zero);
        var found = new RequestLog(new SqliteTables(anew), new At(Start), TimeSpan.FromDays(90));
        foreach (var id in ids)
        {
            clock.Restart();
            var entry = await found.FindAsync(id, default);
            worst = clock.Elapsed > worst ? clock.Elapsed : worst;
            all += clock.Elapsed;
            Trace.Assert(entry?.RequestId == id, "an entry is missing");
        }

        var later = new RequestLog(new SqliteTables(anew), new At(Start.AddDays(Days - 1 + 90)), TimeSpan.FromDays(90));
        clock.Restart();
        var removed = await later.PurgeAsync(default);
        var purge = clock.Elapsed;
        clock.Restart();
        await later.PurgeAsync(default);
        return new Figures(fill, ids.Count, worst, all / ids.Count, removed, purge, clock.Elapsed);
    }

    private static RequestEntry Entry(DateTimeOffset time) => new("req_" + Ulid.Create(time, SystemEntropy.Instance), time, "GET", "/v1/credentials/{id}", 200, 12)
    {
        Key = new ApiKeyId("key_01HXYZABCDEFGHJKMNPQRSTVWX"),
        Tenant = new TenantId("tnt_01HXYZABCDEFGHJKMNPQRSTVWX"),
        Environment = TenantEnvironment.Live,
        Resource = "crd_01HXYZABCDEFGHJKMNPQRSTVWX",
    };

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
