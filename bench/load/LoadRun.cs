using System.Diagnostics;

namespace LearnCoin.Load;

/// <param name="Name">What was done.</param>
/// <param name="Batches">Batches posted.</param>
/// <param name="P50">Milliseconds from the request's first byte to the 202's last, median.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Max">Slowest.</param>
/// <param name="AcceptedPerSecond">Credentials accepted a second, over the posting.</param>
/// <param name="AnchoredPerSecond">Credentials anchored a second, over the posting and the wait for the last anchor.</param>
/// <param name="HostSeconds">Processor time of the host, signing and anchoring included.</param>
/// <param name="ResidentBefore">MiB.</param>
/// <param name="ResidentAfter">MiB, all batches anchored.</param>
internal sealed record LoadResult(
    string Name, int Batches, double P50, double P95, double P99, double Max, double AcceptedPerSecond, double AnchoredPerSecond, double HostSeconds, double ResidentBefore, double ResidentAfter);

/// <summary>Posts batches and measures.</summary>
internal sealed class LoadRun(LoadService service, IReadOnlyList<byte[]> bodies, int size)
{
    /// <summary>Clients post one batch after another, each as soon as its last one was answered; the host signs and anchors meanwhile.</summary>
    public Task<LoadResult> BusyAsync(string name, int clients) => MeasureAsync(name, clients, static _ => Task.CompletedTask);

    /// <summary>One client posts when the batch before is signed: the latency of the POST alone.</summary>
    public Task<LoadResult> QuietAsync(string name) => MeasureAsync(name, 1, static client => client.UntilNoneIsAsync("pending"));

    private async Task<LoadResult> MeasureAsync(string name, int clients, Func<LoadClient, Task> between)
    {
        var all = new List<LoadClient>();
        for (var i = 0; i < clients; i++)
        {
            all.Add(new LoadClient(service.Address, await service.NewTenantAsync($"{name} {"abcdefgh"[i]}")));
        }

        var (before, worked, started) = (service.ResidentMiB(), service.ProcessorTime(), Stopwatch.GetTimestamp());
        var next = -1;
        var latencies = (await Task.WhenAll(all.Select(client => PostAllAsync(client, () => Interlocked.Increment(ref next), between)))).SelectMany(static part => part).Order().ToArray();
        var posting = Stopwatch.GetElapsedTime(started).TotalSeconds;
        foreach (var client in all)
        {
            await client.UntilNoneIsAsync("pending", "signed");
            client.Dispose();
        }

        var whole = Stopwatch.GetElapsedTime(started).TotalSeconds;
        double At(double share) => latencies[(int)Math.Ceiling(share * latencies.Length) - 1];
        return new LoadResult(
            name, latencies.Length, At(0.5), At(0.95), At(0.99), latencies[^1], latencies.Length * size / posting, latencies.Length * size / whole, (service.ProcessorTime() - worked).TotalSeconds, before, service.ResidentMiB());
    }

    private async Task<List<double>> PostAllAsync(LoadClient client, Func<int> next, Func<LoadClient, Task> between)
    {
        var latencies = new List<double>();
        for (var i = next(); i < bodies.Count; i = next())
        {
            latencies.Add((await client.PostAsync(bodies[i])).Milliseconds);
            await between(client);
        }

        return latencies;
    }
}
