using System.Globalization;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Campaign;

/// <param name="Batches">Accepted, by both hosts together.</param>
/// <param name="Transactions">On chain.</param>
/// <param name="TakenOver">From the end of the one host to the first inclusion that the other saw.</param>
internal sealed record HostsResult(int Batches, int Transactions, TimeSpan TakenOver)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Batches} batches at two hosts in {Transactions} transactions, none lost or doubled; the survivor went on after {TakenOver.TotalSeconds:0.0} s");
}

/// <summary>Two <c>learncoin serve</c> on one store; the one that runs the lane is killed, or stopped for a while, in the middle (issue 4, bar 4).</summary>
internal static class HostsRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    /// <param name="batches">In all.</param>
    /// <param name="over">In how long, evenly.</param>
    /// <param name="kill">kill -9; else SIGSTOP, and SIGCONT once the other has gone on.</param>
    internal static async Task<HostsResult> RunAsync(int batches, TimeSpan over, bool kill)
    {
        using var anvil = await Anvil.StartAsync(blockSeconds: "2");
        using var deployment = RealChain.Deployment(anvil, confirmations: 1);
        await anvil.FundAsync(await deployment.AnchorAddressAsync());
        var key = await deployment.NewKeyAsync("Example School");
        // The first to start holds the lease, and so the lane.
        using var one = await ServeProcess.StartAsync(deployment, deployment.Address);
        using var other = await ServeProcess.StartAsync(deployment, $"http://127.0.0.1:{Loopback.FreePort()}");
        await using var node = await deployment.OpenAsync();

        var posting = new List<Task<string>>();
        var taken = Task.FromResult(TimeSpan.Zero);
        for (var i = 0; i < batches; i++)
        {
            ServeProcess[] hosts = i % 2 == 0 ? [one, other] : [other, one];
            posting.Add(PostAsync(hosts, key, BatchBody.Of(1, i + 1), $"key-{i}"));
            await Task.Delay(over / batches);
            if (i == batches / 2)
            {
                taken = EndAsync(node, one, kill);
            }
        }

        var takenOver = await taken;
        if (!kill)
        {
            one.Continue();
        }

        var ids = await Task.WhenAll(posting);
        Assert.Equal(batches, ids.Distinct(StringComparer.Ordinal).Count());
        var ended = await RealChain.UntilEndedAsync(node, ids, Patience);
        if (!kill)
        {
            // Whatever the one that slept still had in its hands.
            await Task.Delay(TimeSpan.FromSeconds(8));
        }

        return new HostsResult(batches, await RealChain.CheckAsync(deployment, anvil, ended), takenOver);
    }

    private static async Task<TimeSpan> EndAsync(Standalone.Hosting.LocalNode node, ServeProcess host, bool kill)
    {
        var lane = await node.Core.Lanes.IdAsync(node.Core.Networks.All.Single(), CancellationToken.None);
        if (kill)
        {
            host.Kill();
        }
        else
        {
            host.Stop();
        }

        var (ended, clock) = (TimeProvider.System.GetUtcNow(), TimeProvider.System.GetTimestamp());
        await Wait.UntilAsync("the other host goes on", TimeSpan.FromSeconds(60), async () =>
            (await node.Core.Anchors.HeadAsync(lane, CancellationToken.None)).LastIncludedAt > ended);
        return TimeProvider.System.GetElapsedTime(clock);
    }

    /// <summary>To the one host, and when it does not answer, under the same key to the other.</summary>
    private static async Task<string> PostAsync(ServeProcess[] hosts, string key, byte[] body, string idempotencyKey)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var tries = 0; TimeProvider.System.GetElapsedTime(started) < Patience; tries++)
        {
            if (await hosts[tries % 2].TryPostAsync(key, body, idempotencyKey) is { } id)
            {
                return id;
            }

            await Task.Delay(TimeSpan.FromSeconds(0.5));
        }

        throw new TimeoutException("A batch was accepted by neither host");
    }
}
